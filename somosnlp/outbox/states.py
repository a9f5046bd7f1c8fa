"""Where an outgoing e-mail stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    HELD = "held", _("retenido")
    QUEUED = "queued", _("en cola")
    SENT = "sent", _("enviado")
    FAILED = "failed", _("falló")
    SKIPPED = "skipped", _("descartado")


#: It may still leave.
OPEN = frozenset({Status.HELD, Status.QUEUED})
#: It has left or will not: a sealed body is gone.
CLOSED = frozenset({Status.SENT, Status.FAILED, Status.SKIPPED})
