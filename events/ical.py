"""Deadlines as a calendar to subscribe to (RFC 5545, with the properties of RFC 7986). No Django here.

An announced minute is an event of that minute, in UTC; a day without an hour is an all-day event, so that no
hour is invented; what has no date is not in the calendar. A program that asks again finds the same UID with a
higher SEQUENCE and moves its event.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from events.moments import Moment

if TYPE_CHECKING:
    from icalendar import Event

#: How often programs should ask again.
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """One deadline: `sequence` grows with every change of its date, `modified` is when it last changed."""

    uid: str
    sequence: int
    modified: datetime
    title: str
    text: str
    moment: Moment


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
    from icalendar import Calendar  # noqa: PLC0415 (9 MiB that only whoever draws a calendar needs)

    result = Calendar()
    result.add("version", "2.0")
    result.add("prodid", f"-//SomosNLP//Hackathon//{sheet.language.upper()}")
    result.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        result.add(name, sheet.name)
    for name in ("description", "x-wr-caldesc"):
        result.add(name, sheet.text)
    result.add("url", sheet.page)
    result.add("source", sheet.source, parameters={"VALUE": "URI"})
    result.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    result.add("x-published-ttl", f"PT{REFRESH // timedelta(hours=1)}H")
    for entry in entries:
        if entry.moment.known:
            result.add_component(_event(entry, sheet))
    return bytes(result.to_ical())


def _event(entry: Entry, sheet: Sheet) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    start, end = _span(entry.moment)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.modified.astimezone(UTC))
    event.add("last-modified", entry.modified.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("url", sheet.page)
    event.add("transp", "TRANSPARENT")
    return event


def _span(moment: Moment) -> tuple[datetime | date, datetime | date]:
    if moment.at is not None:
        at = moment.at.astimezone(UTC)
        return at, at + timedelta(minutes=1)
    day = moment.day or date.min
    return day, day + timedelta(days=1)
