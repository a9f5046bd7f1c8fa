"""A deadline that somebody moves, and the mails about it."""

from typing import Any

import pytest
from django.utils import timezone

from events.models import Edition, Milestone, Notice
from events.moments import Moment
from events.services.moving import (
    Move,
    move_milestones,
)
from events.states import MilestoneKind
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rendering import Content, compose
from somosnlp.outbox.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory
from tests.factories.registrations import RegistrationFactory


@pytest.fixture
def organiser() -> User:
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def edition() -> Edition:
    return EditionFactory(time_zone="America/Bogota")


@pytest.fixture
def delivery(edition: Edition) -> Milestone:
    return MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY)


@pytest.fixture
def participant(edition: Edition) -> User:
    person: User = RegistrationFactory(edition=edition).user
    return person


def move(milestone: Milestone, to: Moment, by: User, **options: Any) -> Notice:
    milestone.refresh_from_db()
    return move_milestones(
        milestone.edition,
        [Move(milestone.pk, milestone.moment, to)],
        reason=options.pop("reason", "Pidieron más tiempo"),
        by=by,
        **options,
    )


def later(milestone: Milestone, days: int) -> Moment:
    return milestone.moment.shifted(days)


def elapse() -> None:
    """Let the ten minutes pass for everything that waits."""
    OutgoingEmail.objects.filter(status=Status.QUEUED).update(next_try_at=timezone.now())
    Notice.objects.filter(held_until__gt=timezone.now()).update(held_until=timezone.now())


def text_of(mail: OutgoingEmail) -> str:
    content = compose(mail)
    assert isinstance(content, Content), content
    return f"{content.subject}\n{content.text}"
