"""What people do not want to be told any more."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TopicChoice(models.Model):
    """One address that wants no more mail about one topic; wanting it again deletes the row.

    Kept by address, because a link in a mail proves an address; the person's number beside it, so that the
    choice outlives a change of address. Topics that ask for consent are not here (`outbox.topics`).
    """

    email = models.EmailField(_("correo electrónico"))
    topic = models.CharField(_("tema"), max_length=40)
    user_id = models.BigIntegerField(_("persona"), null=True, blank=True)
    created_at = models.DateTimeField(_("desde"), auto_now_add=True)

    class Meta:
        verbose_name = _("baja de un tema")
        verbose_name_plural = _("bajas de temas")
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(fields=["email", "topic"], name="topicchoice_once"),
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")) & ~models.Q(topic=""),
                name="topicchoice_is_lower_case",
            ),
        ]
        indexes = [
            models.Index(
                fields=["topic", "user_id"],
                condition=models.Q(user_id__isnull=False),
                name="topicchoice_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.topic}"
