"""Tags for the links that put a session, or the whole programme, into a calendar."""

from dataclasses import dataclass

from django import template
from django.urls import reverse

from events.calendars import links
from events.calendars.sessions import programme_name
from events.models import Edition, Session

register = template.Library()


@dataclass(frozen=True)
class Links:
    """Addresses for one session: a file (.ics), and what opens Google's and Outlook's own form."""

    file: str
    google: str
    outlook: str


@register.simple_tag
def programme_calendar(edition: Edition) -> links.Subscription:
    """Return how to subscribe to the whole programme of `edition`."""
    return links.subscription(reverse("programme-ics", args=[edition.slug]), programme_name(edition))


@register.simple_tag
def session_calendar(session: Session) -> Links | None:
    """Return where to add `session` to a calendar; nothing where its hour is not known."""
    if session.starts_at is None:
        return None
    return Links(links.session_file(session), links.google_event(session), links.outlook_event(session))
