"""People who come to sessions."""

from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.models import Attendance, Session
from events.states import AttendanceStatus
from tests.factories.events import SessionFactory, in_days


def coming_session(**fields: Any) -> Session:
    """Return a session in three days."""
    return SessionFactory(**{"starts_at": in_days(3), "minutes": 60, **fields})


class AttendanceFactory(DjangoModelFactory[Attendance]):
    """Somebody without an account who has a seat (uncounted: `Session.seats_taken` is the services')."""

    class Meta:
        model = Attendance

    session = factory.LazyFunction(coming_session)
    email = factory.Sequence(lambda n: f"asistente{n}@example.org")
    time_zone = "America/Bogota"
    status = AttendanceStatus.GOING
    nonce = factory.Sequence(lambda n: f"nonce-{n}")
    joined_at = factory.LazyFunction(timezone.now)


def minutes_ago(minutes: int) -> datetime:
    return timezone.now() - timedelta(minutes=minutes)
