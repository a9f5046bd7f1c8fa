"""The outbox: every e-mail is a row first. The table knows no users, only their number."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import JSONField, Q, Value
from django.utils.translation import gettext_lazy as _

from somosnlp.outbox import reasons
from somosnlp.outbox.querysets import OutgoingEmailQuerySet
from somosnlp.outbox.states import CLOSED, OPEN, Status


class OutgoingEmail(models.Model):
    """One message to one address, in the language and zone of the person who gets it.

    A row is either rendered when it was queued (subject and bodies are set) or, when `renderer` is set,
    rendered as it leaves. A `secret` row keeps its body sealed and loses it once it was sent or given up.
    Reminders also say which `rule` wrote them, about which object and which occurrence of it.
    `reason` is the code of ours (`outbox.reasons`) for a mail that did not leave or waits; `last_reply` what
    the server said.
    """

    template = models.CharField(_("plantilla"), max_length=100)
    to = models.EmailField(_("para"))
    user_id = models.BigIntegerField(_("persona"), null=True, blank=True, editable=False)
    language = models.CharField(_("idioma"), max_length=10)
    time_zone = models.CharField(_("zona horaria"), max_length=64, default="UTC")
    topic = models.CharField(_("tema"), max_length=40, blank=True)
    reply_to = models.EmailField(_("responder a"), blank=True)

    renderer = models.CharField(max_length=100, blank=True, editable=False)
    context = models.JSONField(default=dict, blank=True, editable=False)
    rule = models.CharField(_("regla"), max_length=60, blank=True, editable=False)
    object_id = models.BigIntegerField(null=True, blank=True, editable=False)
    occurrence = models.CharField(max_length=40, blank=True, editable=False)

    circular = models.ForeignKey(
        "outbox.Circular",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="mails",
        db_index=False,
        verbose_name=_("carta"),
    )
    subject = models.CharField(_("asunto"), max_length=400, blank=True)
    body_text = models.TextField(_("texto"), blank=True)
    body_html = models.TextField("HTML", blank=True)
    secret = models.BooleanField(_("lleva un código o enlace de acceso"), default=False, editable=False)
    sealed_body = models.BinaryField(null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("no enviar después de"), null=True, blank=True)

    dedupe_key = models.CharField(max_length=200, unique=True, editable=False)
    status = models.CharField(_("estado"), max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("intentos"), default=0)
    next_try_at = models.DateTimeField(_("próximo intento"))
    reason = models.CharField(
        _("por qué no salió"), max_length=60, blank=True, default="", db_default="", editable=False
    )
    reason_facts = models.JSONField(
        default=dict, db_default=Value({}, JSONField()), blank=True, editable=False
    )
    last_reply = models.TextField(_("respuesta del servidor"), blank=True)
    created_at = models.DateTimeField(_("creado"), auto_now_add=True)
    sent_at = models.DateTimeField(_("enviado"), null=True, blank=True)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        verbose_name = _("correo saliente")
        verbose_name_plural = _("correos salientes")
        ordering = ("-created_at", "-pk")
        permissions = [("release_outgoingemail", "Can release and resend outgoing e-mail")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="outgoingemail_status_known"),
            models.CheckConstraint(
                condition=~Q(status=Status.SENT) | Q(sent_at__isnull=False),
                name="outgoingemail_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(secret=False) | Q(body_text="", body_html="", renderer=""),
                name="outgoingemail_secret_is_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(CLOSED)) | Q(sealed_body=None),
                name="outgoingemail_secret_is_blanked",
            ),
            models.CheckConstraint(
                condition=Q(rule="") | Q(object_id__isnull=False), name="outgoingemail_reminder_has_object"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(status=Status.QUEUED), name="outgoingemail_due"),
            models.Index(
                fields=["rule", "object_id"],
                condition=Q(status__in=sorted(OPEN)) & ~Q(rule=""),
                name="outgoingemail_reminders",
            ),
            models.Index(
                fields=["status", "-created_at", "-id"],
                condition=Q(status__in=sorted({Status.HELD, Status.FAILED, Status.SKIPPED})),
                name="outgoingemail_stuck",
            ),
            models.Index(
                fields=["circular"],
                condition=Q(circular__isnull=False),
                name="outgoingemail_circular",
            ),
            models.Index(
                fields=["to", "sent_at"],
                condition=Q(status=Status.SENT) & ~Q(topic=""),
                name="outgoingemail_sent_today",
            ),
            models.Index(fields=["user_id", "-created_at"], name="outgoingemail_person"),
            models.Index(fields=["-created_at"], name="outgoingemail_newest"),
        ]

    if TYPE_CHECKING:
        pk: int
        get_status_display: Any

    def __str__(self) -> str:
        return f"{self.template} #{self.pk}"

    @property
    def explanation(self) -> str:
        """Why it did not leave or waits, in the active language; else what the server said, verbatim."""
        return reasons.explain(self.reason, self.reason_facts) if self.reason else self.last_reply
