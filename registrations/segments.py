"""The groups of an edition that organisers may write to."""

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext_lazy as _

from registrations.models import Registration
from registrations.states import Status
from somosnlp.outbox.segments import Recipients, Segment

GROUPS = {
    Status.REGISTERED: _("personas inscritas"),
    Status.DRAFT: _("inscripciones a medias"),
    Status.CANCELLED: _("inscripciones canceladas"),
}


def registration_segments() -> Iterable[Segment]:
    """Return the groups listed in PROVIDERS["segments"]."""
    for status, label in GROUPS.items():
        yield Segment(f"registrations.{status}", label, partial(_people, status))


def _people(status: str, edition: int) -> Recipients:
    return Registration.objects.filter(edition=edition, status=status, user__is_active=True).values_list(
        "user_id", "user__email", "user__language", "user__time_zone"
    )
