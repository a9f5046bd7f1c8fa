"""Moving a deadline."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from events.models import Milestone
from events.moments import Moment
from events.services.milestones import move_milestone
from events.states import Precision
from tests.factories.accounts import UserFactory
from tests.factories.events import MilestoneFactory

NEW = Moment(at=datetime(2026, 6, 8, 11, 59, tzinfo=UTC))


@pytest.mark.django_db
def test_move_milestone_keeps_what_it_was_who_and_why() -> None:
    milestone = MilestoneFactory(day_only=True, day=date(2026, 5, 31))
    person = UserFactory()

    change = move_milestone(milestone, to=NEW, reason="Pidieron más tiempo", by=person)

    milestone.refresh_from_db()
    assert milestone.moment == NEW
    assert milestone.precision == Precision.INSTANT
    assert change
    assert (change.day, change.position) == (date(2026, 5, 31), 0)
    assert (change.reason, change.changed_by) == ("Pidieron más tiempo", person)
    assert change.changed_at


@pytest.mark.django_db
def test_move_milestone_twice_keeps_both_in_order() -> None:
    milestone = MilestoneFactory(day_only=True, day=date(2026, 5, 29))
    move_milestone(milestone, to=Moment(day=date(2026, 5, 31)), by=None)
    move_milestone(milestone, to=Moment(), by=None)

    assert [change.day for change in milestone.changes.all()] == [date(2026, 5, 29), date(2026, 5, 31)]
    milestone.refresh_from_db()
    assert milestone.precision == Precision.UNKNOWN


@pytest.mark.django_db
def test_move_milestone_to_where_it_stands_changes_nothing() -> None:
    milestone = MilestoneFactory()

    assert move_milestone(milestone, to=milestone.moment, by=None) is None
    assert milestone.changes.count() == 0


@pytest.mark.django_db
def test_move_milestone_drops_the_pages_that_show_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    milestone = MilestoneFactory()
    key = f"page-version:{milestone.edition.slug}"
    with django_capture_on_commit_callbacks(execute=True):
        move_milestone(milestone, to=NEW, by=None)
    assert cache.get(key)


@pytest.mark.django_db(transaction=True)
def test_move_milestone_two_at_once_lose_nothing() -> None:
    milestone = MilestoneFactory(day_only=True, day=date(2026, 5, 1))
    days = [date(2026, 6, day) for day in (1, 2, 3, 4)]

    def move(day: date) -> None:
        move_milestone(Milestone.objects.get(pk=milestone.pk), to=Moment(day=day), by=None)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(move, days))

    milestone.refresh_from_db()
    history = [change.day for change in milestone.changes.all()]
    assert history[0] == date(2026, 5, 1)
    assert {*history, milestone.day} == {date(2026, 5, 1), *days}
