"""Reminders of sessions to who signed up: at which instant, in whose hour, and when not."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from events.attending.reminders import SESSIONS
from events.models import Attendance, Session
from events.states import AttendanceStatus, SessionStatus
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.forecast import forecast
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reasons import CALLED_OFF, EXPIRED, LEFT_TOPIC, MOVED, NOT_CONCERNED
from somosnlp.outbox.states import Status
from somosnlp.outbox.topics import Reader, unsubscribe_url
from tests.events.attending.reminding import (
    DAY,
    HOUR,
    MINUTE,
    SOON,
    START,
    TOMORROW,
    Clock,
    clock,
    content_of,
    reason_of,
    session,
    signed_up,
    told_at,
    waiting,
)
from tests.factories.accounts import UserFactory
from tests.factories.events import SessionFactory
from tests.mail import SmtpSink, smtp_sink

__all__ = ["clock", "session", "smtp_sink"]
pytestmark = pytest.mark.django_db


def test_who_signed_up_is_told_a_day_and_an_hour_before(session: Session, clock: Clock) -> None:
    signed_up(session, email="ana@example.org")
    moments = [
        START - DAY - MINUTE,
        START - DAY,
        START - DAY + MINUTE,
        START - HOUR - MINUTE,
        START - HOUR,
        START,
    ]
    assert [told_at(clock, at) for at in moments] == [0, 1, 0, 0, 1, 0]
    assert list(OutgoingEmail.objects.order_by("pk").values_list("rule", "to", "user_id", "topic")) == [
        (TOMORROW, "ana@example.org", None, SESSIONS.key),
        (SOON, "ana@example.org", None, SESSIONS.key),
    ]


def test_a_day_before_says_when_where_one_lives_and_how_to_leave(session: Session, clock: Clock) -> None:
    row = signed_up(session, user=UserFactory(name="Ana Luz Pérez", time_zone="America/Bogota"))
    told_at(clock, START - DAY)
    content = content_of(OutgoingEmail.objects.get())
    assert content.subject == "Mañana, 18:00 (hora de Bogotá): Lenguas & modelos"
    assert "Hola, Ana" in content.text
    assert "sábado 10 de abril, 18:00 (hora de Bogotá)" in content.text
    assert "/programa/lugar/" in content.text
    assert f"/programa/{session.slug}/" in content.text
    assert "calendar.google.com" in content.text
    assert session.room_url not in content.text
    assert "No recibir más sobre «Sesiones a las que te apuntaste»" in content.text
    assert "Lenguas &amp; modelos" in content.html
    assert row.user_id == OutgoingEmail.objects.get().user_id


def test_an_hour_before_brings_the_room(session: Session, clock: Clock) -> None:
    signed_up(session, language="en", time_zone="Europe/Madrid")
    told_at(clock, START - HOUR)
    mail = OutgoingEmail.objects.get()
    content = content_of(mail)
    assert session.room_url in content.text
    assert "01:00 (" in content.text
    assert "Madrid" in content.text
    assert '<html lang="en">' in content.html
    assert mail.expires_at == START


def test_without_a_zone_it_is_the_one_of_the_edition(session: Session, clock: Clock) -> None:
    signed_up(session, time_zone="")
    signed_up(session, user=UserFactory(time_zone=""), time_zone="America/Lima")
    told_at(clock, START - HOUR)
    zones = set(OutgoingEmail.objects.values_list("time_zone", flat=True))
    assert zones == {session.edition.time_zone, "America/Lima"}


@pytest.mark.parametrize(
    ("joined", "rules"),
    [
        (START - DAY - MINUTE, [TOMORROW, SOON]),
        (START - 2 * HOUR, [SOON]),
        (START - 30 * MINUTE, []),
    ],
)
def test_who_signs_up_late_gets_only_what_is_ahead(
    session: Session, clock: Clock, joined: datetime, rules: list[str]
) -> None:
    signed_up(session, joined_at=joined)
    while joined < START:
        joined += 30 * MINUTE
        told_at(clock, joined)
    assert list(OutgoingEmail.objects.order_by("pk").values_list("rule", flat=True)) == rules


def test_worker_that_was_stopped_never_brings_both_at_once(session: Session, clock: Clock) -> None:
    signed_up(session)
    assert told_at(clock, START - DAY + 7 * HOUR) == 0
    assert told_at(clock, START - 50 * MINUTE) == 1
    assert OutgoingEmail.objects.get().rule == SOON


@pytest.mark.parametrize("change", [{"is_published": True}, {"starts_at": START, "precision": "instant"}])
def test_what_is_published_or_moved_late_gets_only_what_is_ahead(
    clock: Clock, change: dict[str, Any]
) -> None:
    session = SessionFactory(starts_at=START + 5 * DAY, is_published="is_published" not in change)
    signed_up(session)
    Session.objects.filter(pk=session.pk).update(**{"starts_at": START, **change})
    Session.objects.filter(pk=session.pk).update(changed_at=START - 20 * HOUR)
    assert told_at(clock, START - 20 * HOUR) == 0
    assert told_at(clock, START - HOUR) == 1


@pytest.mark.parametrize(
    "status", [AttendanceStatus.PENDING, AttendanceStatus.WAITING, AttendanceStatus.CANCELLED]
)
def test_who_has_no_seat_is_not_told(session: Session, clock: Clock, status: str) -> None:
    signed_up(session, status=status)
    assert told_at(clock, START - DAY) == 0


@pytest.mark.parametrize(
    "columns",
    [
        {"is_published": False},
        {"status": SessionStatus.CANCELLED},
        {"precision": "unknown", "starts_at": None},
    ],
)
def test_what_does_not_take_place_reminds_nobody(clock: Clock, columns: dict[str, Any]) -> None:
    signed_up(SessionFactory(**{"starts_at": START, **columns}))
    assert told_at(clock, START - DAY) == 0


def test_sessions_of_a_hidden_edition_remind_nobody(session: Session, clock: Clock) -> None:
    signed_up(session)
    type(session.edition).objects.update(is_published=False)
    assert told_at(clock, START - DAY) == 0


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"status": SessionStatus.CANCELLED}, "events.session_cancelled"),
        ({"is_published": False}, CALLED_OFF.code),
        ({"starts_at": START + HOUR}, MOVED.code),
        ({"starts_at": None, "precision": "unknown"}, CALLED_OFF.code),
    ],
)
def test_what_changes_between_planning_and_sending_is_not_told(
    session: Session, clock: Clock, columns: dict[str, Any], code: str
) -> None:
    signed_up(session)
    told_at(clock, START - DAY)
    Session.objects.filter(pk=session.pk).update(**columns)
    mail = OutgoingEmail.objects.get()
    assert reason_of(mail) == code
    told_at(clock, START - DAY + MINUTE)
    mail.refresh_from_db()
    assert mail.status == Status.SKIPPED
    assert mail.reason == (MOVED.code if code == MOVED.code else CALLED_OFF.code)


def test_who_leaves_between_planning_and_sending_is_not_told(session: Session, clock: Clock) -> None:
    row = signed_up(session)
    told_at(clock, START - DAY)
    Attendance.objects.filter(pk=row.pk).update(status=AttendanceStatus.CANCELLED)
    assert reason_of(OutgoingEmail.objects.get()) == NOT_CONCERNED.code


def test_moved_session_is_reminded_of_again_before_its_new_hour(session: Session, clock: Clock) -> None:
    signed_up(session)
    told_at(clock, START - DAY)
    Session.objects.filter(pk=session.pk).update(starts_at=START + 2 * DAY)
    Session.objects.filter(pk=session.pk).update(changed_at=START - DAY + MINUTE)
    assert told_at(clock, START - DAY + 2 * MINUTE) == 0
    assert told_at(clock, START + DAY) == 1
    assert waiting() == [Attendance.objects.get().email]


def test_reminder_that_could_not_leave_before_the_start_is_dropped(
    session: Session, clock: Clock, smtp_sink: SmtpSink
) -> None:
    signed_up(session)
    told_at(clock, START - HOUR)
    clock.now = START
    assert deliver() == {Status.SKIPPED: 1}
    assert OutgoingEmail.objects.get().reason == EXPIRED.code


def test_daily_cap_holds_no_reminder_of_a_session_back(
    clock: Clock, smtp_sink: SmtpSink, settings: Any
) -> None:
    settings.OUTBOX_DAILY_CAP = 1
    for _number in range(3):
        signed_up(SessionFactory(starts_at=START), email="ana@example.org")
    told_at(clock, START - HOUR)
    assert deliver() == {Status.SENT: 3}


def test_two_sessions_at_once_are_two_mails_that_name_each_other(session: Session, clock: Clock) -> None:
    beside = SessionFactory(starts_at=START + 10 * MINUTE, edition=session.edition, title="Otra a la vez")
    later = SessionFactory(starts_at=START + 5 * HOUR, edition=session.edition, title="Otra después")
    for each in (session, beside, later):
        signed_up(each, email="ana@example.org")
    told_at(clock, START - HOUR)
    text = content_of(OutgoingEmail.objects.get()).text
    assert "Otra a la vez" in text
    assert "Otra después" not in text


def test_one_address_is_told_once_however_it_signed_up(session: Session, clock: Clock) -> None:
    person = UserFactory(email="ana@example.org")
    signed_up(session, user=person, email="antes@example.org")
    signed_up(session, email="Ana@example.org")
    assert told_at(clock, START - DAY) == 1
    before = forecast(START - HOUR - MINUTE)
    assert [(one.rule.key, one.people) for one in before] == [(SOON, 1)]


def test_who_gets_an_account_meanwhile_is_not_told_twice(session: Session, clock: Clock) -> None:
    row = signed_up(session, email="ana@example.org")
    told_at(clock, START - DAY)
    Attendance.objects.filter(pk=row.pk).update(user=UserFactory(email="ana@example.org"))
    assert told_at(clock, START - DAY + MINUTE) == 0
    assert "/programa/lugar/" in content_of(OutgoingEmail.objects.get()).text


def test_address_without_account_leaves_the_topic_in_one_click(
    session: Session, clock: Clock, smtp_sink: SmtpSink, client: Client
) -> None:
    signed_up(session, email="ana@example.org")
    signed_up(session, email="luz@example.org")
    told_at(clock, START - DAY)
    url = unsubscribe_url(SESSIONS.key, Reader("ana@example.org"), "es")
    path = "/" + url.split("/", 3)[3]
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert deliver() == {Status.SKIPPED: 1, Status.SENT: 1}
    assert OutgoingEmail.objects.get(to="ana@example.org").reason == LEFT_TOPIC.code
    assert told_at(clock, START - HOUR) == 1
    assert "List-Unsubscribe" in smtp_sink.to("luz@example.org")[0]


def test_who_no_longer_has_an_account_is_not_told(session: Session, clock: Clock) -> None:
    signed_up(session, user=UserFactory(is_active=False))
    assert told_at(clock, START - DAY) == 0
