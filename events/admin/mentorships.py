"""Reviewing who offers to mentor, with their queue; offers as a file."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.reviewing import ReviewOfCall
from events.admin.speaker_facts import SPEAKER_FIELDS, about_speaker, hours_of
from events.emails.mentorships import mentorship_mail
from events.mentorships.export import table_of
from events.models import Mentorship, MentorshipRequest
from events.services.mentorships import decide_offer
from events.states import CallKind, MentorTheme, language_words
from somosnlp.ui.xlsx import xlsx_response


@admin.register(Mentorship)
class MentorshipAdmin(ReviewOfCall):
    call_kind = CallKind.MENTORSHIP
    decide = staticmethod(decide_offer)
    status_mail = staticmethod(mentorship_mail)
    list_display = ("who", "ficha", "state", "waiting", "sent", "kind", "seats", "theme_names")
    list_filter = ("edition", *ReviewOfCall.list_filter, "kind", "ama_form")
    list_select_related = ("submitted_by", "decided_by", "edition", "photo", "session")
    actions: Any = (*ReviewOfCall.actions, "export_xlsx")
    blind_search = ("speciality",)
    mail_templates = ("events/mail/mentorship_",)
    author_fields = (*SPEAKER_FIELDS, "channel")

    def headline(self, obj: Mentorship) -> str:
        """Return the kind of mentorship."""
        return str(obj.get_kind_display())

    @admin.display(description=gettext_lazy("plazas"))
    def seats(self, obj: Mentorship) -> str:
        return f"{obj.taken} / {'∞' if obj.places is None else obj.places}"

    @admin.display(description=gettext_lazy("temas"))
    def theme_names(self, obj: Mentorship) -> str:
        return ", ".join(str(MentorTheme(theme).label) for theme in obj.themes)

    def proposal(self, obj: Mentorship) -> list[tuple[str, Any]]:
        """Return what is offered."""
        return [
            (_("Edición"), obj.edition),
            (_("Tipo"), obj.get_kind_display()),
            (_("Forma del AMA"), obj.get_ama_form_display()),
            (_("Especialidad"), obj.speciality),
            (_("Temas"), self.theme_names(obj)),
            (_("Idiomas"), ", ".join(map(language_words, obj.languages))),
            (_("Plazas"), self.seats(obj)),
            (_("Fechas que prefiere"), ", ".join(date_format(day) for day in obj.preferred_days)),
            (_("Se puede grabar"), _("Sí") if obj.may_record else ""),
            (_("Sesión"), obj.session),
        ]

    def about_author(self, obj: Mentorship) -> list[tuple[str, Any]]:
        """Return who offers, and when and where they can be found."""
        return [
            *about_speaker(obj),
            (_("Horas"), hours_of(obj)),
            (_("Dónde preguntar"), obj.channel),
            (_("Algo más para el equipo"), obj.comments),
        ]

    @admin.action(description=gettext_lazy("Exportar a Excel (XLSX)"), permissions=["review"])
    def export_xlsx(self, request: HttpRequest, queryset: QuerySet[Mentorship]) -> HttpResponseBase:
        """Send the chosen offers as a workbook; without names while the round is blind."""
        rows = table_of(queryset, with_names=not self.hides_names(request))
        return xlsx_response(rows, _("mentorías"), "mentorias")


@admin.register(MentorshipRequest)
class MentorshipRequestAdmin(admin.ModelAdmin[MentorshipRequest]):
    """Who asked whom; places come and go through the mentors' pages."""

    list_display = ("asked_by", "mentor", "status", "asked_at", "closed_at")
    list_filter = ("mentorship__edition", "status")
    list_select_related = ("asked_by", "mentorship__edition")
    search_fields = ("asked_by__search",)
    show_full_result_count = False

    @admin.display(description=gettext_lazy("mentoría"), ordering="mentorship__name")
    def mentor(self, obj: MentorshipRequest) -> str:
        return f"{obj.mentorship.name} · {obj.mentorship.edition}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
