"""What speaks against a place in the programme. Pure computation: facts in, warnings out; no Django here.

An organiser may go against any of them: a warning says what would be, and forbids nothing. Only a wall-clock
time that does not exist in the zone is no place at all (`walls_of` answers with nothing).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from somosnlp.ui.hours import week_of
from somosnlp.ui.zones import zone_info

#: Hours of the night, in which nobody should have to listen: from 23:00 to 07:00.
NIGHT_BEGINS, NIGHT_ENDS = time(23), time(7)
QUARTER = timedelta(minutes=15)
#: A Monday at 00:00 UTC: where the week of `ui.hours` begins.
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)

SAME_SPEAKER = "same_speaker"
UNAVAILABLE_DAY = "unavailable_day"
UNAVAILABLE_HOUR = "unavailable_hour"
UNCONFIRMED = "unconfirmed"
OVERLAP = "overlap"
UNKIND_HOUR = "unkind_hour"
OVER_MIDNIGHT = "over_midnight"
OUTSIDE_EDITION = "outside_edition"
PAST = "past"


class Offer(NamedTuple):
    """When somebody said they can: days (none: any) and the 28 boxes of their week (0: not said)."""

    who: str
    days: frozenset[date]
    boxes: int
    zone: str


@dataclass(frozen=True)
class Placed:
    """A session with its place, or with the one it might get; `speakers`: names by key."""

    key: int
    title: str
    starts_at: datetime
    minutes: int
    speakers: Mapping[int, str] = field(default_factory=dict)
    offers: Sequence[Offer] = ()
    is_confirmed: bool = True

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class Listeners(NamedTuple):
    """How many people live by one clock."""

    zone: str
    people: int


@dataclass(frozen=True)
class Frame:
    """What a programme is planned in: its zone and days, whom it is for, and the instant of today."""

    zone: str
    first_day: date
    last_day: date
    now: datetime
    listeners: Sequence[Listeners] = ()


@dataclass(frozen=True)
class Warned:
    """One thing that speaks against a place: a code and what it is about, for the words."""

    code: str
    who: str = ""
    other: str = ""
    zones: tuple[str, ...] = ()
    percent: int = 0


def warnings_of(placed: Placed, others: Iterable[Placed], frame: Frame) -> list[Warned]:
    """Return what speaks against `placed`, the gravest first; `others` may hold the session itself."""
    near = [other for other in others if other.key != placed.key and _overlap(placed, other)]
    return [
        *_past(placed, frame),
        *_same_speaker(placed, near),
        *_availability(placed),
        *([] if placed.is_confirmed else [Warned(UNCONFIRMED)]),
        *(Warned(OVERLAP, other=other.title) for other in near),
        *_outside(placed, frame),
        *_over_midnight(placed, frame),
        *_unkind(placed, frame),
    ]


def all_warnings(sessions: Sequence[Placed], frame: Frame) -> dict[int, list[Warned]]:
    """Return the warnings of each session of a programme, by key."""
    ordered = sorted(sessions, key=lambda placed: placed.starts_at)
    found: dict[int, list[Placed]] = {placed.key: [] for placed in ordered}
    for index, placed in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.starts_at >= placed.ends_at:
                break
            found[placed.key].append(other)
            found[other.key].append(placed)
    return {placed.key: warnings_of(placed, found[placed.key], frame) for placed in ordered}


def walls_of(day: date, clock: time, zone: str) -> list[datetime]:
    """Return the instants (UTC) at which the clocks of `zone` show that: one, two where they are put back,
    none where they jump over it."""
    place = zone_info(zone)
    found = []
    for fold in (0, 1):
        local = datetime.combine(day, clock, place).replace(fold=fold)
        instant = local.astimezone(UTC)
        if (
            instant.astimezone(place).replace(tzinfo=None) == local.replace(tzinfo=None)
            and instant not in found
        ):
            found.append(instant)
    return found


def kind_hours(
    day: date, minutes: int, frame: Frame, offers: Sequence[Offer] = ()
) -> list[tuple[datetime, int]]:
    """Return the three whole hours of `day` at which most people are awake and who speaks can.

    Each with the percentage that is awake all the while; what is kindest comes first, then what is earlier.
    """
    starts = [instant for hour in range(24) for instant in walls_of(day, time(hour), frame.zone)[:1]]
    possible = [
        start
        for start in starts
        if start > frame.now and not any(_outside_offer(offer, start, minutes) for offer in offers)
    ]
    rated = [(start, 100 - _asleep(start, minutes, frame.listeners)[0]) for start in possible]
    return sorted(rated, key=lambda pair: (-pair[1], pair[0]))[:3]


def _overlap(one: Placed, other: Placed) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _past(placed: Placed, frame: Frame) -> list[Warned]:
    return [Warned(PAST)] if placed.starts_at < frame.now else []


def _same_speaker(placed: Placed, near: Iterable[Placed]) -> list[Warned]:
    return [
        Warned(SAME_SPEAKER, who=name, other=other.title)
        for other in near
        for key, name in placed.speakers.items()
        if key in other.speakers
    ]


def _availability(placed: Placed) -> list[Warned]:
    return [
        Warned(code, who=offer.who, zones=(offer.zone,))
        for offer in placed.offers
        for code in _outside_offer(offer, placed.starts_at, placed.minutes)
    ]


def _outside_offer(offer: Offer, start: datetime, minutes: int) -> list[str]:
    """Say what of an offer does not hold; a day is a day in the zone of who offers."""
    day = start.astimezone(zone_info(offer.zone)).date()
    codes = [UNAVAILABLE_DAY] if offer.days and day not in offer.days else []
    if offer.boxes and not _within(week_of(offer.boxes, offer.zone, start), start, minutes):
        codes.append(UNAVAILABLE_HOUR)
    return codes


def _within(week: int, start: datetime, minutes: int) -> bool:
    """Tell whether every quarter of an hour of a session lies in `week`, a circle of quarters in UTC."""
    first = int((start - MONDAY) / QUARTER)
    last = int((start + timedelta(minutes=minutes) - MONDAY - timedelta(seconds=1)) / QUARTER)
    return all(week >> (quarter % 672) & 1 for quarter in range(first, last + 1))


def _outside(placed: Placed, frame: Frame) -> list[Warned]:
    day = placed.starts_at.astimezone(zone_info(frame.zone)).date()
    return [] if frame.first_day <= day <= frame.last_day else [Warned(OUTSIDE_EDITION)]


def _over_midnight(placed: Placed, frame: Frame) -> list[Warned]:
    place = zone_info(frame.zone)
    last_minute = placed.ends_at - timedelta(minutes=1)
    is_over = placed.starts_at.astimezone(place).date() != last_minute.astimezone(place).date()
    return [Warned(OVER_MIDNIGHT)] if is_over else []


def _unkind(placed: Placed, frame: Frame) -> list[Warned]:
    percent, zones = _asleep(placed.starts_at, placed.minutes, frame.listeners)
    return [Warned(UNKIND_HOUR, zones=zones, percent=percent)] if percent else []


def _asleep(start: datetime, minutes: int, listeners: Sequence[Listeners]) -> tuple[int, tuple[str, ...]]:
    """Return the percentage for whom it is night at some moment of a session, and where they live."""
    everybody = sum(group.people for group in listeners)
    night = [group for group in listeners if _is_night(start, minutes, group.zone)]
    if not night:
        return 0, ()
    night.sort(key=lambda group: (-group.people, group.zone))
    share = round(100 * sum(group.people for group in night) / everybody)
    return max(share, 1), tuple(group.zone for group in night)


def _is_night(start: datetime, minutes: int, zone: str) -> bool:
    place = zone_info(zone)
    end = start + timedelta(minutes=minutes) - timedelta(minutes=1)
    return any(_sleeps(instant.astimezone(place).time()) for instant in (start, end))


def _sleeps(clock: time) -> bool:
    return clock >= NIGHT_BEGINS or clock < NIGHT_ENDS
