"""What speaks against a place, computed from facts alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from events.scheduling.warnings import (
    Frame,
    Listeners,
    Offer,
    Placed,
    Warned,
    all_warnings,
    kind_hours,
    walls_of,
    warnings_of,
)
from somosnlp.ui.hours import mask_of

MADRID, BOGOTA, MEXICO = "Europe/Madrid", "America/Bogota", "America/Mexico_City"
AT = datetime(2026, 4, 10, 16, tzinfo=UTC)  # a Friday: 18:00 in Madrid, 11:00 in Bogotá
FRAME = Frame(MADRID, date(2026, 4, 1), date(2026, 4, 30), datetime(2026, 3, 1, tzinfo=UTC))
TALK = Placed(1, "Una charla", AT, 45, {7: "Ana"})


def codes(placed: Placed, *others: Placed, frame: Frame = FRAME) -> list[str]:
    return [warned.code for warned in warnings_of(placed, others, frame)]


def test_nothing_speaks_against_a_good_place() -> None:
    assert codes(TALK) == []


@pytest.mark.parametrize(("minutes", "near"), [(-45, False), (-44, True), (44, True), (45, False)])
def test_overlap_counts_to_the_minute(minutes: int, *, near: bool) -> None:
    other = Placed(2, "Otra", AT + timedelta(minutes=minutes), 45)
    assert codes(TALK, other) == (["overlap"] if near else [])


def test_same_speaker_twice_is_named_before_the_overlap() -> None:
    other = Placed(2, "Otra", AT, 45, {7: "Ana", 8: "Luz"})
    assert warnings_of(TALK, [other], FRAME)[0] == Warned("same_speaker", who="Ana", other="Otra")
    assert codes(TALK, other) == ["same_speaker", "overlap"]


def test_session_does_not_overlap_itself() -> None:
    assert codes(TALK, replace(TALK, starts_at=AT + timedelta(minutes=5))) == []


def test_day_is_judged_in_the_zone_of_who_offers() -> None:
    late = replace(TALK, starts_at=datetime(2026, 4, 11, 2, tzinfo=UTC))  # still Friday in Bogotá
    friday = Offer("Ana", frozenset({date(2026, 4, 10)}), 0, BOGOTA)
    assert codes(replace(late, offers=[friday])) == []
    assert "unavailable_day" in codes(replace(late, offers=[friday._replace(zone=MADRID)]))


def test_hours_are_judged_whole_in_the_zone_of_who_offers() -> None:
    friday_morning = Offer("Ana", frozenset(), mask_of([4 * 4 + 1]), BOGOTA)  # 6–12 in Bogotá
    assert codes(replace(TALK, offers=[friday_morning])) == []
    assert codes(replace(TALK, offers=[friday_morning], minutes=61)) == ["unavailable_hour"]
    assert codes(replace(TALK, offers=[friday_morning], minutes=60)) == []
    assert codes(replace(TALK, offers=[friday_morning._replace(zone=MADRID)])) == ["unavailable_hour"]


def test_hours_over_the_end_of_the_week_are_a_circle() -> None:
    sunday_night = datetime(2026, 4, 12, 23, 30, tzinfo=UTC)
    both = Offer("Ana", frozenset(), mask_of([6 * 4 + 3, 0]), "UTC")
    frame = replace(FRAME, zone="UTC")
    placed = replace(TALK, starts_at=sunday_night, minutes=60, offers=[both])
    assert codes(placed, frame=frame) == ["over_midnight"]
    assert "unavailable_hour" in codes(
        replace(placed, offers=[both._replace(boxes=mask_of([6 * 4 + 3]))]), frame=frame
    )


def test_unconfirmed_past_and_outside_are_said() -> None:
    assert codes(replace(TALK, is_confirmed=False)) == ["unconfirmed"]
    assert codes(TALK, frame=replace(FRAME, now=AT + timedelta(minutes=1))) == ["past"]
    assert codes(replace(TALK, starts_at=datetime(2026, 5, 1, 16, tzinfo=UTC))) == ["outside_edition"]


def test_ending_at_midnight_is_not_after_it() -> None:
    eleven = datetime(2026, 4, 10, 21, tzinfo=UTC)  # 23:00 in Madrid
    assert "over_midnight" not in codes(replace(TALK, starts_at=eleven, minutes=60))
    assert "over_midnight" in codes(replace(TALK, starts_at=eleven, minutes=61))


def test_unkind_hour_names_cities_and_share() -> None:
    listeners = [Listeners(MEXICO, 50), Listeners(BOGOTA, 30), Listeners(MADRID, 20)]
    frame = replace(FRAME, listeners=listeners)
    morning = replace(TALK, starts_at=datetime(2026, 4, 10, 8, tzinfo=UTC))  # 10:00 Madrid, 03:00 Bogotá
    (warned,) = warnings_of(morning, [], frame)
    assert (warned.code, warned.zones, warned.percent) == ("unkind_hour", (MEXICO, BOGOTA), 80)
    assert codes(TALK, frame=frame) == []


def test_night_at_the_end_of_a_long_session_counts() -> None:
    frame = replace(FRAME, listeners=[Listeners(MADRID, 3)])
    evening = replace(TALK, starts_at=datetime(2026, 4, 10, 20, tzinfo=UTC))  # 22:00
    assert codes(replace(evening, minutes=60), frame=frame) == []
    assert codes(replace(evening, minutes=90), frame=frame) == ["unkind_hour"]


def test_all_warnings_are_those_of_each() -> None:
    sessions = [
        replace(TALK, key=key, starts_at=AT + timedelta(minutes=20 * key), speakers={key % 3: "Ana"})
        for key in range(12)
    ]
    together = all_warnings(sessions, FRAME)
    for placed in sessions:
        alone = warnings_of(placed, sorted(sessions, key=lambda other: other.starts_at), FRAME)
        assert sorted(map(str, together[placed.key])) == sorted(map(str, alone))


@pytest.mark.parametrize(
    ("day", "clock", "zone", "instants"),
    [
        (date(2027, 3, 28), time(2, 30), MADRID, []),
        (date(2027, 3, 28), time(3), MADRID, ["01:00"]),
        (date(2026, 10, 25), time(2, 30), MADRID, ["00:30", "01:30"]),
        (date(2026, 10, 25), time(3), MADRID, ["02:00"]),
        (date(2026, 4, 10), time(11), BOGOTA, ["16:00"]),
        (date(2027, 9, 5), time(0, 30), "America/Santiago", []),
    ],
)
def test_walls_know_gaps_and_folds(day: date, clock: time, zone: str, instants: list[str]) -> None:
    assert [f"{wall:%H:%M}" for wall in walls_of(day, clock, zone)] == instants


def test_kind_hours_are_awake_and_possible() -> None:
    listeners = [Listeners(MEXICO, 60), Listeners(MADRID, 40)]
    frame = replace(FRAME, listeners=listeners)
    hours = kind_hours(date(2026, 4, 10), 60, frame)
    assert [(f"{at:%H}", awake) for at, awake in hours] == [("13", 100), ("14", 100), ("15", 100)]
    evening = Offer("Ana", frozenset(), mask_of([4 * 4 + 3]), MADRID)
    first, _awake = kind_hours(date(2026, 4, 10), 60, frame, [evening])[0]
    assert f"{first:%H}" == "16"
    other_day = Offer("Ana", frozenset({date(2026, 4, 11)}), 0, MADRID)
    assert kind_hours(date(2026, 4, 10), 60, frame, [other_day]) == []
