"""Addresses that put a session, or a whole feed, into somebody's calendar.

Google reads `render?action=TEMPLATE`, Outlook its deep link `calendar/0/deeplink/compose`, both as described
at https://github.com/InteractionDesignFoundation/add-event-to-calendar-docs. A feed Google takes as `webcal:`
only (it looks for an account named like an `https:` address, https://github.com/calagator/calagator/issues/556),
Outlook.com as the address itself. Nothing is asked of either before the click.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from events.models import Session
from events.programme.days import ends_at
from somosnlp.outbox.links import page_url


def google_event(session: Session) -> str:
    """Return the address that opens Google's form for `session`; empty where its hour is not known."""
    at, end = session.starts_at, ends_at(session)
    if at is None or end is None:
        return ""
    query = {
        "action": "TEMPLATE",
        "text": session.title,
        "dates": f"{_basic(at)}/{_basic(end)}",
        "details": session_address(session),
        "location": session.venue or session_address(session),
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(query)}"


def outlook_event(session: Session) -> str:
    """Return the address that opens the form of outlook.live.com for `session`; empty without an hour."""
    at, end = session.starts_at, ends_at(session)
    if at is None or end is None:
        return ""
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": session.title,
        "startdt": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "enddt": end.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "body": session_address(session),
        "location": session.venue or session_address(session),
    }
    return f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(query)}"


def session_file(session: Session) -> str:
    """Return the path of one session as .ics."""
    return reverse("session-ics", args=[session.edition.slug, session.slug])


@dataclass(frozen=True)
class Subscription:
    """A feed's own `address`, and what subscribes to it: a program, Google Calendar, Outlook.com."""

    address: str
    webcal: str
    google: str
    outlook: str


def subscription(path: str, name: str) -> Subscription:
    """Return how to subscribe to the feed at `path`, to be called `name`."""
    address, program = f"{settings.SITE_URL}{path}", webcal(path)
    outlook = urlencode({"url": address, "name": name})
    return Subscription(
        address,
        program,
        f"https://calendar.google.com/calendar/r?{urlencode({'cid': program})}",
        f"https://outlook.live.com/calendar/0/addfromweb?{outlook}",
    )


def webcal(path: str) -> str:
    """Return the address at which a calendar program subscribes to the feed at `path`."""
    _scheme, _colon, rest = f"{settings.SITE_URL}{path}".partition(":")
    return f"webcal:{rest}"


def session_address(session: Session) -> str:
    """Return the whole address of the page of `session` in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    return page_url("session", session.edition.slug, session.slug, language=language)


def _basic(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
