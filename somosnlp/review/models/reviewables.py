"""The review kernel: one abstract base for everything that is proposed, one history for all of it."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from somosnlp.review.querysets import ReviewableQuerySet
from somosnlp.review.states import DECISIONS, OPEN, WAITING, Status


class Reviewable(models.Model):
    """Something a person proposes and organisers decide. Its status is written by `workflow` only.

    `version` grows with every move and every edit, so nobody decides on a text they have not seen.
    """

    status = models.CharField(
        _("estado"), max_length=20, choices=Status, default=Status.DRAFT, editable=False
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("enviada por"),
        editable=False,
    )
    submitted_at = models.DateTimeField(_("enviada el"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decidida por"),
        editable=False,
    )
    decided_at = models.DateTimeField(_("decidida el"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("versión"), default=1, editable=False)

    objects = ReviewableQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "review")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="%(app_label)s_%(class)s_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(DECISIONS))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="%(app_label)s_%(class)s_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(status=Status.WITHDRAWN) | Q(submitted_at__isnull=False),
                name="%(app_label)s_%(class)s_submitted_has_time",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether the author may still change it."""
        return self.status in OPEN

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a reviewer."""
        return self.status in WAITING

    def waiting_days(self) -> int | None:
        """Return for how many whole days it has waited for a reviewer; None when it does not wait."""
        if not self.is_waiting or self.submitted_at is None:
            return None
        return (timezone.now() - self.submitted_at).days


class StatusChange(models.Model):
    """One move of one reviewable; rows are only ever added."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    from_status = models.CharField(_("de"), max_length=20, choices=Status)
    to_status = models.CharField(_("a"), max_length=20, choices=Status)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién")
    )
    at = models.DateTimeField(_("cuándo"))
    note_to_author = models.TextField(_("mensaje para quien propone"), blank=True)
    internal_remark = models.TextField(_("observación interna"), blank=True)

    class Meta:
        verbose_name = _("cambio de estado")
        verbose_name_plural = _("cambios de estado")
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_status__in=Status.values, to_status__in=Status.values),
                name="statuschange_statuses_known",
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id", "at"], name="statuschange_target")]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"


class ReviewNote(models.Model):
    """What reviewers say to each other about one reviewable; its author never sees it."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién")
    )
    text = models.TextField(_("nota interna"), max_length=4000)
    at = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("nota de revisión")
        verbose_name_plural = _("notas de revisión")
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["content_type", "object_id", "at"], name="reviewnote_target")]

    def __str__(self) -> str:
        return self.text[:60]


def history_of(obj: Reviewable) -> "models.QuerySet[StatusChange]":
    """Return the moves of `obj`, oldest first, with who made them."""
    return StatusChange.objects.filter(**about(obj)).select_related("by")


def notes_on(obj: Reviewable) -> "models.QuerySet[ReviewNote]":
    """Return what reviewers said to each other about `obj`, oldest first."""
    return ReviewNote.objects.filter(**about(obj)).select_related("author")


def about(obj: Reviewable) -> dict[str, Any]:
    """Return the columns by which a row says that it is about `obj`."""
    return {"content_type": ContentType.objects.get_for_model(obj), "object_id": obj.pk}
