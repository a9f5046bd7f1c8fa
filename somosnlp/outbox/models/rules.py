"""What organisers decide about a reminder that the code declares."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from somosnlp.audit import audited


@audited()
class ReminderRule(models.Model):
    """Overrides of one rule, for every edition or for one; an empty column keeps what the code says."""

    rule = models.CharField(_("regla"), max_length=60)
    edition_id = models.BigIntegerField(_("edición"), null=True, blank=True)
    is_on = models.BooleanField(_("encendida"), default=True)
    days = models.PositiveSmallIntegerField(_("días antes"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("horas después"), null=True, blank=True)
    at = models.TimeField(_("hora local"), null=True, blank=True)
    lateness = models.PositiveSmallIntegerField(_("horas que puede llegar tarde"), null=True, blank=True)

    class Meta:
        verbose_name = _("ajuste de un recordatorio")
        verbose_name_plural = _("ajustes de los recordatorios")
        ordering = ("rule", "edition_id")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "edition_id"], nulls_distinct=False, name="reminderrule_once"
            ),
            models.CheckConstraint(condition=Q(days=None) | Q(hours=None), name="reminderrule_days_or_hours"),
            models.CheckConstraint(condition=Q(days=None) | Q(days__lte=90), name="reminderrule_days_sane"),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gte=1, hours__lte=2160), name="reminderrule_hours_sane"
            ),
            models.CheckConstraint(
                condition=Q(lateness=None) | Q(lateness__gte=1, lateness__lte=72),
                name="reminderrule_lateness_sane",
            ),
        ]

    def __str__(self) -> str:
        return self.rule
