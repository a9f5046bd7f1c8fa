"""Pictures that people uploaded, as we made them anew: never the bytes they sent."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.pictures.making import SMALL
from events.querysets import PictureQuerySet
from events.states import PictureKind


class Picture(models.Model):
    """A photo or poster. Its name says nothing of whose it is; it is shown to its owner and to reviewers,
    and to everybody once it is public.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("qué es"), max_length=10, choices=PictureKind)
    file = models.FileField(_("imagen"), max_length=120)
    small = models.FileField(_("imagen pequeña"), max_length=120)
    width = models.PositiveIntegerField(_("ancho (px)"))
    height = models.PositiveIntegerField(_("alto (px)"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_public = models.BooleanField(_("pública"), default=False)
    created_at = models.DateTimeField(_("subida"), auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("imagen")
        verbose_name_plural = _("imágenes")
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PictureKind.values), name="picture_kind_known"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_has_size"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def url(self) -> str:
        """Where the larger one is; only who may see the picture is answered."""
        return reverse("picture", args=[self.pk])

    @property
    def small_url(self) -> str:
        return reverse("picture-small", args=[self.pk])

    @property
    def small_width(self) -> int:
        return min(SMALL, self.width)

    @property
    def small_height(self) -> int:
        return max(1, round(self.height * self.small_width / self.width))
