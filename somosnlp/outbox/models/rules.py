"""What organisers decide about the reminders that the code declares, and those they write themselves."""

from datetime import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from somosnlp.audit import audited

#: Rules of organisers are called so and their number.
OWN = "own."


@audited()
class ReminderRule(models.Model):
    """Overrides of one rule, for every edition or for one; an empty column keeps what the code says."""

    rule = models.CharField(_("regla"), max_length=60)
    edition_id = models.BigIntegerField(_("edición"), null=True, blank=True)
    is_on = models.BooleanField(_("encendida"), default=True)
    days = models.PositiveSmallIntegerField(_("días antes"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("horas"), null=True, blank=True)
    at = models.TimeField(_("hora local"), null=True, blank=True)
    lateness = models.PositiveSmallIntegerField(_("horas que puede llegar tarde"), null=True, blank=True)
    segment = models.CharField(_("a quién"), max_length=100, blank=True, default="", db_default="")

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


@audited()
class OwnRule(models.Model):
    """A reminder that organisers wrote: so long before a date of one edition, to a group, in their words.

    `segment` empty: whom the date concerns. `template` is one of our texts; empty: the words in `texts`.
    """

    title = models.CharField(_("para reconocerlo"), max_length=120)
    edition_id = models.BigIntegerField(_("edición"))
    deadline = models.CharField(_("plazo"), max_length=40)
    days = models.PositiveSmallIntegerField(_("días antes"))
    at = models.TimeField(_("hora local"), default=time(9))
    lateness = models.PositiveSmallIntegerField(_("horas que puede llegar tarde"), default=24)
    segment = models.CharField(_("a quién"), max_length=100, blank=True)
    template = models.CharField(_("texto"), max_length=100, blank=True)
    is_on = models.BooleanField(_("encendido"), default=True)

    class Meta:
        verbose_name = _("recordatorio propio")
        verbose_name_plural = _("recordatorios propios")
        ordering = ("-edition_id", "deadline", "-days", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(deadline=""), name="ownrule_whole"),
            models.CheckConstraint(condition=Q(days__lte=90), name="ownrule_days_sane"),
            models.CheckConstraint(condition=Q(lateness__range=(1, 72)), name="ownrule_lateness_sane"),
        ]

    if TYPE_CHECKING:
        pk: int
        texts: Any

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """What its mails are written with; never used again for another."""
        return f"{OWN}{self.pk}"


@audited()
class OwnRuleText(models.Model):
    """The words of an own reminder in one language; Spanish is always there, for who reads no other."""

    rule = models.ForeignKey(OwnRule, models.CASCADE, related_name="texts")
    language = models.CharField(_("idioma"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("asunto"), max_length=200)
    body = models.TextField(_("texto"), max_length=20_000)

    class Meta:
        verbose_name = _("texto de un recordatorio propio")
        verbose_name_plural = _("textos de un recordatorio propio")
        constraints = [
            models.UniqueConstraint(fields=["rule", "language"], name="ownruletext_once"),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(body=""), name="ownruletext_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} · {self.language}"
