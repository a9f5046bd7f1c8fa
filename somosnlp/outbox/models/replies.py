"""Where answers to the mails of an edition go."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from somosnlp.audit import audited


@audited()
class ReplyAddress(models.Model):
    """The `Reply-To` of the mails about one edition, or about any that has none of its own."""

    edition_id = models.BigIntegerField(_("edición"), null=True, blank=True)
    address = models.EmailField(_("responder a"))

    class Meta:
        verbose_name = _("dirección de respuesta")
        verbose_name_plural = _("direcciones de respuesta")
        constraints = [
            models.UniqueConstraint(fields=["edition_id"], nulls_distinct=False, name="replyaddress_once")
        ]

    def __str__(self) -> str:
        return self.address
