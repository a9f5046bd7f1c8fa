"""Decisions whose authors have not been told yet."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.models.reviewables import StatusChange
from somosnlp.review.states import Status


class HeldDecision(models.Model):
    """The last decision about one reviewable, while the mail that tells it waits for an organiser.

    `known` is the status its author may see meanwhile. One per reviewable: a corrected decision takes the
    place of the earlier one. The row goes when the mail is released.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    change = models.OneToOneField(
        StatusChange, models.PROTECT, related_name="+", verbose_name=_("cambio de estado")
    )
    mail = models.OneToOneField(OutgoingEmail, models.PROTECT, related_name="+", verbose_name=_("correo"))
    known = models.CharField(_("lo que sabe quien propone"), max_length=20, choices=Status)

    class Meta:
        verbose_name = _("decisión por comunicar")
        verbose_name_plural = _("decisiones por comunicar")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="helddecision_only_the_last"),
            models.CheckConstraint(condition=Q(known__in=Status.values), name="helddecision_known_is_status"),
        ]

    def __str__(self) -> str:
        return str(self.change)
