"""«Avísame cuando abra»: addresses that want to know, once, that something opens."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NotifyMe(models.Model):
    """One address that asked about one thing; it counts from the moment its owner confirmed by a link."""

    email = models.EmailField(_("correo electrónico"))
    language = models.CharField(_("idioma"), max_length=10)
    time_zone = models.CharField(_("zona horaria"), max_length=64, blank=True)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    created_at = models.DateTimeField(_("pedido"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmado"), null=True, blank=True)
    told_at = models.DateTimeField(_("avisado"), null=True, blank=True)

    class Meta:
        verbose_name = _("aviso pedido")
        verbose_name_plural = _("avisos pedidos")
        constraints = [
            models.UniqueConstraint(fields=["email", "subject_kind", "subject_id"], name="notifyme_once"),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(confirmed_at__isnull=False), name="notifyme_told_was_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="notifyme_is_lower_case"
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id"],
                condition=Q(confirmed_at__isnull=False, told_at=None),
                name="notifyme_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.subject_kind}:{self.subject_id}"
