"""Where organisers see what left, what did not and why; mails are read here, never written."""

from datetime import datetime
from typing import Any

from csp.decorators import csp, csp_update
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin

from somosnlp.outbox import services
from somosnlp.outbox.admin.base import FRAMED, FRAMES
from somosnlp.outbox.hidden import hidden_templates, visible_mails
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.querysets import OutgoingEmailQuerySet
from somosnlp.outbox.rendering import Content, Skip, compose
from somosnlp.outbox.states import OPEN, Status
from somosnlp.ui.times import instant_text


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(admin.ModelAdmin[OutgoingEmail]):
    """List, filter, preview, release, resend."""

    list_display = ("about", "to", "status", "due", "attempts", "reply", "template")
    list_filter = (
        "status",
        "template",
        "language",
        ("circular", admin.RelatedOnlyFieldListFilter),
        "created_at",
    )
    search_fields = ("to", "subject")
    show_full_result_count = False
    actions = ("release", "resend")
    fields = (
        ("status", "attempts"),
        "to",
        "subject",
        "explanation",
        ("next_try", "useless_after", "left", "written"),
        ("template", "topic", "language", "time_zone"),
        "reply_to",
    )

    @admin.display(description=gettext_lazy("correo"))
    def about(self, mail: OutgoingEmail) -> str:
        """The subject, or the template of a reminder that has none until it leaves."""
        return mail.subject or mail.template

    @admin.display(description=gettext_lazy("sale o salió"), ordering="next_try_at")
    def due(self, mail: OutgoingEmail) -> str:
        """When it left, or else when it is tried next."""
        return _when(mail.sent_at or mail.next_try_at)

    @admin.display(description=gettext_lazy("próximo intento"))
    def next_try(self, mail: OutgoingEmail) -> str:
        """When it is tried next; nothing for what is decided."""
        return _when(mail.next_try_at) if mail.status in OPEN else "—"

    @admin.display(description=gettext_lazy("no enviar después de"))
    def useless_after(self, mail: OutgoingEmail) -> str:
        """Until when it is of use."""
        return _when(mail.expires_at)

    @admin.display(description=gettext_lazy("enviado"))
    def left(self, mail: OutgoingEmail) -> str:
        """When it left."""
        return _when(mail.sent_at)

    @admin.display(description=gettext_lazy("creado"))
    def written(self, mail: OutgoingEmail) -> str:
        """When it was queued."""
        return _when(mail.created_at)

    @admin.display(description=gettext_lazy("qué pasó"), empty_value="")
    def reply(self, mail: OutgoingEmail) -> str:
        """The beginning of why it did not leave, or of the server's words."""
        return Truncator(mail.explanation).chars(80)

    @admin.display(description=gettext_lazy("por qué no salió, o qué dijo el servidor"))
    def explanation(self, mail: OutgoingEmail) -> str:
        """All of it."""
        return mail.explanation or "—"

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingEmail]:
        """Without those that would say whose something is that is reviewed blind."""
        return visible_mails(super().get_queryset(request), request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say that mails are missing, where some are."""
        hidden = hidden_templates(request)
        said = {"subtitle": _("Faltan los correos de lo que se revisa a ciegas.")} if hidden else {}
        response: HttpResponse = super().changelist_view(request, {**said, **(extra_context or {})})
        return response

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutgoingEmail | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutgoingEmail | None = None) -> bool:
        return False

    def has_release_permission(self, request: HttpRequest) -> bool:
        """Who may let held mails leave and send failed ones again."""
        return request.user.has_perm("outbox.release_outgoingemail")

    @admin.action(description=gettext_lazy("Dejar salir los retenidos"), permissions=["release"])
    def release(self, request: HttpRequest, queryset: OutgoingEmailQuerySet) -> None:
        """held → queued."""
        _log(request, queryset.filter(status=Status.HELD), _("Retenido → en cola"))
        count = services.release(queryset)
        words = ngettext("%(count)d correo está en cola.", "%(count)d correos están en cola.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)

    @admin.action(
        description=gettext_lazy("Enviar otra vez los fallidos y descartados"), permissions=["release"]
    )
    def resend(self, request: HttpRequest, queryset: OutgoingEmailQuerySet) -> None:
        """failed, skipped → queued, and why some are not."""
        _log(request, queryset.filter(status__in=services.RESENDABLE, secret=False), _("Enviar otra vez"))
        answer = services.resend(queryset)
        words = ngettext("%(count)d correo está en cola.", "%(count)d correos están en cola.", answer.queued)
        self.message_user(request, words % {"count": answer.queued}, messages.SUCCESS)
        if answer.secret:
            self.message_user(request, _why_secret_stays(answer.secret), messages.WARNING)
        if answer.expired:
            words = ngettext(
                "%(count)d no se envía: ya pasó su momento.",
                "%(count)d no se envían: ya pasó su momento.",
                answer.expired,
            )
            self.message_user(request, words % {"count": answer.expired}, messages.WARNING)

    def get_urls(self) -> list[URLPattern]:
        html = self.admin_site.admin_view(self.html_view)
        return [path("<int:pk>/html/", html, name="outbox_outgoingemail_html"), *super().get_urls()]

    @method_decorator(csp_update(FRAMES))
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The preview: what the mail says, or why that is not shown."""
        mail = self.get_object(request, object_id)
        if mail is not None and self.has_view_permission(request, mail):
            extra_context = {
                **(extra_context or {}),
                **preview(mail),
                "title": _("Correo saliente"),
                "offer": self._offer(request, mail),
            }
        return super().change_view(request, object_id, form_url, extra_context)

    @method_decorator([csp(FRAMED), xframe_options_sameorigin])
    def html_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The HTML part, alone, for the frame of the preview."""
        mail = self.get_object(request, str(pk))
        content = preview(mail).get("content") if mail and self.has_view_permission(request, mail) else None
        if not isinstance(content, Content):
            raise Http404
        return HttpResponse(content.html)

    def _offer(self, request: HttpRequest, mail: OutgoingEmail) -> str:
        """The action that makes sense for this mail and this person, or nothing."""
        gone = not mail.to or (mail.secret and mail.status != Status.HELD)
        if gone or not self.has_release_permission(request):
            return ""
        if mail.status == Status.HELD:
            return "release"
        return "resend" if mail.status in services.RESENDABLE else ""


def _when(at: datetime | None) -> str:
    """Return an instant in words, where who reads it lives; the zone is named."""
    return instant_text(at, timezone.get_current_timezone_name(), weekday=False) if at else "—"


def preview(mail: OutgoingEmail) -> dict[str, Any]:
    """Return {"content": Content}, or {"hidden": why there is none}."""
    if not mail.to:
        return {"hidden": _("Su texto y su dirección se borraron: pasó el plazo, o la persona lo pidió.")}
    if mail.secret:
        return {
            "hidden": _(
                "Lleva un código o un enlace de acceso: su texto está cifrado, no se muestra a nadie y se "
                "borra al salir. Si no llegó, la persona puede pedir uno nuevo."
            )
        }
    try:
        content = compose(mail)
    except Exception as error:  # noqa: BLE001 (whatever is wrong with a mail is what this page is for)
        return {"hidden": f"{type(error).__name__}: {error}"}
    if isinstance(content, Skip):
        return {"hidden": _("No se enviaría: %(reason)s") % {"reason": content.words}}
    return {"content": content}


def _why_secret_stays(count: int) -> str:
    return ngettext(
        "%(count)d no se envía: llevaba un código que ya se borró. La persona tiene que pedir uno nuevo.",
        "%(count)d no se envían: llevaban un código que ya se borró. Cada persona tiene que pedir uno nuevo.",
        count,
    ) % {"count": count}


def _log(request: HttpRequest, mails: OutgoingEmailQuerySet, message: str) -> None:
    """Note in the admin's history who did it."""
    touched = mails.only("pk", "template", "to")
    if touched and request.user.pk is not None:
        LogEntry.objects.log_actions(request.user.pk, touched, CHANGE, message)
