"""Dates and sessions as a calendar to subscribe to (RFC 5545, properties of RFC 7986). No Django here.

An announced minute is an event of that minute, in UTC; a day without an hour is an all-day event, so that no
hour is invented; what has no date is not in the calendar. A program that asks again finds the same UID with a
higher SEQUENCE and moves its event.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from events.moments import Moment

if TYPE_CHECKING:
    from icalendar import Event

#: How often programs should ask again.
REFRESH = timedelta(hours=1)
#: What no text of a calendar may hold (RFC 5545 §3.1), and what some programs end a line at.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """One date: `sequence` grows with every change of what matters, `modified` is when it last changed.

    `url` is its own page (else the calendar's), `room` where it is joined from, `status` what became of it;
    `is_busy` blocks the time of who has it in their calendar.
    """

    uid: str
    sequence: int
    modified: datetime
    title: str
    text: str
    moment: Moment
    minutes: int = 1
    url: str = ""
    location: str = ""
    room: str = ""
    categories: tuple[str, ...] = ()
    status: Literal["", "CONFIRMED", "CANCELLED"] = ""
    is_busy: bool = False


@dataclass(frozen=True)
class Sheet:
    """A calendar: its name, what it is, its own address (`source`) and that of its page (`page`)."""

    name: str
    text: str
    language: str
    source: str
    page: str


def calendar(sheet: Sheet, entries: Iterable[Entry]) -> bytes:
    """Return the calendar as an .ics file; the same entries give the same bytes."""
    from icalendar import Calendar, vText  # noqa: PLC0415 (9 MiB that only whoever draws a calendar needs)

    result = Calendar()
    result.add("version", "2.0")
    result.add("prodid", f"-//SomosNLP//Hackathon//{sheet.language.upper()}")
    result.add("calscale", "GREGORIAN")
    result.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        result.add(name, vText(plain(sheet.name)))
    for name in ("description", "x-wr-caldesc"):
        result.add(name, vText(plain(sheet.text)))
    result.add("url", sheet.page)
    result.add("source", sheet.source, parameters={"VALUE": "URI"})
    result.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    result.add("x-published-ttl", f"PT{REFRESH // timedelta(hours=1)}H")
    for entry in entries:
        if entry.moment.known:
            result.add_component(_event(entry, sheet))
    return bytes(result.to_ical())


def plain(text: str) -> str:
    """Return `text` without control signs; every end of a line becomes a newline."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _event(entry: Entry, sheet: Sheet) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    start, end = _span(entry)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.modified.astimezone(UTC))
    event.add("last-modified", entry.modified.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", plain(entry.title))
    event.add("description", plain(entry.text))
    event.add("url", entry.url or sheet.page)
    event.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    if entry.location:
        event.add("location", plain(entry.location))
    if entry.room:
        event.add("conference", entry.room, parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    if entry.categories:
        event.add("categories", list(entry.categories))
    if entry.status:
        event.add("status", entry.status)
    return event


def _span(entry: Entry) -> tuple[datetime | date, datetime | date]:
    moment = entry.moment
    if moment.at is not None:
        at = moment.at.astimezone(UTC)
        return at, at + timedelta(minutes=entry.minutes)
    day = moment.day or date.min
    return day, day + timedelta(days=1)
