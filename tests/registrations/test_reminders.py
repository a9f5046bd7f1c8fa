"""Reminders of the registration: who gets them, when, and that each comes once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from events.models import Edition
from registrations.models import Registration
from registrations.reminders import registration_rules
from registrations.states import Status
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reminders import plan
from somosnlp.outbox.rendering import Content, Skip, compose
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db
CLOSES = datetime(2030, 3, 23, 11, 59, tzinfo=UTC)


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(ends_on=CLOSES.date() + timedelta(days=30))
    CallFactory(edition=edition, closes_with=MilestoneFactory(edition=edition, at=CLOSES))
    return edition


def begun(edition: Edition, *, at: datetime, **kwargs: Any) -> Registration:
    registration = RegistrationFactory(edition=edition, begun=True, **kwargs)
    Registration.objects.filter(pk=registration.pk).update(created_at=at)
    return registration


def sent(template: str) -> QuerySet[OutgoingEmail]:
    return OutgoingEmail.objects.filter(template=f"registrations/mail/{template}")


def test_every_rule_names_a_mail_and_a_renderer() -> None:
    assert [rule.key for rule in registration_rules()] == [
        "registrations.unfinished",
        "registrations.closing_7d",
        "registrations.closing_1d",
    ]


def test_unfinished_is_told_once_a_day_later(edition: Edition) -> None:
    now = timezone.now()
    begun(edition, at=now - timedelta(hours=25))
    begun(edition, at=now - timedelta(hours=1))
    plan(now)
    plan(now + timedelta(minutes=1))
    assert sent("unfinished").count() == 1


@pytest.mark.parametrize("status", [Status.REGISTERED, Status.CANCELLED, Status.UNCONFIRMED])
def test_nobody_else_is_told(edition: Edition, status: str) -> None:
    now = timezone.now()
    registration = RegistrationFactory(edition=edition, status=status, cancelled_at=now)
    Registration.objects.filter(pk=registration.pk).update(created_at=now - timedelta(hours=25))
    plan(now)
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("America/Bogota", datetime(2030, 3, 22, 14, tzinfo=UTC)),
        ("Europe/Madrid", datetime(2030, 3, 22, 8, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2030, 3, 22, 20, tzinfo=UTC)),
    ],
)
def test_closing_is_told_at_nine_where_the_person_lives(edition: Edition, zone: str, due: datetime) -> None:
    begun(edition, at=CLOSES - timedelta(days=20), user__time_zone=zone)
    plan(due - timedelta(minutes=1))
    assert not sent("closing").exists()
    plan(due)
    plan(due + timedelta(minutes=1))
    assert sent("closing").count() == 1


def test_mail_names_the_deadline_in_the_zone_of_the_person(edition: Edition) -> None:
    begun(edition, at=CLOSES - timedelta(days=20), user__time_zone="America/Bogota", user__name="Ana Luz")
    plan(datetime(2030, 3, 22, 14, tzinfo=UTC))
    content = compose(sent("closing").get())
    assert isinstance(content, Content)
    assert "06:59 (hora de Bogotá)" in content.text
    assert "23:59 AoE" in content.text
    assert "Hola, Ana" in content.text


def test_who_finished_meanwhile_is_not_told(edition: Edition) -> None:
    now = timezone.now()
    registration = begun(edition, at=now - timedelta(hours=25))
    plan(now)
    Registration.objects.filter(pk=registration.pk).update(
        status=Status.REGISTERED,
        countries=["CO"],
        languages=["es"],
        level="basic",
        terms_version="1",
        submitted_at=now,
        registered_at=now,
    )
    assert isinstance(compose(sent("unfinished").get()), Skip)
