"""Sessions, the people in them and topics."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.base import EditionContentAdmin
from events.forms.calls import OfEditionField
from events.forms.moments import SessionForm
from events.models import Edition, EditionPerson, Person, Session, SessionPerson, Topic
from events.services.attendance import promote_waiting
from somosnlp.ui.times import moment_text


class CastInline(admin.TabularInline[SessionPerson, Session]):
    model = SessionPerson
    extra = 0
    autocomplete_fields = ("person",)


class EditionPersonInline(admin.TabularInline[EditionPerson, Person]):
    model = EditionPerson
    extra = 0

    def get_queryset(self, request: HttpRequest) -> "QuerySet[EditionPerson]":
        return super().get_queryset(request).select_related("edition", "person")


@admin.register(Session)
class SessionAdmin(EditionContentAdmin[Session]):
    form = SessionForm
    list_display = ("title", "year", "kind", "when", "cast_names", "has_video", "is_published")
    list_filter = ("edition", "kind", "precision", "starts_at", "level", "language", "is_published")
    list_select_related = ("edition",)
    search_fields = ("title__unaccent__icontains", "people__name__unaccent__icontains")
    search_help_text = _("Título o ponente; sin importar los acentos.")
    date_hierarchy = "starts_at"
    prepopulated_fields = {"slug": ("title",)}
    inlines = (CastInline,)
    fieldsets = (
        (None, {"fields": ("edition", "kind", "title", "slug", "subtitle", "is_published")}),
        (
            _("Cuándo y dónde"),
            {
                "fields": (("on", "clock", "minutes"), "originally_at", "time_source", "venue"),
                "description": _("La hora se escribe en la zona horaria de la edición."),
            },
        ),
        (
            _("Contenido"),
            {
                "fields": (
                    ("language", "level", "topic"),
                    ("abstract", "takeaways"),
                    ("video", "notebook", "slides_url"),
                    ("poster_title", "note"),
                )
            },
        ),
        (_("Quién puede venir"), {"fields": ("room_url", "seats", "takes_questions")}),
    )

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Session]":
        return super().get_queryset(request).prefetch_related("people")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "topic":
            topics = Topic.objects.select_related("edition").order_by("-edition__starts_on", "number")
            kwargs |= {"queryset": topics, "form_class": OfEditionField}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: Any) -> None:
        """Write what the form asks, never what is counted meanwhile; seats that were added are given out."""
        columns = [field for field in obj._meta.concrete_fields if field.editable and not field.primary_key]
        obj.save(update_fields=[field.name for field in columns] if change else None)
        if change and "seats" in form.changed_data:
            promote_waiting(obj)

    @admin.display(description=_("cuándo"), ordering="starts_at")
    def when(self, session: Session) -> str:
        return moment_text(session.moment, session.edition.time_zone)

    @admin.display(description=_("quién"))
    def cast_names(self, session: Session) -> str:
        return ", ".join(person.name for person in session.people.all())

    @admin.display(description=_("grabación"), boolean=True)
    def has_video(self, session: Session) -> bool:
        return bool(session.video)


@admin.register(Person)
class PersonAdmin(EditionContentAdmin[Person]):
    list_display = ("name", "edition_list")
    list_filter = ("editions__edition",)
    search_fields = ("name__unaccent__icontains", "editions__occupation__unaccent__icontains")
    search_help_text = _("Nombre u ocupación; sin importar los acentos.")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (EditionPersonInline,)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Person]":
        return super().get_queryset(request).prefetch_related("editions__edition")

    def editions_of(self, obj: Person) -> Iterable[Edition]:
        shown = Q(people__person=obj) | Q(sessions__people=obj)
        return Edition.objects.filter(shown).distinct()

    @admin.display(description=_("ediciones"))
    def edition_list(self, person: Person) -> str:
        return ", ".join(sorted(appearance.edition.slug for appearance in person.editions.all()))


@admin.register(Topic)
class TopicAdmin(EditionContentAdmin[Topic]):
    list_display = ("number", "label_es", "label_en", "label_pt", "year")
    list_display_links = ("number", "label_es")
    list_filter = ("edition",)
    list_select_related = ("edition",)
    search_fields = ("label_es__unaccent__icontains",)
