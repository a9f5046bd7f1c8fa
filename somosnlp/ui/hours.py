"""Hours of a week: 7 days × 4 parts of the day in one's own zone, and what two people share. No Django here.

A person ticks boxes ("Tuesday, evening"): an integer of 28 bits, bit `4 * day + part`, Monday's night first.
What is compared are quarters of an hour of a UTC week, because zones differ by 15 minutes (Nepal, Chatham):
an integer of 672 bits, Monday 00:00 UTC first. A week is a circle; the offset is that of the instant asked.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from somosnlp.ui.zones import zone_info

DAYS = 7
#: First hour of each part of the day, and of the next day.
PARTS = (0, 6, 12, 18, 24)
PARTS_A_DAY = 4
BOXES = DAYS * PARTS_A_DAY
ALL_BOXES = (1 << BOXES) - 1
QUARTERS_A_BOX = 24
QUARTERS_AN_HOUR = 4
QUARTERS = BOXES * QUARTERS_A_BOX
_WEEK = (1 << QUARTERS) - 1
_BOX = (1 << QUARTERS_A_BOX) - 1


class Span(NamedTuple):
    """Consecutive hours of one day of the week: `first` and `last` in quarters since its midnight."""

    day: int
    first: int
    last: int


def mask_of(boxes: Iterable[int]) -> int:
    """Return the 28 bits of the numbered boxes (0–27)."""
    mask = 0
    for box in boxes:
        mask |= 1 << box
    return mask


def boxes_of(mask: int) -> list[int]:
    """Return the numbers (0–27) of the boxes ticked in `mask`."""
    return [box for box in range(BOXES) if mask >> box & 1]


def week_of(mask: int, zone: str, at: datetime) -> int:
    """Return the quarters of the UTC week in which the boxes of `zone` lie, with its offset at `at`."""
    local = 0
    for box in boxes_of(mask):
        local |= _BOX << (box * QUARTERS_A_BOX)
    return _rotated(local, -offset_of(zone, at))


def shared_week(weeks: Iterable[int]) -> int:
    """Return the quarters that are in all of `weeks`; none where there is no week at all."""
    shared = None
    for week in weeks:
        shared = week if shared is None else shared & week
    return shared or 0


def length_of(week: int) -> float:
    """Return how many hours `week` holds."""
    return week.bit_count() / QUARTERS_AN_HOUR


def box_weights(week: int, zone: str, at: datetime) -> list[int]:
    """Return how many quarters of `week` lie in each of the 28 boxes of `zone`: 0 to 24."""
    return weights_at(week, offset_of(zone, at))


def weights_at(week: int, offset: int) -> list[int]:
    """Return `box_weights` for a zone that is `offset` quarters of an hour from UTC."""
    local = _rotated(week, offset)
    return [(local >> (box * QUARTERS_A_BOX) & _BOX).bit_count() for box in range(BOXES)]


def bit_planes(weights: Iterable[int]) -> list[int]:
    """Return `weights` as five masks: the overlap with boxes B is Σ 2ⁿ · bits(B & planes[n]) quarters."""
    planes = [0] * QUARTERS_A_BOX.bit_length()
    for box, weight in enumerate(weights):
        for n in range(len(planes)):
            planes[n] |= (weight >> n & 1) << box
    return planes


def spans_in(week: int, zone: str, at: datetime) -> list[Span]:
    """Return the hours of `week` as a person in `zone` reads them: whole stretches per day, Monday first."""
    local = _rotated(week, offset_of(zone, at))
    return list(_spans(local))


def _spans(local: int) -> Iterator[Span]:
    a_day = QUARTERS // DAYS
    for day in range(DAYS):
        bits = local >> (day * a_day) & ((1 << a_day) - 1)
        first = None
        for quarter in range(a_day + 1):
            if bits >> quarter & 1:
                first = quarter if first is None else first
            elif first is not None:
                yield Span(day, first, quarter)
                first = None


def offset_of(zone: str, at: datetime) -> int:
    """Return the offset of `zone` from UTC at the aware instant `at`, in quarters of an hour."""
    offset = at.astimezone(zone_info(zone)).utcoffset()
    return round(offset.total_seconds() / 900) if offset else 0


def _rotated(week: int, quarters: int) -> int:
    """Return `week` moved later by `quarters` around its circle."""
    quarters %= QUARTERS
    return (week << quarters | week >> (QUARTERS - quarters)) & _WEEK
