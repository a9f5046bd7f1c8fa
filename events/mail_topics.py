"""What the mails of an edition are about, and what organisers call it there."""

from django.utils.translation import gettext_lazy as _

from events.models import Edition
from somosnlp.outbox.topics import Topic

#: A deadline that moved cannot wait for tomorrow.
DEADLINES = Topic(
    "deadlines",
    _("Cambios de plazos"),
    _("Cuando se mueve un plazo que todavía tienes por delante."),
    capped=False,
)


def edition_names() -> dict[int, str]:
    """Return the name of each edition, newest first."""
    return dict(Edition.objects.order_by("-starts_on").values_list("pk", "name"))
