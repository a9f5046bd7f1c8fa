"""Reviewing who wants to join the organising team."""

from typing import Any

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.reviewing import ReviewOfCall
from events.emails.organisers import organiser_mail
from events.models import OrganiserApplication
from events.services.organisers import decide_application
from events.states import CallKind, OrganiserArea


@admin.register(OrganiserApplication)
class OrganiserApplicationAdmin(ReviewOfCall):
    call_kind = CallKind.ORGANISERS
    decide = staticmethod(decide_application)
    status_mail = staticmethod(organiser_mail)
    mail_templates = ("events/mail/organiser_",)
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
