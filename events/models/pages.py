"""Pages in Markdown, per edition and language."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.editions import Edition
from events.querysets import PageQuerySet
from events.states import PageSlug
from somosnlp.audit import audited


@audited()
class Page(models.Model):
    """One text of one edition in one language; without an edition it belongs to the whole site."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, null=True, blank=True, related_name="pages", verbose_name=_("edición")
    )
    slug = models.CharField(_("página"), max_length=40, choices=PageSlug)
    language = models.CharField(_("idioma"), max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(_("título"), max_length=200)
    body = models.TextField(_("texto (Markdown)"))
    source = models.CharField(_("fuente"), max_length=500, blank=True)
    is_draft = models.BooleanField(
        _("borrador"), default=False, help_text=_("Un borrador no se ve, sea cual sea su fecha.")
    )
    publish_at = models.DateTimeField(_("publicar el"), null=True, blank=True)
    updated_at = models.DateTimeField(_("actualizada"), auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("página")
        verbose_name_plural = _("páginas")
        ordering = ("edition", "slug", "language")
        constraints = [
            models.CheckConstraint(condition=Q(slug__in=PageSlug.values), name="page_slug_known"),
            models.UniqueConstraint(
                fields=["edition", "slug", "language"], nulls_distinct=False, name="page_one_per_language"
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="page_language_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title
