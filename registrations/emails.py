"""Who gets which mail about a registration."""

from registrations.models import Registration
from somosnlp.outbox.services import queue


def send_registered(registration: Registration) -> None:
    """Queue the one confirmation mail of a registration; later calls find it already there."""
    user = registration.user
    queue(
        "registrations/mail/registered",
        to=user.email,
        language=user.language,
        time_zone=user.time_zone or registration.edition.time_zone,
        user_id=user.pk,
        context={"registration": registration, "edition": registration.edition, "person": user},
        dedupe_key=f"registered:{registration.pk}",
    )
