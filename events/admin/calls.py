"""Calls: when they are open, what they ask, how they are reviewed, and links for who comes late."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.base import EditionContentAdmin
from events.calls.access_links import QUERY, make_token
from events.calls.cards import form_address
from events.calls.requirements import SECTIONS
from events.forms.calls import AccessForm, CallForm, OfEditionField
from events.models import Call, CallAccess, Milestone
from events.services.access import give_access, revoke_access
from events.states import CallKind

PROPOSED = (CallKind.KEYNOTE, CallKind.MENTORSHIP, CallKind.POSTER)


@admin.register(Call)
class CallAdmin(EditionContentAdmin[Call]):
    list_display = (
        *("kind", "year", "state_now", "opens_on", "closes_with", "answers_by", "is_closed"),
        "external_url",
    )
    list_filter = ("edition", "kind", "is_closed", "opens_on")
    list_select_related = ("edition", "closes_with")
    form = CallForm
    readonly_fields = ("access_links",)

    @admin.display(description=gettext_lazy("estado"))
    def state_now(self, call: Call) -> str:
        return str({"soon": _("abre pronto"), "open": _("abierta"), "closed": _("cerrada")}[call.state()])

    @admin.display(description=gettext_lazy("enlaces de acceso"))
    def access_links(self, call: Call) -> str:
        """Lead to the links that let somebody send or change a proposal after the close."""
        url = reverse("admin:events_call_access", args=[call.pk])
        return format_html('<a href="{}">{}</a>', url, _("Dar o anular enlaces para quien llega tarde"))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what this kind of call has: a poster has votes, a registration has no proposals."""
        window = ("edition", "kind", "opens_on", "closes_with", "is_closed", "external_url")
        sets: list[tuple[Any, dict[str, Any]]] = [(None, {"fields": window})]
        kind = obj.kind if obj else ""
        if kind not in PROPOSED:
            return sets
        texts = ("text_es", "text_en", "text_pt")
        sets.append((_("Qué se busca"), {"fields": texts}))
        asked: list[str] = ["most_per_person"]
        asked += ["hidden_questions"] if kind in SECTIONS else []
        asked += ["most_co_speakers"] if kind == CallKind.KEYNOTE else []
        asked += ["needs_graphic"] if kind == CallKind.POSTER else []
        sets.append((_("Qué se pregunta"), {"fields": asked}))
        sets.append((_("Cómo se revisa"), {"fields": ("answers_by", "review_round")}))
        if kind == CallKind.POSTER:
            sets.append((_("Votación"), {"fields": ("voting_from", "voting_until")}))
        sets.append((_("Quien llega tarde"), {"fields": ("access_links",)}))
        return sets

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "closes_with":
            milestones = Milestone.objects.select_related("edition").order_by("-edition__starts_on", "pk")
            kwargs |= {"queryset": milestones, "form_class": OfEditionField}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add the page of the access links."""
        view = self.admin_site.admin_view(self.access_view)
        return [path("<int:pk>/acceso/", view, name="events_call_access"), *super().get_urls()]

    def access_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List the links of a call, give one, revoke one."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        call = get_object_or_404(Call.objects.select_related("edition"), pk=pk)
        form = AccessForm(request.POST if "give" in request.POST else None)
        if request.method == "POST" and "revoke" in request.POST:
            self._revoke(request, call)
            return redirect("admin:events_call_access", call.pk)
        if form.is_bound and form.is_valid():
            give_access(call, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, _("Aquí está el enlace. Mándaselo solo a esa persona."))
            return redirect("admin:events_call_access", call.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Enlaces de acceso"),
            "opts": self.opts,
            "call": call,
            "form": form,
            "links": [_link(request, call, access) for access in call.accesses.select_related("created_by")],
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/events/call/access.html", context, status=status)

    def _revoke(self, request: HttpRequest, call: Call) -> None:
        chosen = request.POST["revoke"]
        access = call.accesses.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
        if access and revoke_access(access, by=request.user):  # type: ignore[arg-type]
            messages.success(request, _("El enlace ya no sirve. Lo que se envió con él se queda."))


def _link(request: HttpRequest, call: Call, access: CallAccess) -> dict[str, Any]:
    address = form_address(call)
    is_good = access.revoked_at is None and access.expires_at > timezone.now()
    url = request.build_absolute_uri(f"{address}?{QUERY}={make_token(access)}") if address else ""
    return {"access": access, "url": url if is_good else "", "is_good": is_good}
