"""People who signed up for sessions, and the addresses of their calendars."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.models import Attendance, CalendarFeed
from events.states import AttendanceStatus
from tests.factories.accounts import UserFactory
from tests.factories.events import SessionFactory


class AttendanceFactory(DjangoModelFactory[Attendance]):
    """Somebody with an account who comes."""

    class Meta:
        model = Attendance

    session = factory.SubFactory(SessionFactory)
    user = factory.SubFactory(UserFactory)
    email = factory.LazyAttribute(lambda row: row.user.email)
    status = AttendanceStatus.GOING
    nonce = factory.Sequence(lambda n: f"attendance-{n}")
    joined_at = factory.LazyFunction(timezone.now)


class CalendarFeedFactory(DjangoModelFactory[CalendarFeed]):
    class Meta:
        model = CalendarFeed

    user = factory.SubFactory(UserFactory)
    nonce = factory.Sequence(lambda n: f"calendar{n}")
