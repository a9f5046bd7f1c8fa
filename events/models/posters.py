"""Posters: designs for an edition's image, and the vote of registered people."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.editions import Edition
from events.models.pictures import Picture
from events.models.proposals import UNSENT
from events.states import AiUse, PosterText
from somosnlp.audit import audited
from somosnlp.review.models import Reviewable
from somosnlp.review.states import Status


@audited()
class Poster(Reviewable):
    """A design for an edition's image; several per person. Accepted ones hang in the gallery."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="posters", verbose_name=_("edición"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("título"), max_length=120, blank=True)
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("imagen")
    )
    description = models.TextField(_("qué se ve, para quien no puede verlo"), max_length=600, blank=True)
    texts = ArrayField(
        models.CharField(max_length=12, choices=PosterText),
        verbose_name=_("textos que lleva"),
        default=list,
        blank=True,
    )
    is_own_work = models.BooleanField(_("es obra propia"), default=False)
    ai_use = models.CharField(_("uso de IA"), max_length=8, choices=AiUse, blank=True)
    ai_note = models.CharField(_("con qué y para qué"), max_length=300, blank=True)
    credit_name = models.CharField(_("nombre para los créditos"), max_length=120, blank=True)
    wants_thanks = models.BooleanField(_("quiere agradecimiento público"), default=False)
    is_winner = models.BooleanField(_("cartel elegido"), default=False, editable=False)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    updated_at = models.DateTimeField(_("actualizada"), auto_now=True)

    class Meta(Reviewable.Meta):
        verbose_name = _("propuesta de cartel")
        verbose_name_plural = _("propuestas de cartel")
        ordering = ("-submitted_at", "-pk")
        constraints = [
            *Reviewable.Meta.constraints,
            models.CheckConstraint(
                condition=UNSENT
                | (~Q(title="") & Q(picture__isnull=False, is_own_work=True, ai_use__in=AiUse.values)),
                name="poster_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(texts__contained_by=PosterText.values), name="poster_texts_known"
            ),
            models.CheckConstraint(
                condition=Q(wants_thanks=False) | UNSENT | ~Q(credit_name=""),
                name="poster_thanked_has_name",
            ),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(is_winner=True), name="poster_one_winner"
            ),
            models.CheckConstraint(
                condition=Q(is_winner=False) | Q(status=Status.ACCEPTED), name="poster_winner_is_accepted"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="poster_queue"),
            models.Index(fields=["edition", "status"], name="poster_gallery"),
        ]

    def __str__(self) -> str:
        return self.title


class PosterVote(models.Model):
    """The one vote of a registered person for the poster of an edition; changing it is writing over it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+", verbose_name=_("edición"))
    voter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién")
    )
    poster = models.ForeignKey(Poster, models.CASCADE, related_name="votes", verbose_name=_("cartel"))
    voted_at = models.DateTimeField(_("votado el"), auto_now=True)

    class Meta:
        verbose_name = _("voto por un cartel")
        verbose_name_plural = _("votos a carteles")
        constraints = [models.UniqueConstraint(fields=["edition", "voter"], name="postervote_one_per_person")]

    def __str__(self) -> str:
        return f"{self.voter_id} → {self.poster_id}"
