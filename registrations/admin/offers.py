"""Invitations, requests and reports for organisers: looked at, and reports closed."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from registrations.models import Offer, Report
from registrations.services.team_profiles import close_reports
from registrations.states.teams import ReportStatus
from somosnlp.accounts.audit import AuditedAdmin
from somosnlp.accounts.models import User
from somosnlp.accounts.search import FoldedSearch
from somosnlp.outbox.admin.base import ReadOnlyAdmin
from somosnlp.ui.lists import LightList


@admin.register(Offer)
class OfferAdmin(FoldedSearch, ReadOnlyAdmin[Offer], LightList[Offer], AuditedAdmin[Offer]):
    """How people come into teams; what is open, and what became of it."""

    list_display = ("created_at", "kind", "status", "team", "whom", "expires_at", "answered_at", "edition")
    list_filter = ("edition", "status", "kind", ("created_at", admin.DateFieldListFilter))
    list_select_related = ("team", "registration__user", "edition")
    search_fields = ("registration__user__search",)
    search_help_text = gettext_lazy("Nombre o correo de la persona; sin importar acentos.")
    exclude = ("nonce", "link", "group")

    @admin.display(description=gettext_lazy("para quién"))
    def whom(self, obj: Offer) -> str:
        return str(obj.registration.user) if obj.registration else obj.email


@admin.register(Report)
class ReportAdmin(LightList[Report], AuditedAdmin[Report]):
    """What people found wrong; closed by an action, with a remark that stays inside."""

    list_display = ("created_at", "status", "about", "short_text", "reporter")
    list_filter = ("status", ("created_at", admin.DateFieldListFilter))
    list_select_related = ("team", "profile__registration__user", "offer__team", "reporter")
    fields = ("about", "text", "reporter", "created_at", "remark", "status", "closed_by", "closed_at")
    readonly_fields = ("about", "text", "reporter", "created_at", "status", "closed_by", "closed_at")
    actions = ("resolve_selected", "dismiss_selected")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("sobre qué"))
    def about(self, obj: Report) -> SafeString | str:
        if obj.team:
            return format_html("{}: {}", obj.team._meta.verbose_name, obj.team)
        if obj.profile:
            return format_html("{}: {}", obj.profile._meta.verbose_name, obj.profile.registration.user)
        return format_html("{}: {}", Offer._meta.verbose_name, (obj.offer and obj.offer.message) or "—")

    @admin.display(description=gettext_lazy("qué pasa"))
    def short_text(self, obj: Report) -> str:
        return obj.text[:100]

    @admin.action(description=gettext_lazy("Marcar como resueltas"), permissions=["change"])
    def resolve_selected(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._close(request, queryset, ReportStatus.RESOLVED)

    @admin.action(description=gettext_lazy("Descartar"), permissions=["change"])
    def dismiss_selected(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._close(request, queryset, ReportStatus.DISMISSED)

    def _close(self, request: HttpRequest, queryset: QuerySet[Report], status: ReportStatus) -> None:
        count = close_reports(queryset, status=status, by=cast(User, request.user))
        text = ngettext("%(count)d denuncia cerrada.", "%(count)d denuncias cerradas.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)
