"""A session to be reminded of, and the clock by which it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.attending.reminders import session_rules
from events.models import Attendance, Session
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reminders import plan
from somosnlp.outbox.rendering import Content, Skip, compose
from somosnlp.outbox.states import Status
from tests.factories.attendance import AttendanceFactory
from tests.factories.events import SessionFactory

START = datetime(2027, 4, 10, 23, 0, tzinfo=UTC)  # 18:00 in Bogotá
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LONG_BEFORE = START - timedelta(days=10)
TOMORROW, SOON, SPEAKER = (rule.key for rule in session_rules())


class Clock:
    """What `timezone.now` answers."""

    def __init__(self) -> None:
        self.now = LONG_BEFORE

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def session() -> Session:
    return SessionFactory(starts_at=START, room_url="https://example.org/sala/", title="Lenguas & modelos")


def signed_up(session: Session, **fields: Any) -> Attendance:
    return AttendanceFactory(**{"session": session, "joined_at": LONG_BEFORE, **fields})


def waiting(rule: str = "") -> list[str]:
    mails = OutgoingEmail.objects.filter(status=Status.QUEUED, rule__contains=rule)
    return sorted(mails.values_list("to", flat=True))


def told_at(clock: Clock, at: datetime) -> int:
    clock.now = at
    return plan(at)


def content_of(mail: OutgoingEmail) -> Content:
    content = compose(mail)
    assert isinstance(content, Content)
    return content


def reason_of(mail: OutgoingEmail) -> str:
    skipped = compose(mail)
    assert isinstance(skipped, Skip)
    return skipped.reason.code
