"""Addresses that put a session, or a whole feed, into somebody's calendar.

Google reads `render?action=TEMPLATE`, Outlook its deep link `calendar/0/deeplink/compose`, both as described
at https://github.com/InteractionDesignFoundation/add-event-to-calendar-docs. Nothing is asked of either
before the click.
"""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from events.models import Edition, Session
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


def programme_feed(edition: Edition) -> str:
    """Return the path of the whole programme as .ics."""
    return _path("programme-ics", edition.slug)


def session_file(session: Session) -> str:
    """Return the path of one session as .ics."""
    return _path("session-ics", session.edition.slug, session.slug)


def webcal(path: str) -> str:
    """Return the address at which a calendar program subscribes to the feed at `path`."""
    _scheme, _colon, rest = f"{settings.SITE_URL}{path}".partition(":")
    return f"webcal:{rest}"


def google_feed(path: str) -> str:
    """Return the address that subscribes Google Calendar to the feed at `path`."""
    return f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal(path)})}"


def session_address(session: Session) -> str:
    """Return the whole address of the page of `session` in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    return page_url("session", session.edition.slug, session.slug, language=language)


def _path(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _basic(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
