"""A letter that organisers write to many people: drafts first, let go or cancelled as one."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from somosnlp.audit import audited


@audited()
class Circular(models.Model):
    """One letter to the people that were chosen when it was written; each has a held row of the outbox."""

    title = models.CharField(_("para reconocerla"), max_length=120)
    topic = models.CharField(_("tema"), max_length=40, blank=True)
    segment = models.CharField(_("a quién"), max_length=300, blank=True)
    people = models.PositiveIntegerField(_("personas"), default=0)
    left_out = models.PositiveIntegerField(_("no quieren este tema"), default=0)
    created_by = models.BigIntegerField(editable=False)
    created_at = models.DateTimeField(_("escrita"), auto_now_add=True)
    released_at = models.DateTimeField(_("salió"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelada"), null=True, blank=True)

    class Meta:
        verbose_name = _("carta a un grupo")
        verbose_name_plural = _("cartas a grupos")
        ordering = ("-created_at",)
        permissions = [("release_circular", "Can release and cancel letters to groups")]

    if TYPE_CHECKING:
        pk: int
        texts: Any

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Nobody has decided about it yet."""
        return self.released_at is None and self.cancelled_at is None


class CircularText(models.Model):
    """The words of a letter in one language; Spanish is always there, for who reads no other."""

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="texts")
    language = models.CharField(_("idioma"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("asunto"), max_length=200)
    body = models.TextField(_("texto"), max_length=20_000)

    class Meta:
        verbose_name = _("texto de una carta")
        verbose_name_plural = _("textos de una carta")
        constraints = [
            models.UniqueConstraint(fields=["circular", "language"], name="circulartext_once"),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(body=""), name="circulartext_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.circular} · {self.language}"
