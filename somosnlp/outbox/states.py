"""Where an outgoing e-mail stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    HELD = "held", _("retenido")
    QUEUED = "queued", _("en cola")
    SENT = "sent", _("enviado")
    FAILED = "failed", _("falló")
    SKIPPED = "skipped", _("descartado")
