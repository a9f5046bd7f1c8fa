"""Reviewing who wants to join the organising team."""

from typing import Any

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.reviewing import ReviewOfCall
from events.emails import preview_organiser_status
from events.models import OrganiserApplication
from events.services.organisers import decide_application
from events.states import CallKind, OrganiserArea
from somosnlp.review.admin import MailPreview


@admin.register(OrganiserApplication)
class OrganiserApplicationAdmin(ReviewOfCall):
    call_kind = CallKind.ORGANISERS
    list_display = ("who", "ficha", "state", "waiting", "sent", "area_names", "commitment")
    list_filter = ("edition", *ReviewOfCall.list_filter, "commitment")
    list_select_related = ("submitted_by", "decided_by", "edition")

    @admin.display(description=gettext_lazy("áreas"))
    def area_names(self, obj: OrganiserApplication) -> str:
        return ", ".join(str(OrganiserArea(area).label) for area in obj.areas)

    def proposal(self, obj: OrganiserApplication) -> list[tuple[str, Any]]:
        """Return what the person offers."""
        return [
            (_("Edición"), obj.edition),
            (_("Áreas"), self.area_names(obj)),
            (_("Tiempo"), obj.get_commitment_display()),
            (_("Meses"), ", ".join(date_format(month, "YEAR_MONTH_FORMAT") for month in obj.months)),
            (_("Algo más"), obj.message),
        ]

    def decide(self, obj: Any, to: str, *, by: Any, note_to_author: str, internal_remark: str) -> object:
        """Decide through the service, which queues the mail."""
        return decide_application(
            obj, to=to, by=by, note_to_author=note_to_author, internal_remark=internal_remark
        )

    def mail_preview(self, obj: OrganiserApplication, to: str, note: str) -> MailPreview:
        """Return the mail in the applicant's language."""
        content = preview_organiser_status(obj, to, note)
        person = obj.submitted_by
        return MailPreview(
            to=person.email,
            language=person.language,
            subject=content.subject,
            text=content.text,
        )
