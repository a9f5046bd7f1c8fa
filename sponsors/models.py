"""Sponsors by tier. Tiers and their thresholds change every year; one sponsor may hold two."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from somosnlp.audit import audited
from somosnlp.ui.localized import localized


@audited()
class Tier(models.Model):
    """A level of one edition: gold, silver, corpus, community…"""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tiers", verbose_name=_("edición"))
    code = models.SlugField(_("código"), max_length=20)
    position = models.PositiveSmallIntegerField(_("orden"))
    label_es = models.CharField(_("nombre (español)"), max_length=60)
    label_en = models.CharField(_("nombre (inglés)"), max_length=60, blank=True)
    label_pt = models.CharField(_("nombre (portugués)"), max_length=60, blank=True)
    threshold = models.DecimalField(_("desde (EUR)"), max_digits=10, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("fuente"), max_length=300, blank=True)
    note = models.CharField(_("nota"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("nivel de patrocinio")
        verbose_name_plural = _("niveles de patrocinio")
        ordering = ("edition", "position")
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="tier_once"),
            models.CheckConstraint(
                condition=Q(threshold=None) | Q(threshold__gte=0), name="tier_threshold_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label_es} · {self.edition.slug}"

    @property
    def label(self) -> str:
        return localized(self, "label")


@audited()
class Sponsor(models.Model):
    """An organisation that supports or supported an edition; the name is text, logos are their owners'."""

    slug = models.SlugField(_("dirección"), max_length=80, unique=True)
    name = models.CharField(_("nombre"), max_length=120)
    website = models.URLField(_("web"), blank=True)

    class Meta:
        verbose_name = _("entidad patrocinadora")
        verbose_name_plural = _("entidades patrocinadoras")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


@audited()
class Sponsorship(models.Model):
    """A sponsor in a tier of an edition, in the order it was published."""

    tier = models.ForeignKey(Tier, models.CASCADE, related_name="sponsorships", verbose_name=_("nivel"))
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="sponsorships", verbose_name=_("quién"))
    position = models.PositiveSmallIntegerField(_("orden"), default=0)
    gives = models.CharField(_("qué aporta"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("patrocinio")
        verbose_name_plural = _("patrocinios")
        ordering = ("tier", "position")
        constraints = [models.UniqueConstraint(fields=["tier", "sponsor"], name="sponsorship_once")]

    def __str__(self) -> str:
        return f"{self.sponsor} · {self.tier}"
