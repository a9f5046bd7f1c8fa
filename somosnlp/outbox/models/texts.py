"""What organisers write instead of the words of a template."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from somosnlp.audit import audited


@audited()
class MailText(models.Model):
    """Subject and body (Markdown with `{placeholders}`) of one mail in one language, for one edition or all.

    The template in the files stays the default: without a row it speaks, and deleting the row restores it.
    """

    template = models.CharField(_("correo"), max_length=100)
    language = models.CharField(_("idioma"), max_length=10, choices=settings.LANGUAGES)
    edition_id = models.BigIntegerField(_("edición"), null=True, blank=True)
    subject = models.CharField(_("asunto"), max_length=200)
    body = models.TextField(_("texto"), max_length=20_000)
    updated_at = models.DateTimeField(_("cambiado"), auto_now=True)

    class Meta:
        verbose_name = _("texto de un correo")
        verbose_name_plural = _("textos de los correos")
        ordering = ("template", "language", "edition_id")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "language", "edition_id"], nulls_distinct=False, name="mailtext_once"
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES])
                & ~Q(subject="")
                & ~Q(body=""),
                name="mailtext_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} · {self.language}"
