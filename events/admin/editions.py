"""Editions with everything that is edited beside them: deadlines, links, figures, topics, calls."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import CharField, QuerySet
from django.forms import BaseModelFormSet, TextInput
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.base import HTTPS, EditionContentAdmin
from events.admin.moving import move_link
from events.forms.moments import MilestoneForm
from events.models import Call, Edition, EditionFigure, EditionLink, Milestone, MilestoneChange, Topic
from events.services.editions import follow_edition, make_current
from events.services.milestones import move_milestone
from somosnlp.accounts.models import User
from somosnlp.ui.rows import LabelledInline
from somosnlp.ui.times import moment_text
from somosnlp.ui.zones import AOE

#: Many columns side by side: Django's own boxes would make the page twice as wide as a screen.
NARROW: dict[type[Any], dict[str, Any]] = {CharField: {"widget": TextInput(attrs={"size": 16})}}


class MilestoneInline(admin.StackedInline[Milestone, Edition]):
    model = Milestone
    form = MilestoneForm
    extra = 0
    readonly_fields = ("before", "move")
    fieldsets = (
        (None, {"fields": ("move", ("kind", "on", "clock", "zone"), "reason", "before")}),
        (
            gettext_lazy("Nombre propio, fuente y nota"),
            {
                "classes": ("collapse",),
                "fields": (("label_es", "label_en", "label_pt"), ("code", "source"), "note"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Milestone]":
        return super().get_queryset(request).prefetch_related("changes__changed_by")

    @admin.display(description=gettext_lazy("mover y avisar"))
    def move(self, milestone: Milestone) -> SafeString | str:
        """The way to move it so that everybody learns of it; the boxes below correct it silently."""
        return move_link(milestone) if milestone.pk else "—"

    @admin.display(description=gettext_lazy("antes"))
    def before(self, milestone: Milestone) -> SafeString | str:
        """What it was, oldest first, with who moved it and why where that is known."""
        changes = list(milestone.changes.all()) if milestone.pk else []
        if not changes:
            return "—"
        lines = (
            (
                moment_text(change.moment, change.zone or AOE),
                " · ".join(filter(None, [str(change.changed_by or ""), change.reason, undone(change)])),
            )
            for change in changes
        )
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{} {}</li>", lines))


def undone(change: MilestoneChange) -> str:
    """Say that a move was undone."""
    return _("deshecho") if change.undone_at else ""


class LinkInline(LabelledInline[EditionLink]):
    model = EditionLink
    extra = 0
    formfield_overrides = NARROW


class FigureInline(LabelledInline[EditionFigure]):
    model = EditionFigure
    extra = 0
    formfield_overrides = NARROW


class TopicInline(LabelledInline[Topic]):
    model = Topic
    extra = 0
    formfield_overrides = NARROW


class CallInline(LabelledInline[Call]):
    model = Call
    extra = 0
    formfield_overrides = HTTPS

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Offer the edition's own deadlines, read once: not once per row, nor each time Django asks."""
        formset = super().get_formset(request, obj, **kwargs)
        field: Any = formset.form.base_fields.get("closes_with")
        if field is not None:
            field.queryset = Milestone.objects.filter(edition=obj)
            field.choices = known = getattr(request, "closing_choices", None) or list(field.choices)
            request.closing_choices = known  # type: ignore[attr-defined]
        return formset


@admin.register(Edition)
class EditionAdmin(EditionContentAdmin[Edition]):
    """`is_current` is set by an action: the edition before has to give it up in the same breath."""

    list_display = ("slug", "name", "starts_on", "ends_on", "is_current", "is_published")
    list_display_links = ("slug", "name")
    list_filter = ("is_published", "is_current", "starts_on")
    search_fields = ("slug", "name__unaccent__icontains", "theme_es__unaccent__icontains")
    search_help_text = gettext_lazy("Año, nombre o tema; sin importar los acentos.")
    readonly_fields = ("is_current", "programme")
    inlines = (MilestoneInline, CallInline, LinkInline, FigureInline, TopicInline)
    actions = ("show_on_front_page",)
    save_on_top = True
    fieldsets = (
        (None, {"fields": ("slug", "name", "hashtag", ("is_published", "is_current"), "programme")}),
        (
            gettext_lazy("Palabras"),
            {
                "fields": (
                    ("theme_es", "theme_en", "theme_pt"),
                    ("tagline_es", "tagline_en", "tagline_pt"),
                    "intro_es",
                    "intro_en",
                    "intro_pt",
                )
            },
        ),
        (
            gettext_lazy("Fechas y equipos"),
            {
                "fields": (
                    ("starts_on", "ends_on", "time_zone"),
                    "date_note",
                    "languages",
                    ("team_size_min", "team_size_max"),
                )
            },
        ),
        (
            gettext_lazy("Lo que se publicó"),
            {"fields": ("hf_org", ("participants_claimed", "countries_claimed"), "organising_team")},
        ),
    )

    @admin.display(description=gettext_lazy("programa"))
    def programme(self, edition: Edition) -> SafeString | str:
        """The way to its grid, where sessions are placed and published."""
        if not edition.pk:
            return "—"
        url = reverse("admin:events_grid", args=[edition.pk])
        return format_html('<a href="{}">{}</a>', url, _("Abrir la parrilla"))

    def get_readonly_fields(self, request: HttpRequest, obj: Edition | None = None) -> tuple[str, ...]:
        """An address does not change once it is in links."""
        return ("slug", *self.readonly_fields) if obj else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Edition, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's)
        super().save_model(request, obj, form, change)
        follow_edition(obj, by=cast(User, request.user))

    def editions_of(self, obj: Edition) -> list[Edition]:
        return [obj]

    def save_formset(
        self,
        request: HttpRequest,
        form: Any,
        formset: "BaseModelFormSet[Any, Any]",
        change: bool,  # noqa: FBT001 (Django's)
    ) -> None:
        """Deadlines are moved by the service, which keeps what they were."""
        if formset.model is Milestone:
            _save_milestones(formset, cast("User", request.user))
        else:
            super().save_formset(request, form, formset, change)

    @admin.action(description=gettext_lazy("Mostrar en la portada"), permissions=["change"])
    def show_on_front_page(self, request: HttpRequest, queryset: "QuerySet[Edition]") -> None:
        """Make the one chosen edition current."""
        edition = queryset.first() if queryset.count() == 1 else None
        if edition is None:
            messages.error(request, _("Elige una sola edición."))
        elif make_current(edition):
            messages.success(request, _("La portada muestra ahora «%(edition)s».") % {"edition": edition})
        else:
            messages.info(request, _("La portada ya mostraba esa edición."))


def _save_milestones(formset: "BaseModelFormSet[Any, Any]", by: User) -> None:
    formset.save(commit=False)
    for milestone in formset.deleted_objects:
        milestone.delete()
    for milestone in formset.new_objects:
        milestone.save(force_insert=True)
    for milestone, changed in formset.changed_objects:
        columns = [name for name in changed if name in PLAIN_COLUMNS]
        if columns:
            milestone.save(update_fields=columns)
        reason = next(form.cleaned_data["reason"] for form in formset.forms if form.instance is milestone)
        move_milestone(milestone, to=milestone.moment, reason=reason, by=by)


#: What of a deadline is saved as it was typed; its moment is moved.
PLAIN_COLUMNS = frozenset({"kind", "code", "label_es", "label_en", "label_pt", "source", "note"})
