"""«Denunciar»: what somebody found wrong in a team, a profile or a request."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.models.offers import Offer
from registrations.models.teams import Team, TeamProfile
from registrations.states.teams import ReportStatus
from somosnlp.audit import audited

_ONE_OF = (
    Q(team__isnull=False, profile=None, offer=None)
    | Q(team=None, profile__isnull=False, offer=None)
    | Q(team=None, profile=None, offer__isnull=False)
)


@audited()
class Report(models.Model):
    """One report of one person about one thing; who reported is known to the organisers only."""

    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="reports", verbose_name=_("equipo")
    )
    profile = models.ForeignKey(
        TeamProfile, models.CASCADE, null=True, blank=True, related_name="reports", verbose_name=_("perfil")
    )
    offer = models.ForeignKey(
        Offer, models.CASCADE, null=True, blank=True, related_name="reports", verbose_name=_("solicitud")
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién avisa")
    )
    text = models.TextField(_("qué pasa"), max_length=2000)
    status = models.CharField(_("estado"), max_length=12, choices=ReportStatus, default=ReportStatus.OPEN)
    remark = models.TextField(_("nota interna"), blank=True)
    created_at = models.DateTimeField(_("cuándo"), auto_now_add=True)
    closed_at = models.DateTimeField(_("cerrada"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("por"),
    )

    class Meta:
        verbose_name = _("denuncia")
        verbose_name_plural = _("denuncias")
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(condition=_ONE_OF, name="report_about_one_thing"),
            models.CheckConstraint(condition=~Q(text=""), name="report_says_something"),
            models.CheckConstraint(condition=Q(status__in=ReportStatus.values), name="report_status_known"),
            models.UniqueConstraint(
                fields=["reporter", "team", "profile", "offer"],
                condition=Q(status=ReportStatus.OPEN),
                nulls_distinct=False,
                name="report_once_while_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.status}"
