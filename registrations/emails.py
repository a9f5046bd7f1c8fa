"""Who gets which mail about a registration."""

from django.utils.translation import gettext_lazy as _

from registrations.models import Registration
from somosnlp.outbox.links import page_url
from somosnlp.outbox.services import queue


def send_registered(registration: Registration) -> None:
    """Queue the one confirmation mail of a registration; later calls find it already there."""
    user, edition = registration.user, registration.edition
    action = {
        "action_url": page_url("my-hackathon", language=user.language),
        "action_text": _("Ir a Mi hackathon"),
    }
    queue(
        "registrations/mail/registered",
        to=user.email,
        language=user.language,
        time_zone=user.time_zone or edition.time_zone,
        user_id=user.pk,
        context={"registration": registration, "edition": edition, "person": user, **action},
        dedupe_key=f"registered:{registration.pk}",
    )
