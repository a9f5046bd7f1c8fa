"""A moment as people announce it: an instant in a zone, a day only, or not known. No Django here."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from somosnlp.ui.zones import AOE, zone_info


@dataclass(frozen=True)
class Moment:
    """`at` is an aware instant or None; `day` is set when only the day is known; `zone`: as announced."""

    at: datetime | None = None
    day: date | None = None
    zone: str = AOE

    @property
    def known(self) -> bool:
        return self.at is not None or self.day is not None

    @property
    def announced_on(self) -> date | None:
        """The day as it was announced, in its own zone; None where not even that is known."""
        return self.at.astimezone(zone_info(self.zone)).date() if self.at is not None else self.day

    @property
    def ends_at(self) -> datetime | None:
        """The first instant at which it is over.

        The announced minute counts whole ("23:59" lasts until 23:59:59), and a day without an hour
        lasts until it has ended Anywhere on Earth, so nobody is late by a time zone.
        """
        if self.at is not None:
            return self.at + timedelta(minutes=1)
        if self.day is not None:
            return datetime.combine(self.day + timedelta(days=1), time(), zone_info(AOE))
        return None

    @property
    def starts_at(self) -> datetime | None:
        """The first instant at which it may have begun (a day begins first at UTC+14)."""
        if self.at is not None or self.day is None:
            return self.at
        return datetime.combine(self.day, time(), ZoneInfo("Etc/GMT-14"))

    def shifted(self, days: int) -> "Moment":
        """The same clock in its zone so many days later; what is not known stays so."""
        if self.at is not None:
            local = self.at.astimezone(zone_info(self.zone))
            return Moment(
                at=local_instant(local.date() + timedelta(days), local.time(), self.zone), zone=self.zone
            )
        return Moment(day=self.day and self.day + timedelta(days), zone=self.zone)

    def is_over(self, now: datetime) -> bool:
        """Tell whether it has passed at the aware instant `now`; what is not known never passes."""
        return self.ends_at is not None and now >= self.ends_at


def local_instant(day: date, clock: time, zone: str) -> datetime:
    """Return the aware instant of a wall-clock time in `zone`; in a DST gap, the instant after the gap."""
    return datetime.combine(day, clock, zone_info(zone)).astimezone(ZoneInfo("UTC"))
