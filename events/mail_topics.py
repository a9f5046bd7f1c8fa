"""What the mails of an edition are about."""

from django.utils.translation import gettext_lazy as _

from somosnlp.outbox.topics import Topic

#: A deadline that moved cannot wait for tomorrow.
DEADLINES = Topic(
    "deadlines",
    _("Cambios de plazos"),
    _("Cuando se mueve un plazo que todavía tienes por delante."),
    capped=False,
)
