"""The programme as days: sessions grouped by the day they fall on in the reader's zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from events.models import Session
from somosnlp.ui.zones import city, zone_info

#: Zones offered by name: one for each clock of the community's countries, west to east.
OFFERED = (
    "America/Tijuana",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Guatemala",
    "America/El_Salvador",
    "America/Tegucigalpa",
    "America/Managua",
    "America/Costa_Rica",
    "America/Bogota",
    "America/Guayaquil",
    "America/Lima",
    "America/Panama",
    "America/Havana",
    "America/New_York",
    "America/Caracas",
    "America/La_Paz",
    "America/Santo_Domingo",
    "America/Puerto_Rico",
    "America/Santiago",
    "America/Asuncion",
    "America/Argentina/Buenos_Aires",
    "America/Montevideo",
    "America/Sao_Paulo",
    "Atlantic/Canary",
    "Europe/Lisbon",
    "Europe/Madrid",
    "Africa/Malabo",
    "UTC",
)


@dataclass(frozen=True)
class Day:
    """One day of the programme; `day` is None for the sessions whose date is not known."""

    day: date | None
    sessions: list[Session]


def by_day(sessions: Iterable[Session], zone: str) -> list[Day]:
    """Group `sessions` by their day in `zone`, in order; those without a date come last.

    A session of which only the day is known stands on that day, after those with an hour.
    """
    ordered = sorted(sessions, key=lambda session: _place(session, zone))
    return [Day(day, list(group)) for day, group in groupby(ordered, lambda session: _day(session, zone))]


def live_at(sessions: Iterable[Session], now: datetime) -> set[int]:
    """Return the keys of the sessions that are going on at `now`."""
    timed = [session for session in sessions if session.starts_at and session.starts_at <= now]
    return {session.pk for session, end in zip(timed, ends_of(timed), strict=True) if now < end}


def ends_of(sessions: Iterable[Session]) -> list[datetime]:
    """Return when each session whose hour is known is over."""
    return [session.starts_at + _length(session) for session in sessions if session.starts_at]


def offered_zones(chosen: str) -> list[tuple[str, str]]:
    """Return (name, city) of the zones to choose from, `chosen` among them, by the name of the city."""
    names = {*OFFERED, chosen}
    return sorted(((name, city(name)) for name in names), key=lambda pair: pair[1])


def _day(session: Session, zone: str) -> date | None:
    return session.starts_at.astimezone(zone_info(zone)).date() if session.starts_at else session.day


def _place(session: Session, zone: str) -> tuple[date, bool, float, int]:
    at = session.starts_at
    return _day(session, zone) or date.max, at is None, at.timestamp() if at else 0.0, session.pk


def _length(session: Session) -> timedelta:
    """Where nobody announced a length, an hour."""
    return timedelta(minutes=session.minutes or 60)
