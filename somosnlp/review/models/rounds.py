"""How a call is reviewed when one reader is not enough: scores, blind mode, assignment, conflicts."""

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from somosnlp.audit import audited
from somosnlp.review.states import REVIEWER_MOVES
from somosnlp.ui.localized import localized


@audited()
class ReviewRound(models.Model):
    """The switches of one call's review, all off by default; a call without a round needs none of them.

    `reviewers_each`: how many reviewers each proposal is assigned to (None: whoever reviews takes any).
    `holds_decisions`: decide now, tell later; the mails wait for an organiser's release.
    """

    name = models.CharField(_("nombre"), max_length=120)
    uses_scores = models.BooleanField(_("con puntuaciones"), default=False)
    is_blind = models.BooleanField(
        _("a ciegas"), default=False, help_text=_("Quien revisa no ve de quién es cada propuesta.")
    )
    uses_conflicts = models.BooleanField(_("se declaran conflictos de interés"), default=False)
    reviewers_each = models.PositiveSmallIntegerField(_("personas por propuesta"), null=True, blank=True)
    holds_decisions = models.BooleanField(
        _("decidir ahora y avisar después"),
        default=False,
        help_text=_("Los correos de las decisiones esperan a que alguien los envíe juntos."),
    )

    class Meta:
        verbose_name = _("forma de revisar")
        verbose_name_plural = _("formas de revisar")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewers_each=None) | Q(reviewers_each__gte=1), name="reviewround_somebody_reads"
            )
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class Criterion(models.Model):
    """What reviewers score from 0 to `best`, and how much it weighs in the mean."""

    round = models.ForeignKey(
        ReviewRound, models.CASCADE, related_name="criteria", verbose_name=_("forma de revisar")
    )
    position = models.PositiveSmallIntegerField(_("orden"), default=1)
    label_es = models.CharField(_("criterio (español)"), max_length=120)
    label_en = models.CharField(_("criterio (inglés)"), max_length=120, blank=True)
    label_pt = models.CharField(_("criterio (portugués)"), max_length=120, blank=True)
    weight = models.DecimalField(_("peso"), max_digits=5, decimal_places=2, default=1)
    best = models.PositiveSmallIntegerField(_("puntuación máxima"), default=5)

    class Meta:
        verbose_name = _("criterio")
        verbose_name_plural = _("criterios")
        ordering = ("round", "position", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weighs"),
            models.CheckConstraint(condition=Q(best__gte=1), name="criterion_can_be_scored"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return localized(self, "label")


class OfReviewable(models.Model):
    """A row about one reviewable and one reviewer."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién revisa")
    )
    at = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "reviewer"], name="%(app_label)s_%(class)s_once"
            )
        ]


@audited()
class Review(OfReviewable):
    """What one reviewer thinks of one proposal; `total` is the weighted mean of their scores, 0 to 1."""

    remark = models.TextField(_("comentario"), max_length=4000, blank=True)
    total = models.DecimalField(_("nota"), max_digits=5, decimal_places=4, null=True, blank=True)
    updated_at = models.DateTimeField(_("cambiada"), auto_now=True)

    class Meta(OfReviewable.Meta):
        verbose_name = _("revisión")
        verbose_name_plural = _("revisiones")
        constraints = [
            *OfReviewable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(total=None) | Q(total__range=(0, 1)), name="review_total_is_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} · {self.total}"


class Score(models.Model):
    """What one reviewer gave for one criterion; never more than its `best` (the service checks)."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores", verbose_name=_("revisión"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterio"))
    value = models.PositiveSmallIntegerField(_("puntuación"))

    class Meta:
        verbose_name = _("puntuación")
        verbose_name_plural = _("puntuaciones")
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.value}"


@audited()
class Conflict(OfReviewable):
    """A reviewer who must not review one proposal, in their own words or an organiser's."""

    reason = models.CharField(_("motivo"), max_length=300, blank=True)

    class Meta(OfReviewable.Meta):
        verbose_name = _("conflicto de interés")
        verbose_name_plural = _("conflictos de interés")

    def __str__(self) -> str:
        return f"{self.reviewer_id} · {self.reason}"


@audited()
class Assignment(OfReviewable):
    """A proposal that one reviewer was asked to read."""

    class Meta(OfReviewable.Meta):
        verbose_name = _("asignación")
        verbose_name_plural = _("asignaciones")
        indexes: ClassVar = [models.Index(fields=["reviewer", "content_type"], name="assignment_of_reviewer")]

    def __str__(self) -> str:
        return f"{self.reviewer_id} · {self.object_id}"


class CannedNote(models.Model):
    """Words for a decision, ready in three languages; the reviewer changes them before they leave."""

    move = models.CharField(
        _("para"), max_length=20, choices=[(move.value, move.label) for move in REVIEWER_MOVES]
    )
    title = models.CharField(_("cómo se llama"), max_length=80)
    text_es = models.TextField(_("texto (español)"), max_length=4000)
    text_en = models.TextField(_("texto (inglés)"), max_length=4000, blank=True)
    text_pt = models.TextField(_("texto (portugués)"), max_length=4000, blank=True)
    position = models.PositiveSmallIntegerField(_("orden"), default=1)

    class Meta:
        verbose_name = _("texto preparado")
        verbose_name_plural = _("textos preparados")
        ordering = ("move", "position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(move__in=[move.value for move in REVIEWER_MOVES]), name="cannednote_move_known"
            )
        ]

    def __str__(self) -> str:
        return self.title
