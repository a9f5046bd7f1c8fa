"""Projects and papers of past editions, as they were published."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from somosnlp.audit import audited


@audited()
class Project(models.Model):
    """A project of an edition. Team names are public credits, not accounts."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="projects", verbose_name=_("edición"))
    slug = models.SlugField(_("dirección"), max_length=120)
    name = models.CharField(_("nombre"), max_length=200)
    about = models.CharField(_("en una línea"), max_length=300, blank=True)
    award = models.CharField(_("premio"), max_length=60, blank=True)
    sdgs = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("ODS"), default=list, blank=True)
    team = ArrayField(models.CharField(max_length=120), verbose_name=_("equipo"), default=list, blank=True)
    video = models.CharField(_("presentación (YouTube)"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("proyecto")
        verbose_name_plural = _("proyectos")
        ordering = ("edition", "pk")
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="project_slug_once")]

    def __str__(self) -> str:
        return self.name


class LinkKind(models.TextChoices):
    CORPUS = "corpus", _("corpus")
    MODEL = "model", _("modelo")
    DEMO = "demo", _("demo")
    CODE = "code", _("código")


@audited()
class ProjectLink(models.Model):
    """Where a part of a project is published."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="links", verbose_name=_("proyecto"))
    kind = models.CharField(_("qué"), max_length=10, choices=LinkKind)
    url = models.URLField(_("dirección"), max_length=300)

    class Meta:
        verbose_name = _("enlace del proyecto")
        verbose_name_plural = _("enlaces del proyecto")
        ordering = ("project", "pk")
        constraints = [
            models.UniqueConstraint(fields=["project", "url"], name="projectlink_once"),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="projectlink_kind_known"),
        ]

    def __str__(self) -> str:
        return self.url


@audited()
class Paper(models.Model):
    """A publication that came out of the community or of a project."""

    year = models.PositiveSmallIntegerField(_("año"))
    title = models.CharField(_("título"), max_length=300, unique=True)
    venue = models.CharField(_("dónde"), max_length=200, blank=True)
    arxiv = models.CharField("arXiv", max_length=20, blank=True)
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="papers", verbose_name=_("proyecto")
    )

    class Meta:
        verbose_name = _("publicación")
        verbose_name_plural = _("publicaciones")
        ordering = ("-year", "title")

    def __str__(self) -> str:
        return self.title
