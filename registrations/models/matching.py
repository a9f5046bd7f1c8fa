"""Matching those without a team: a run proposes groups; people accept or decline (see `Offer`)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from registrations.models.teams import Team
from registrations.states.teams import RunStatus


class MatchRun(models.Model):
    """One calculation for one edition, its settings, its progress and what it found."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="match_runs", verbose_name=_("edición"))
    status = models.CharField(_("estado"), max_length=12, choices=RunStatus, default=RunStatus.QUEUED)
    conditions = models.JSONField(_("condiciones"), default=dict)
    progress = models.PositiveSmallIntegerField(_("avance (%)"), default=0)
    report = models.JSONField(_("resultado"), default=dict)
    error = models.TextField(_("error"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién")
    )
    created_at = models.DateTimeField(_("pedida"), auto_now_add=True)
    started_at = models.DateTimeField(_("comenzó"), null=True, blank=True)
    calculated_at = models.DateTimeField(_("calculada"), null=True, blank=True)
    sent_at = models.DateTimeField(_("enviada"), null=True, blank=True)
    answer_by = models.DateTimeField(_("se responde hasta"), null=True, blank=True)

    class Meta:
        verbose_name = _("emparejamiento")
        verbose_name_plural = _("emparejamientos")
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(condition=Q(status__in=RunStatus.values), name="matchrun_status_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="matchrun_progress_is_percent"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(status__in=[RunStatus.QUEUED, RunStatus.RUNNING]),
                name="matchrun_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.created_at:%Y-%m-%d %H:%M}"


class MatchGroup(models.Model):
    """People a run proposes to each other; `team` is the one they complete, or the one they become."""

    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="groups", verbose_name=_("emparejamiento"))
    number = models.PositiveSmallIntegerField(_("número"))
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="match_groups", verbose_name=_("equipo")
    )
    reasons = models.JSONField(_("por qué"), default=dict)

    class Meta:
        verbose_name = _("grupo propuesto")
        verbose_name_plural = _("grupos propuestos")
        ordering = ("run", "number")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="matchgroup_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} · {self.number}"
