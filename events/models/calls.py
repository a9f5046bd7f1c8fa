"""Calls: what an edition asks people for, and the applications to join the organising team."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.editions import Edition, Milestone
from events.states import CallKind, OrganiserArea, TimeCommitment
from somosnlp.audit import audited
from somosnlp.review.models import Reviewable
from somosnlp.review.states import Status


@audited()
class Call(models.Model):
    """One call of an edition. It opens on a day, closes with a milestone; both may be left open."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="calls", verbose_name=_("edición"))
    kind = models.CharField(_("convocatoria"), max_length=20, choices=CallKind)
    opens_on = models.DateField(_("abre el"), null=True, blank=True)
    closes_with = models.ForeignKey(
        Milestone, models.SET_NULL, null=True, blank=True, related_name="calls", verbose_name=_("cierra con")
    )
    is_closed = models.BooleanField(_("cerrada a mano"), default=False)
    external_url = models.URLField(
        _("formulario externo"), blank=True, help_text=_("Solo si aún no tenemos el formulario aquí.")
    )

    class Meta:
        verbose_name = _("convocatoria")
        verbose_name_plural = _("convocatorias")
        ordering = ("edition", "pk")
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="call_one_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=CallKind.values), name="call_kind_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def state(self, now: datetime | None = None) -> str:
        """Return `soon`, `open` or `closed` at `now` (the server's clock by default)."""
        now = now or timezone.now()
        if self.is_closed or (self.closes_with and self.closes_with.moment.is_over(now)):
            return "closed"
        if self.opens_on and now.date() < self.opens_on:
            return "soon"
        return "open"

    @property
    def is_open(self) -> bool:
        return self.state() == "open"


@audited()
class OrganiserApplication(Reviewable):
    """Somebody offers to help organise an edition: voluntary, credited per task, with a certificate."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="organiser_applications", verbose_name=_("edición")
    )
    areas = ArrayField(models.CharField(max_length=40, choices=OrganiserArea), verbose_name=_("áreas"))
    commitment = models.CharField(_("tiempo"), max_length=20, choices=TimeCommitment)
    months = ArrayField(models.DateField(), verbose_name=_("meses"), default=list, blank=True)
    message = models.TextField(_("algo más"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    updated_at = models.DateTimeField(_("actualizada"), auto_now=True)

    class Meta(Reviewable.Meta):
        verbose_name = _("solicitud para el equipo organizador")
        verbose_name_plural = _("solicitudes para el equipo organizador")
        ordering = ("-submitted_at", "-pk")
        constraints = [
            *Reviewable.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "submitted_by"], name="organiserapplication_one_per_person"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(areas__len__gt=0), name="organiserapplication_has_areas"
            ),
            models.CheckConstraint(
                condition=Q(areas__contained_by=OrganiserArea.values),
                name="organiserapplication_areas_known",
            ),
            models.CheckConstraint(
                condition=Q(commitment__in=TimeCommitment.values),
                name="organiserapplication_commitment_known",
            ),
        ]
        indexes = [models.Index(fields=["status", "submitted_at"], name="organiserapplication_queue")]

    def __str__(self) -> str:
        return f"{self.submitted_by} · {self.edition_id}"
