"""What an edition tells everybody: a deadline that moved, or news in the organisers' words."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.editions import Edition
from events.querysets import NoticeQuerySet
from events.states import NoticeKind
from somosnlp.audit import audited
from somosnlp.ui.localized import localized


@audited()
class Notice(models.Model):
    """One item of `/<year>/novedades/`.

    A move has no words of its own: its `changes` say what was and what is, in the language of the reader,
    and until `held_until` it can be undone and nobody is mailed. `told_by` is the later notice whose mail
    tells of this one too, because it came before this one's mail had left.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="notices", verbose_name=_("edición"))
    kind = models.CharField(_("tipo"), max_length=10, choices=NoticeKind, default=NoticeKind.NEWS)
    title_es = models.CharField(_("título (español)"), max_length=160, blank=True)
    title_en = models.CharField(_("título (inglés)"), max_length=160, blank=True)
    title_pt = models.CharField(_("título (portugués)"), max_length=160, blank=True)
    body_es = models.TextField(_("texto (español, Markdown)"), blank=True)
    body_en = models.TextField(_("texto (inglés, Markdown)"), blank=True)
    body_pt = models.TextField(_("texto (portugués, Markdown)"), blank=True)
    reason = models.CharField(_("motivo"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("publicada el"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quién"),
    )
    held_until = models.DateTimeField(_("los correos esperan hasta"), null=True, blank=True)
    told_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="tells_of", editable=False
    )
    withdrawn_at = models.DateTimeField(_("retirada el"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("novedad")
        verbose_name_plural = _("novedades")
        ordering = ("-published_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=NoticeKind.MOVE, held_until__isnull=False)
                | Q(kind=NoticeKind.NEWS, held_until=None) & ~Q(title_es=""),
                name="notice_says_something",
            ),
        ]
        indexes = [models.Index(fields=["edition", "-published_at"], name="notice_newest")]

    if TYPE_CHECKING:
        pk: int

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} · {self.published_at:%Y-%m-%d %H:%M}"

    @property
    def title(self) -> str:
        return localized(self, "title")

    @property
    def body(self) -> str:
        return localized(self, "body")

    @property
    def is_move(self) -> bool:
        return self.kind == NoticeKind.MOVE
