"""The programme as days: sessions grouped by the day they fall on in the reader's zone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
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
#: How long before a session begins everybody may see its room.
ROOM_OPENS = timedelta(hours=1)


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


def split_past(days: list[Day], now: datetime, zone: str) -> tuple[list[Day], list[Day]]:
    """Return the days before today in `zone`, and the others; none is past once nothing is left to come."""
    today = now.astimezone(zone_info(zone)).date()
    past = [each for each in days if each.day is not None and each.day < today]
    others = [each for each in days if each.day is None or each.day >= today]
    return (past, others) if any(each.day for each in others) else ([], days)


@dataclass(frozen=True)
class Soon:
    """What is on now, and what comes next: all that begin at the same time."""

    live: list[Session]
    following: list[Session]

    def __bool__(self) -> bool:
        return bool(self.live or self.following)


def soon_at(sessions: Iterable[Session], now: datetime) -> Soon:
    """Return what is on and what comes next at `now`; cancelled sessions are neither."""
    timed = [session for session in sessions if session.starts_at and not session.is_cancelled]
    coming = [session.starts_at for session in timed if session.starts_at and session.starts_at > now]
    first = min(coming, default=None)
    following = [session for session in timed if first is not None and session.starts_at == first]
    return Soon([session for session in timed if is_live(session, now)], following)


def is_live(session: Session, now: datetime) -> bool:
    """Tell whether `session` is going on at `now`."""
    at, end = session.starts_at, ends_at(session)
    return at is not None and end is not None and at <= now < end and not session.is_cancelled


def ends_at(session: Session) -> datetime | None:
    """Return when it is over: after an hour where no length was announced, a day without hour at its end."""
    if session.starts_at is None:
        return session.moment.ends_at
    return session.starts_at + timedelta(minutes=session.minutes or 60)


def takes_people(session: Session, now: datetime) -> bool:
    """Tell whether people can still say that they come: it has a date, is not cancelled and not over."""
    end = ends_at(session)
    return end is not None and now < end and not session.is_cancelled and session.is_published


def room_is_open(session: Session, now: datetime) -> bool:
    """Tell whether everybody may see where to join: from an hour before it begins until it is over."""
    at = session.starts_at
    return at is not None and at - ROOM_OPENS <= now and takes_people(session, now)


def changes_of(sessions: Iterable[Session]) -> Iterator[datetime | None]:
    """Yield the instants at which a page about these sessions reads differently."""
    for session in sessions:
        at = session.starts_at
        yield from (at and at - ROOM_OPENS, at, ends_at(session))


def next_midnight(now: datetime, zone: str) -> datetime:
    """Return when tomorrow begins in `zone`."""
    place = zone_info(zone)
    return datetime.combine(now.astimezone(place).date() + timedelta(days=1), time(), place).astimezone(UTC)


def offered_zones(chosen: str) -> list[tuple[str, str]]:
    """Return (name, city) of the zones to choose from, `chosen` among them, by the name of the city."""
    names = {*OFFERED, chosen}
    return sorted(((name, city(name)) for name in names), key=lambda pair: pair[1])


def _day(session: Session, zone: str) -> date | None:
    return session.starts_at.astimezone(zone_info(zone)).date() if session.starts_at else session.day


def _place(session: Session, zone: str) -> tuple[date, bool, float, int]:
    at = session.starts_at
    return _day(session, zone) or date.max, at is None, at.timestamp() if at else 0.0, session.pk
