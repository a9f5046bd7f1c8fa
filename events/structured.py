"""What search engines read of an edition and a session: `Event` of schema.org, as JSON-LD.

Every property comes from a column, with the precision it has: where only the day is known the date has no
hour, and a session whose day is not known is no event yet. https://schema.org/Event
"""

from collections.abc import Iterable
from datetime import timedelta
from html import unescape
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags

from events.models import Edition, Session
from events.sharing.cards import edition_picture, session_picture
from somosnlp.ui.markdown import render_markdown
from somosnlp.ui.times import utc_iso

Data = dict[str, Any]

SCHEMA = "https://schema.org"


def edition_event(edition: Edition, keynotes: Iterable[Session] = ()) -> Data | None:
    """Return `edition` as an Event with those who speak at `keynotes`, or None for the invented one."""
    if edition.is_invented:
        return None
    url = _absolute(edition.get_absolute_url())
    people = {seat.person.name: _performer(edition, seat) for each in keynotes for seat in each.speakers}
    return _event(
        name=edition.name,
        url=url,
        description=edition.intro,
        image=edition_picture(edition).url,
        startDate=edition.starts_on.isoformat(),
        endDate=edition.ends_on.isoformat(),
        inLanguage=list(edition.languages),
        performer=list(people.values()),
        **_online(url),
    )


def session_event(session: Session) -> Data | None:
    """Return `session` as an Event; None where its day is not known, or its edition is the invented one."""
    edition = session.edition
    if edition.is_invented or not session.moment.known:
        return None
    url = _absolute(reverse("session", args=[edition.slug, session.slug]))
    return _event(
        name=session.title,
        url=url,
        description=_plain(session.abstract) or session.subtitle,
        image=session_picture(session).url,
        inLanguage=[session.language],
        performer=[_performer(edition, seat) for seat in session.speakers],
        superEvent={"@type": "Event", "@id": _absolute(edition.get_absolute_url())},
        **_dates(session),
        **_place(session, url),
    )


def _event(**known: Any) -> Data:
    """Return an Event of what is `known`; empty values are left out."""
    organizer = {"@type": "Organization", "name": settings.SITE_NAME, "url": _absolute("/")}
    common = {
        "@context": SCHEMA,
        "@type": "Event",
        "@id": known["url"],
        "eventStatus": f"{SCHEMA}/EventScheduled",
        "isAccessibleForFree": True,
        "organizer": organizer,
    }
    return common | {name: value for name, value in known.items() if value}


def _dates(session: Session) -> Data:
    """Return when it begins, when it ends where a length was announced, and what it was moved from."""
    at, was = session.starts_at, session.originally_at
    dates = {"startDate": utc_iso(at) if at else str(session.day or "")}
    if at and session.minutes:
        dates["endDate"] = utc_iso(at + timedelta(minutes=session.minutes))
    if at and was and was != at:
        dates |= {"eventStatus": f"{SCHEMA}/EventRescheduled", "previousStartDate": utc_iso(was)}
    if session.is_cancelled:
        dates["eventStatus"] = f"{SCHEMA}/EventCancelled"
    return dates


def _place(session: Session, url: str) -> Data:
    """Return where it is: online, unless somebody wrote down a place, which then speaks for itself."""
    return {"location": session.venue} if session.venue else _online(session.video_url or url)


def _online(url: str) -> Data:
    return {
        "eventAttendanceMode": f"{SCHEMA}/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": url},
    }


def _performer(edition: Edition, seat: Any) -> Data:
    page = reverse("speaker", args=[edition.slug, seat.person.slug])
    return {"@type": "Person", "name": seat.person.name, "url": _absolute(page)}


def _plain(text: str) -> str:
    """Return the words of a text in Markdown on one line, no more than a search engine shows."""
    return " ".join(unescape(strip_tags(render_markdown(text))).split())[:500]


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
