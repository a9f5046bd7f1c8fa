"""Hours of a week: boxes in one's own zone, compared in quarters of a UTC week."""

from datetime import UTC, datetime

import pytest

from somosnlp.ui import hours
from somosnlp.ui.hours import Span

SUMMER, WINTER = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
MONDAY_MORNING, MONDAY_EVENING, SUNDAY_EVENING = 0b10, 0b1000, 1 << 27


def shared(zone: str, mask: int, other: str, other_mask: int, at: datetime) -> float:
    return hours.length_of(
        hours.shared_week([hours.week_of(mask, zone, at), hours.week_of(other_mask, other, at)])
    )


def test_boxes_and_mask_are_each_others_inverse() -> None:
    assert hours.boxes_of(hours.mask_of([0, 5, 27])) == [0, 5, 27]
    assert hours.mask_of(range(28)) == hours.ALL_BOXES


def test_bogota_and_madrid_share_fewer_hours_in_summer_than_in_winter() -> None:
    """Bogotá's morning (6–12) is Madrid's 13–19 in summer, 12–18 in winter: its afternoon is 12–18."""
    afternoon = 0b100
    assert shared("America/Bogota", MONDAY_MORNING, "Europe/Madrid", afternoon, SUMMER) == 5
    assert shared("America/Bogota", MONDAY_MORNING, "Europe/Madrid", afternoon, WINTER) == 6


def test_the_week_is_a_circle() -> None:
    """Sunday evening in Bogotá is Monday's night in Madrid."""
    assert shared("America/Bogota", SUNDAY_EVENING, "Europe/Madrid", 0b1, WINTER) == 6


@pytest.mark.parametrize(
    ("zone", "in_utc"), [("Asia/Kathmandu", Span(0, 1, 25)), ("Pacific/Chatham", Span(6, 65, 89))]
)
def test_zones_of_quarter_hours_lose_nothing(zone: str, in_utc: Span) -> None:
    """UTC+5:45 and, in the southern summer, UTC+13:45."""
    week = hours.week_of(MONDAY_MORNING, zone, WINTER)
    assert hours.length_of(week) == 6
    assert hours.box_weights(week, zone, WINTER)[1] == 24
    assert hours.spans_in(week, zone, WINTER) == [Span(0, 24, 48)]
    assert hours.spans_in(week, "UTC", WINTER) == [in_utc]


def test_planes_add_up_to_the_overlap() -> None:
    """What PostgreSQL computes with bit_count is what Python computes with sets of quarters."""
    mine = hours.week_of(0b1011_0110_0000_1111, "America/Montevideo", SUMMER)
    weights = hours.box_weights(mine, "Asia/Kathmandu", SUMMER)
    planes = hours.bit_planes(weights)
    for theirs in (0, 1, 0b1100_1010, hours.ALL_BOXES):
        by_planes = sum((theirs & plane).bit_count() << n for n, plane in enumerate(planes))
        week = hours.week_of(theirs, "Asia/Kathmandu", SUMMER)
        assert by_planes == hours.length_of(hours.shared_week([mine, week])) * 4


def test_spans_join_what_touches_and_break_at_midnight() -> None:
    week = hours.week_of(hours.mask_of([2, 3, 4]), "America/Lima", WINTER)
    assert hours.spans_in(week, "America/Lima", WINTER) == [Span(0, 48, 96), Span(1, 0, 24)]


def test_nobody_shares_nothing() -> None:
    assert hours.shared_week([]) == 0
    assert hours.spans_in(0, "UTC", WINTER) == []


def test_an_unknown_zone_counts_as_utc() -> None:
    assert hours.week_of(MONDAY_MORNING, "Mars/Olympus", WINTER) == hours.week_of(
        MONDAY_MORNING, "UTC", WINTER
    )
