"""Sessions, the people in them and topics."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.base import EditionContentAdmin
from events.forms.calls import OfEditionField
from events.forms.moments import SessionContentForm, SessionForm
from events.models import Edition, EditionPerson, Person, Session, SessionPerson, Topic
from events.services.attendance import promote_waiting
from events.services.pictures import show_speakers
from events.services.scheduling import place_session
from events.states import Precision
from events.templatetags.pictures import picture
from somosnlp.accounts.models import User
from somosnlp.ui.rows import LabelledInline
from somosnlp.ui.times import moment_text


class CastInline(LabelledInline[SessionPerson]):
    model = SessionPerson
    extra = 0
    autocomplete_fields = ("person",)


class EditionPersonInline(LabelledInline[EditionPerson]):
    model = EditionPerson
    extra = 0

    def get_queryset(self, request: HttpRequest) -> "QuerySet[EditionPerson]":
        return super().get_queryset(request).select_related("edition", "person")


#: What a release writes in an edition that is not over; the grid plans it.
PLANNED = ("edition", "is_published", "place")
#: The boxes of the form that stand for columns of a session.
BOXES = {"on": ("precision", "starts_at", "day"), "clock": ("precision", "starts_at", "day")}


@admin.register(Session)
class SessionAdmin(EditionContentAdmin[Session]):
    """Sessions; while their edition is not over, when and where they are is planned in the grid."""

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

    def get_form(
        self,
        request: HttpRequest,
        obj: Session | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 (Django's)
        **kwargs: Any,
    ) -> Any:
        """Leave out the boxes of the hour where the grid plans it."""
        if _is_planned(obj):
            kwargs["form"] = SessionContentForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Session | None = None) -> Any:
        """Show the place with the way to the grid where that plans it."""
        head, when, *others = self.fieldsets
        if not _is_planned(obj):
            return [head, when, *others]
        words = _("Se planea en la parrilla; al publicar, avisamos a las personas afectadas.")
        return [head, (when[0], {"fields": ("place",), "description": words}), *others]

    def get_readonly_fields(self, request: HttpRequest, obj: Session | None = None) -> tuple[str, ...]:
        return PLANNED if _is_planned(obj) else ()

    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: Any) -> None:
        """Write what was changed in the form, and nothing that others write meanwhile.

        Seats that were added are given out. A new session of an edition that is not over is private, and what
        was typed of its place is planned.
        """
        if not change:
            self._add(request, obj)
            return
        columns = {column for name in form.changed_data for column in BOXES.get(name, (name,))}
        if columns:
            obj.save(update_fields=columns)
        if "seats" in form.changed_data:
            promote_waiting(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Once the session and who speaks are written, everybody sees the photos of a public one."""
        super().save_related(request, form, formsets, change)
        show_speakers([form.instance.pk])

    def _add(self, request: HttpRequest, session: Session) -> None:
        if session.edition.is_over:
            session.save(force_insert=True)
            return
        at, minutes, venue = session.starts_at, session.minutes, session.venue
        session.precision, session.starts_at, session.day = Precision.UNKNOWN, None, None
        session.venue, session.is_published = "", False
        session.save(force_insert=True)
        if at is not None:
            place_session(session, by=cast(User, request.user), starts_at=at, minutes=minutes, venue=venue)
        grid = reverse("admin:events_grid", args=[session.edition_id])
        words = gettext("Nadie más la ve todavía: <a href='{}#s{}'>colócala y publícala en la parrilla</a>.")
        messages.info(request, format_html(words, grid, session.pk))

    @admin.display(description=_("cuándo y dónde"))
    def place(self, session: Session) -> SafeString:
        """Where it stands for everybody, and the way to move it."""
        where = [moment_text(session.moment, session.edition.time_zone), session.venue]
        grid = reverse("admin:events_grid", args=[session.edition_id])
        return format_html(
            '{} · <a href="{}#s{}">{}</a>',
            " · ".join(filter(None, where)) if session.is_published else gettext("sin publicar"),
            grid,
            session.pk,
            gettext("Abrir la parrilla"),
        )

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
    autocomplete_fields = ("user",)
    inlines = (EditionPersonInline,)
    fieldsets = (
        (None, {"fields": ("name", "slug", "user")}),
        (_("Lo que se lee en su página"), {"fields": ("bio", "portrait")}),
        (_("Enlaces"), {"fields": ("website", "linkedin", "x", "bluesky")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> tuple[str, ...]:
        """Accounts are chosen by who may see them."""
        return ("portrait",) if request.user.has_perm("accounts.view_user") else ("portrait", "user")

    @admin.display(description=_("foto"))
    def portrait(self, person: Person) -> SafeString | str:
        return picture(person.photo, person.name) if person.photo else "—"

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


def _is_planned(session: Session | None) -> bool:
    """Tell whether the grid says when and where a session is: its edition is not over."""
    return session is not None and not session.edition.is_over
