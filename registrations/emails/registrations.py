"""Who gets which mail about a registration."""

from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext_lazy as _

from events.moments import Moment
from registrations.models import Registration, RegistrationExtension
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


def send_extended(extension: RegistrationExtension) -> None:
    """Tell a person that they have more time; once for each end they were given."""
    user, edition = extension.user, extension.edition
    form = urlsplit(page_url("registration", edition.slug, language=user.language)).path
    entrance = page_url("account_login", language=user.language)
    queue(
        "registrations/mail/extended",
        to=user.email,
        language=user.language,
        time_zone=user.time_zone or edition.time_zone,
        user_id=user.pk,
        context={
            "person": user,
            "edition": edition,
            "deadline": Moment(at=extension.until, zone=edition.time_zone),
            "action_url": f"{entrance}?{urlencode({'next': form})}",
            "action_text": _("Inscribirme"),
        },
        dedupe_key=f"extended:{extension.pk}:{extension.until.timestamp():.0f}",
        expires_at=extension.until,
    )
