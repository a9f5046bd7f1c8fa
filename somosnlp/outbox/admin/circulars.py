"""Letters to groups: written here, looked at, then let go or cancelled."""

from typing import Any

from csp.decorators import csp_update
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from somosnlp.outbox import segments
from somosnlp.outbox.admin import previews
from somosnlp.outbox.admin.base import FRAMES, HistoryAdmin
from somosnlp.outbox.forms import CircularForm
from somosnlp.outbox.models import Circular
from somosnlp.outbox.rendering import render_words


@admin.register(Circular)
class CircularAdmin(HistoryAdmin[Circular]):
    """Written once; afterwards only let go or cancelled, by who may."""

    list_display = ("title", "segment", "people", "left_out", "created_at", "released_at", "cancelled_at")
    fields = list_display
    change_form_template = "admin/outbox/circular/change_form.html"

    def has_change_permission(self, request: HttpRequest, obj: Circular | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Circular | None = None) -> bool:
        return False

    def has_release_permission(self, request: HttpRequest) -> bool:
        """Who may let a letter go, and cancel it."""
        return request.user.has_perm("outbox.release_circular")

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide_view))
        return [
            path("<int:pk>/decidir/", decide, name="outbox_circular_decide"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Write a letter: its drafts are held. Other pages link here with the group in the address."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = CircularForm(request.POST or None, initial=request.GET.dict())
        if request.method == "POST" and form.is_valid():
            return self._write(request, form)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Escribir a un grupo"),
            "opts": self.opts,
            "form": form,
            "places": segments.PLACES,
        }
        return TemplateResponse(request, "admin/outbox/circular/write.html", context)

    def _write(self, request: HttpRequest, form: CircularForm) -> HttpResponse:
        recipients, name = form.recipients()
        circular = segments.create_mailing(
            title=form.cleaned_data["title"],
            topic=form.cleaned_data["topic"],
            words=form.words(),
            recipients=recipients,
            segment=name,
            edition_id=form.cleaned_data["edition"],
            by=request.user.pk or 0,
        )
        _log(request, circular, ADDITION, _("Escrita"))
        messages.success(request, _("Está escrita y retenida: mírala y déjala salir."))
        return redirect("admin:outbox_circular_change", circular.pk)

    @method_decorator(csp_update(FRAMES))
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The letter in each language as an invented person gets it, and what can be decided."""
        circular = self.get_object(request, object_id)
        if circular is not None and self.has_view_permission(request, circular):
            extra_context = {
                **(extra_context or {}),
                "title": circular.title,
                "versions": _versions(circular),
                "may_decide": self.has_release_permission(request),
            }
        return super().change_view(request, object_id, form_url, extra_context)

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let the letter go (`decision=release`) or cancel it."""
        circular = self.get_object(request, str(pk))
        if circular is None:
            raise Http404
        if not self.has_release_permission(request):
            raise PermissionDenied
        if request.POST.get("decision") == "release":
            count = segments.release_mailing(circular, by=request.user.pk or 0)
            words = ngettext("Sale %(count)d correo.", "Salen %(count)d correos.", count)
        else:
            count = segments.cancel_mailing(circular, by=request.user.pk or 0)
            words = ngettext("Ya no sale %(count)d correo.", "Ya no salen %(count)d correos.", count)
        _log(request, circular, CHANGE, words % {"count": count})
        messages.success(request, words % {"count": count})
        return redirect("admin:outbox_circular_change", circular.pk)


def _versions(circular: Circular) -> list[dict[str, Any]]:
    """Return the letter in each of its languages, rendered for an invented person."""
    versions = []
    for text in circular.texts.order_by("-language"):
        content = render_words(
            text.subject,
            text.body,
            {"nombre": "Ana", "saludo": "Hola, Ana:"},
            (),
            to="persona@example.org",
            language=text.language,
            time_zone="America/Bogota",
            topic=circular.topic,
        )
        versions.append(
            {
                "label": text.get_language_display(),
                "content": content,
                "key": previews.keep(content.html),
            }
        )
    return versions


def _log(request: HttpRequest, circular: Circular, flag: int, words: str) -> None:
    if request.user.pk is not None:
        rows = Circular.objects.filter(pk=circular.pk)
        LogEntry.objects.log_actions(request.user.pk, rows, flag, words)
