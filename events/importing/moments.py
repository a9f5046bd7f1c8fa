"""Moments as the files write them: {day}, {day, time, zone} or {offset_days, time, zone}."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from events.importing.fields import Fields
from events.moments import Moment, local_instant
from events.states import Precision
from somosnlp.ui.zones import AOE, is_known_zone


@dataclass(frozen=True)
class MomentRow:
    """The columns of a moment, as `Dated` has them."""

    precision: str = Precision.UNKNOWN
    at: datetime | None = None
    day: date | None = None
    zone: str = AOE

    @classmethod
    def of(cls, moment: Moment) -> "MomentRow":
        """Return the columns of `moment`."""
        if moment.at is not None:
            return cls(Precision.INSTANT, moment.at, None, moment.zone)
        if moment.day is not None:
            return cls(Precision.DAY, None, moment.day, moment.zone)
        return cls(zone=moment.zone)


def day_of(row: Fields, anchor: date) -> date | None:
    """Return the day a row names: its `day`, or `offset_days` counted from `anchor`."""
    offset = row.integer("offset_days")
    day = row.day("day")
    if offset is not None:
        return anchor + timedelta(days=offset)
    return day


def moment_of(row: Fields | None, anchor: date) -> MomentRow:
    """Return the moment of a row; a time needs its zone, and without a time no hour is invented."""
    if row is None:
        return MomentRow()
    day = day_of(row, anchor)
    clock = clock_of(row)
    zone = row.text("zone", required=clock is not None) or AOE
    if not is_known_zone(zone):
        row.note("zone", f"{zone!r} is no time zone")
    if day is None:
        row.note("day", "missing")
        return MomentRow()
    if clock is None:
        return MomentRow.of(Moment(day=day, zone=zone))
    return MomentRow.of(Moment(at=local_instant(day, clock, zone), zone=zone))


def clock_of(row: Fields) -> time | None:
    """Return the wall-clock time of a row ("23:59"), or None."""
    text = row.text("time")
    if not text:
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        row.note("time", f"{text!r} is not a time like 23:59")
        return None
