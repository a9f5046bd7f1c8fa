"""Tags for the links that put a session, or the whole programme, into a calendar."""

from dataclasses import dataclass

from django import template

from events.calendars import links as calendar_links
from events.models import Edition, Session

register = template.Library()


@dataclass(frozen=True)
class Links:
    """Addresses for the same thing: a file or feed (.ics), and what opens Google's and Outlook's own page."""

    file: str
    google: str
    outlook: str = ""
    webcal: str = ""


@register.simple_tag
def programme_calendar(edition: Edition) -> Links | None:
    """Return where to subscribe to the whole programme of `edition`."""
    path = calendar_links.programme_feed(edition)
    if not path:
        return None
    return Links(file=path, google=calendar_links.google_feed(path), webcal=calendar_links.webcal(path))


@register.simple_tag
def session_calendar(session: Session) -> Links | None:
    """Return where to add `session` to a calendar; nothing where its hour is not known."""
    if session.starts_at is None:
        return None
    return Links(
        file=calendar_links.session_file(session),
        google=calendar_links.google_event(session),
        outlook=calendar_links.outlook_event(session),
    )
