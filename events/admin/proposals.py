"""Reviewing proposals of keynotes, talks and workshops; confirming sponsors; proposals as a file."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.reviewing import ReviewOfCall
from events.admin.speaker_facts import SPEAKER_FIELDS, about_speaker, hours_of
from events.calls.refusals import Refusal
from events.emails.proposals import proposal_mail
from events.models import KeynoteProposal
from events.proposals.export import table_of
from events.services.proposals import confirm_sponsor, decide_proposal, may_be_accepted
from events.states import CallKind, InviteStatus, language_words
from somosnlp.review.similarity import Similar, similar_to
from somosnlp.review.states import Status
from somosnlp.ui.lists import told_by
from somosnlp.ui.xlsx import xlsx_response


class ConfirmedFilter(admin.SimpleListFilter):
    """Accepted talks whose speaker has not said yet that they will be there."""

    title = gettext_lazy("ponente")
    parameter_name = "confirmada"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("si", _("confirmó")), ("no", _("sin confirmar"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("si", "no"):
            return queryset
        return queryset.filter(status=Status.ACCEPTED, confirmed_at__isnull=self.value() == "no")


class TopicFilter(admin.RelatedFieldListFilter):
    """The topics that somebody proposed something about."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        # Django's own asks the list's rows, which come with their scores.
        proposed = KeynoteProposal.objects.filter(topic=OuterRef("pk"))
        return field.get_choices(
            include_blank=False, limit_choices_to=Q(Exists(proposed)), ordering=("edition", "number")
        )


@admin.register(KeynoteProposal)
class KeynoteProposalAdmin(ReviewOfCall):
    call_kind = CallKind.KEYNOTE
    decide = staticmethod(decide_proposal)
    status_mail = staticmethod(proposal_mail)
    list_display = (
        "who",
        "ficha",
        "state",
        "waiting",
        "sent",
        "what",
        "level",
        "tongue",
        "sponsorship",
        "speaker",
    )
    list_filter = (
        "edition",
        *ReviewOfCall.list_filter,
        ConfirmedFilter,
        ("topic", TopicFilter),
        "level",
        "format",
        "language",
    )
    list_select_related = ("submitted_by", "decided_by", "edition", "topic", "photo", "session")
    list_only = (
        *("submitted_by__name", "submitted_by__public_name", "submitted_by__email"),
        *("edition", "status", "submitted_at", "title", "format", "level", "language"),
        *("is_promotional", "sponsor_confirmed_at", "confirmed_at"),
    )
    search_fields = ("search",)
    search_help_text = gettext_lazy("Título, resumen o nombre; sin importar los acentos.")
    actions: Any = (*ReviewOfCall.actions, "export_xlsx")
    blind_search = ("title", "abstract")
    mail_templates = ("events/mail/proposal_", "events/mail/co_speaker_")
    author_columns = ("sponsorship", "speaker")
    author_fields = (*SPEAKER_FIELDS, "preferred_days", "sponsor", "sponsor_confirmed_by")

    def headline(self, obj: KeynoteProposal) -> str:
        """Return the title."""
        return obj.title

    def called(self, request: HttpRequest, obj: Any) -> str:
        """Return the title, by which a reviewer knows a talk; its number too while names are hidden."""
        return self.numbered(obj) if self.hides_names(request) else str(obj.title)

    @admin.display(description=gettext_lazy("formato"), ordering="format")
    @told_by("format")
    def what(self, obj: KeynoteProposal) -> str:
        return str(obj.get_format_display()).partition(" (")[0]

    @admin.display(description=gettext_lazy("idioma"), ordering="language")
    @told_by("language")
    def tongue(self, obj: KeynoteProposal) -> str:
        return language_words(obj.language)

    @admin.display(description=gettext_lazy("patrocinio"), empty_value="–")
    def sponsorship(self, obj: KeynoteProposal) -> str | None:
        if not obj.is_promotional:
            return None
        return _("comprobado") if obj.sponsor_confirmed_at else _("sin comprobar")

    @admin.display(description=gettext_lazy("ponente"), empty_value="–", ordering="confirmed_at")
    def speaker(self, obj: KeynoteProposal) -> str | None:
        if obj.status != Status.ACCEPTED:
            return None
        return _("confirmó") if obj.confirmed_at else _("sin confirmar")

    def proposal(self, obj: KeynoteProposal) -> list[tuple[str, Any]]:
        """Return what is proposed, whole."""
        return [
            (_("Edición"), obj.edition),
            (_("Título"), obj.title),
            (_("Formato"), obj.get_format_display()),
            (_("Resumen"), obj.abstract),
            (_("Qué se aprenderá"), _bullets(obj.takeaways)),
            (_("Tema"), obj.topic),
            (_("Nivel"), obj.get_level_display()),
            (_("Idioma"), language_words(obj.language)),
            (_("Minutos"), obj.minutes),
            (_("Se puede grabar"), _("Sí") if obj.may_record else _("No")),
            (_("Es promocional"), _("Sí") if obj.is_promotional else _("No")),
            (_("Sesión"), obj.session),
        ]

    def about_author(self, obj: KeynoteProposal) -> list[tuple[str, Any]]:
        """Return who proposes, who speaks too, when they can and who sponsors it."""
        return [
            *about_speaker(obj),
            (_("Coponentes"), _co_speakers(obj)),
            (_("Fechas que prefiere"), ", ".join(date_format(day) for day in obj.preferred_days)),
            (_("Horas"), hours_of(obj)),
            (_("Patrocinio"), self._sponsor(obj)),
            (_("Confirmó que va"), date_format(obj.confirmed_at) if obj.confirmed_at else ""),
            (_("Algo más para el equipo"), obj.comments),
        ]

    def allows(self, obj: KeynoteProposal, to: str) -> bool:
        """A promotional talk waits for its sponsor to be checked."""
        return to != Status.ACCEPTED or may_be_accepted(obj)

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say first what a promotional talk still needs before it can be accepted."""
        obj = self.found(request, pk, reviewing=True)
        if not self.allows(obj, request.POST.get("to", "")):
            messages.error(request, str(Refusal.SPONSOR_UNCONFIRMED.label))
            return redirect(self.review_url(obj))
        return super().decide_view(request, pk)

    def own_rows(self, user: Any) -> Q:
        """Nobody reviews a talk they give."""
        invited = (InviteStatus.INVITED, InviteStatus.ACCEPTED)
        joined = KeynoteProposal.objects.filter(co_speakers__user=user, co_speakers__status__in=invited)
        return Q(submitted_by=user) | Q(pk__in=joined.values("pk"))

    def similar(self, obj: KeynoteProposal) -> list[Similar]:
        """Return proposals of any edition that say nearly the same."""
        return similar_to(KeynoteProposal.objects.exclude(status=Status.DRAFT), obj)

    def get_urls(self) -> list[URLPattern]:
        """Add the page that confirms a sponsor."""
        return [self._url("<int:pk>/patrocinio/", self.sponsor_view, "sponsor"), *super().get_urls()]

    def sponsor_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show who backs a promotional talk; the button says that somebody has checked it."""
        obj = self.found(request, pk, reviewing=True)
        if self.hides_names(request):
            raise PermissionDenied
        if request.method == "POST":
            if confirm_sponsor(obj, by=request.user):  # type: ignore[arg-type]
                self.log_change(request, obj, _("Comprobó el patrocinio de «%s».") % obj.sponsor)
                messages.success(request, _("Anotado: el patrocinio está comprobado."))
            return redirect(self.review_url(obj))
        return self.page(request, "sponsor", {"title": _("Comprobar el patrocinio"), "obj": obj})

    @admin.action(description=gettext_lazy("Exportar a Excel (XLSX)"), permissions=["review"])
    def export_xlsx(self, request: HttpRequest, queryset: QuerySet[KeynoteProposal]) -> HttpResponseBase:
        """Send the chosen proposals as a workbook; without names while the round is blind."""
        rows = table_of(queryset, with_names=not self.hides_names(request))
        return xlsx_response(rows, _("propuestas"), "propuestas")

    def _sponsor(self, obj: KeynoteProposal) -> SafeString | str:
        if not obj.is_promotional:
            return ""
        if obj.sponsor_confirmed_at:
            when = {"name": obj.sponsor, "day": date_format(obj.sponsor_confirmed_at)}
            return _("%(name)s (comprobado el %(day)s)") % when
        url = self.page_url("sponsor", obj.pk)
        return format_html('{} · <a href="{}">{}</a>', obj.sponsor, url, _("Comprobar el patrocinio"))


def _bullets(lines: list[str]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((one,) for one in lines)))


def _co_speakers(obj: KeynoteProposal) -> str:
    shown = obj.co_speakers.exclude(status=InviteStatus.REMOVED)
    return ", ".join(f"{one} ({one.get_status_display()})" for one in shown)
