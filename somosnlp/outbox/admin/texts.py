"""Organisers change the words of a mail, see how it reads, and go back to the words of the files."""

from typing import Any

from csp.decorators import csp_update
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from somosnlp.outbox.admin import previews
from somosnlp.outbox.admin.base import FRAMES, HistoryAdmin
from somosnlp.outbox.forms import MailTextForm
from somosnlp.outbox.models import MailText
from somosnlp.outbox.rendering import Content, render_sample
from somosnlp.outbox.rules import edition_names
from somosnlp.outbox.texts import EditableMail, editable, editable_mails


@admin.register(MailText)
class MailTextAdmin(HistoryAdmin[MailText]):
    """One row is one mail in one language, in other words than those of its template."""

    form = MailTextForm
    list_display = ("title", "language", "edition", "subject", "updated_at")
    list_filter = ("language",)
    change_form_template = "admin/outbox/mailtext/change_form.html"
    change_list_template = "admin/outbox/mailtext/change_list.html"

    @admin.display(description=gettext_lazy("correo"), ordering="template")
    def title(self, row: MailText) -> str:
        """What organisers call the mail."""
        mail = editable(row.template)
        return str(mail.title) if mail else row.template

    @admin.display(description=gettext_lazy("edición"), ordering="edition_id")
    def edition(self, row: MailText) -> str:
        """The name of the edition, or all."""
        if row.edition_id is None:
            return _("Todas las ediciones")
        return edition_names().get(row.edition_id, f"#{row.edition_id}")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        preview = wrap(require_POST(self.preview_view))
        return [
            path("vista-previa/", preview, name="outbox_mailtext_preview"),
            path("vista-previa/<str:key>/", wrap(previews.frame), name="outbox_preview_frame"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's list, and every mail whose words may be changed."""
        return super().changelist_view(request, {**(extra_context or {}), "mails": editable_mails()})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Django's form, and what may stand in braces in this mail."""
        row = self.get_object(request, object_id) if object_id else None
        chosen = row.template if row else request.POST.get("template") or request.GET.get("template", "")
        mails = [mail] if (mail := editable(chosen)) else editable_mails()
        return super().changeform_view(
            request, object_id, form_url, {**(extra_context or {}), "mails": mails}
        )

    @method_decorator(csp_update(FRAMES))
    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """Show the posted words to an invented person, as HTML and text, beside the words of the files."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        form = MailTextForm(request.POST, instance=self._edited(request))
        mail = editable(request.POST.get("template", ""))
        language = request.POST.get("language", "es")
        refused = not form.is_valid()
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("Vista previa"),
            "opts": self.opts,
            "form": form,
            "refused": refused,
        }
        if mail is not None and language in dict(MailText._meta.get_field("language").flatchoices):
            words = (form.cleaned_data["subject"], form.cleaned_data["body"]) if not refused else None
            context["versions"] = _versions(mail, language, words)
        return TemplateResponse(request, "admin/outbox/mailtext/preview.html", context)

    def _edited(self, request: HttpRequest) -> MailText | None:
        """Return the row being changed: its own words do not clash with themselves."""
        pk = request.POST.get("pk", "")
        return MailText.objects.filter(pk=pk).first() if pk.isascii() and pk.isdigit() else None


def _versions(mail: EditableMail, language: str, words: tuple[str, str] | None) -> list[dict[str, Any]]:
    shown: list[tuple[str, Content]] = []
    if words is not None:
        shown.append((_("Con estas palabras"), render_sample(mail, language, words)))
    shown.append((_("El texto original"), render_sample(mail, language)))
    return [
        {"label": label, "content": content, "key": previews.keep(content.html)} for label, content in shown
    ]
