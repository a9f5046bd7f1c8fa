"""When organisers want their weekly digest."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("lunes")
    TUESDAY = 1, _("martes")
    WEDNESDAY = 2, _("miércoles")
    THURSDAY = 3, _("jueves")
    FRIDAY = 4, _("viernes")
    SATURDAY = 5, _("sábado")
    SUNDAY = 6, _("domingo")


class DigestPreference(models.Model):
    """The day on which one organiser gets the digest; without a row, never."""

    user_id = models.BigIntegerField(_("persona"), unique=True)
    weekday = models.PositiveSmallIntegerField(_("día"), choices=Weekday)

    class Meta:
        verbose_name = _("resumen semanal")
        verbose_name_plural = _("mi resumen semanal")
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="digestpreference_is_a_weekday")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.get_weekday_display()}"
