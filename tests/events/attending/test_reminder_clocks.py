"""Reminders of sessions in every zone of the world, over each change of clocks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from events.models import Attendance
from events.programme.words import near_text, time_left
from events.states import AttendanceStatus
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.ui.zones import known_zones
from tests.events.attending.reminding import (
    DAY,
    HOUR,
    MINUTE,
    START,
    Clock,
    clock,
    content_of,
    session,
    signed_up,
    told_at,
)
from tests.factories.events import SessionFactory

__all__ = ["clock", "session"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("zone", "start", "words"),
    [
        # The clock changes between the reminder and the session: noon of one day, eleven of the next.
        ("America/Santiago", "2027-04-04T15:00Z", "mañana, 11:00"),
        ("America/Santiago", "2027-09-05T14:00Z", "mañana, 11:00"),
        ("Europe/Madrid", "2027-03-28T16:00Z", "mañana, 18:00"),
        ("Europe/Madrid", "2027-10-31T16:00Z", "mañana, 17:00"),
        # The hour that happens twice, both times, and the one that never does.
        ("Europe/Madrid", "2027-10-31T00:30Z", "mañana, 02:30"),
        ("Europe/Madrid", "2027-10-31T01:30Z", "mañana, 02:30"),
        ("Europe/Madrid", "2027-03-28T01:30Z", "mañana, 03:30"),
        # The day before is 25 hours long: 24 hours before 23:30 is still that day, 00:30 of the same.
        ("Europe/Madrid", "2027-10-31T22:30Z", "hoy, 23:30"),
        ("America/Havana", "2027-03-14T20:00Z", "mañana, 16:00"),
        ("America/Havana", "2027-11-07T20:00Z", "mañana, 15:00"),
        # No longer changes its clocks, since 2019 and 2024.
        ("America/Sao_Paulo", "2027-11-07T20:00Z", "mañana, 17:00"),
        ("America/Asuncion", "2027-07-10T20:00Z", "mañana, 17:00"),
        # An hour back for Ramadan, and half an hour.
        ("Africa/Casablanca", "2027-02-07T18:00Z", "mañana, 18:00"),
        ("Africa/Casablanca", "2027-03-14T18:00Z", "mañana, 19:00"),
        ("Australia/Lord_Howe", "2027-04-04T08:00Z", "mañana, 18:30"),
        ("Australia/Lord_Howe", "2027-10-03T08:00Z", "mañana, 19:00"),
    ],
)
def test_change_of_clocks_moves_neither_the_instant_nor_the_words(
    clock: Clock, zone: str, start: str, words: str
) -> None:
    at = datetime.fromisoformat(start)
    signed_up(SessionFactory(starts_at=at), time_zone=zone, joined_at=at - 9 * DAY)
    clock.now = at - 5 * DAY
    assert [told_at(clock, at - DAY - timedelta(seconds=1)), told_at(clock, at - DAY)] == [0, 1]
    content = content_of(OutgoingEmail.objects.get())
    assert content.subject.startswith(f"{words.capitalize()} (hora de ")
    assert f"{at.astimezone(ZoneInfo(zone)):, %H:%M} (hora de " in content.text
    assert [told_at(clock, at - HOUR - timedelta(seconds=1)), told_at(clock, at - HOUR)] == [0, 1]


@pytest.mark.parametrize("start", ["2027-03-14T07:30Z", "2027-10-31T01:00Z", "2028-02-29T12:00Z"])
def test_every_zone_of_the_world_is_told_at_one_instant(clock: Clock, start: str) -> None:
    at, zones = datetime.fromisoformat(start), sorted(known_zones())
    session = SessionFactory(starts_at=at)
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            email=f"p{number}@example.org",
            time_zone=zone,
            status=AttendanceStatus.GOING,
            nonce=f"n{number}",
            joined_at=at - 9 * DAY,
        )
        for number, zone in enumerate(zones)
    )
    clock.now = at - 5 * DAY
    assert [told_at(clock, at - DAY - timedelta(seconds=1)), told_at(clock, at - DAY)] == [0, len(zones)]
    assert set(OutgoingEmail.objects.values_list("next_try_at", "expires_at")) == {
        (at - DAY, at - DAY + 6 * HOUR)
    }
    with translation.override("es"):
        for mail in OutgoingEmail.objects.all():
            local = at.astimezone(ZoneInfo(mail.time_zone))
            days = (local.date() - clock.now.astimezone(ZoneInfo(mail.time_zone)).date()).days
            assert days in (0, 1, 2)
            words = near_text(at, mail.time_zone, clock.now)
            assert f", {local:%H:%M} (" in words
            assert words.startswith(("hoy", "mañana")) is (days < 2)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(61, "en una hora"), (58, "en una hora"), (48, "en 50 minutos"), (12, "en 10 minutos"),
     (1, "en 5 minutos"), (-3, "en 5 minutos"), (180, "en 3 horas")],
)  # fmt: skip
def test_time_left_is_said_in_round_words(minutes: int, words: str) -> None:
    with translation.override("es"):
        assert time_left(START, START - minutes * MINUTE) == words
