"""Each organiser's own page: on which day the weekly digest comes, and what it would say now."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from somosnlp.outbox import digest
from somosnlp.outbox.models import DigestPreference
from somosnlp.outbox.models.digests import Weekday


@admin.register(DigestPreference)
class DigestPreferenceAdmin(admin.ModelAdmin[DigestPreference]):
    """No list of other people's days: the list is one's own page."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_view_permission(self, request: HttpRequest, obj: DigestPreference | None = None) -> bool:
        return obj is None and self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: DigestPreference | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: DigestPreference | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one's own day and a sample; a POST changes the day."""
        me = request.user.pk or 0
        if request.method == "POST":
            day = request.POST.get("weekday", "")
            digest.choose_day(me, int(day) if day in map(str, Weekday.values) else None)
            messages.success(request, _("Guardado."))
            return redirect("admin:outbox_digestpreference_changelist")
        own = DigestPreference.objects.filter(user_id=me).first()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Mi resumen semanal"),
            "days": Weekday.choices,
            "chosen": own.weekday if own else None,
            "sections": digest.sections_for(me),
        }
        return TemplateResponse(request, "admin/outbox/digest.html", context)
