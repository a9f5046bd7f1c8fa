"""What organisers change of a reminder, and that the engine does it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from somosnlp import providers
from somosnlp.outbox.models import OutgoingEmail, ReminderRule
from somosnlp.outbox.reasons import OFF
from somosnlp.outbox.reminders import plan
from somosnlp.outbox.states import Status
from somosnlp.outbox.topics import Reader, switch
from tests.outbox import rules_for_tests as given
from tests.outbox.rules_for_tests import CLOSES, EDITION, person

pytestmark = pytest.mark.django_db
CLOSING, UNFINISHED = given.CLOSING.key, given.UNFINISHED.key


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> Iterator[None]:
    settings.PROVIDERS = {**settings.PROVIDERS, **given.PROVIDERS}
    given.instants.clear()
    given.instants[EDITION] = CLOSES
    yield
    providers._resolve.cache_clear()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 4, day, hour, minute, tzinfo=UTC)


def told() -> int:
    return OutgoingEmail.objects.exclude(status=Status.SKIPPED).count()


def test_days_and_hour_of_an_organiser_count() -> None:
    person("ana@example.org", "America/Bogota")
    ReminderRule.objects.create(rule=CLOSING, days=3, at=time(18, 30))
    assert plan(at(10, 14)) == 0
    assert plan(at(8, 23, 29)) == 0
    assert plan(at(8, 23, 30)) == 1


def test_row_of_the_edition_wins_over_the_one_for_all() -> None:
    person("ana@example.org")
    ReminderRule.objects.create(rule=CLOSING, is_on=False)
    ReminderRule.objects.create(rule=CLOSING, edition_id=EDITION, days=2)
    assert plan(at(9, 9)) == 1


def test_row_of_another_edition_changes_nothing() -> None:
    person("ana@example.org")
    ReminderRule.objects.create(rule=CLOSING, edition_id=EDITION + 1, is_on=False)
    assert plan(at(10, 9)) == 1


@pytest.mark.parametrize("edition", [None, EDITION])
def test_rule_switched_off_is_silent_and_drops_what_waits(edition: int | None) -> None:
    person("ana@example.org")
    person("luis@example.org", joined=at(9, 9))
    assert plan(at(10, 9)) == 3
    for key in (CLOSING, UNFINISHED):
        ReminderRule.objects.create(rule=key, edition_id=edition, is_on=False)
    assert plan(at(10, 9, 1)) == 0
    assert set(OutgoingEmail.objects.values_list("status", "reason")) == {(Status.SKIPPED, OFF.code)}
    ReminderRule.objects.update(is_on=True)
    assert plan(at(10, 9, 2)) == 3


def test_hours_after_of_an_organiser_count() -> None:
    person("ana@example.org", joined=at(1, 9))
    ReminderRule.objects.create(rule=UNFINISHED, hours=48)
    assert plan(at(2, 9)) == 0
    assert plan(at(3, 9)) == 1


def test_lateness_of_an_organiser_counts() -> None:
    person("ana@example.org")
    ReminderRule.objects.create(rule=CLOSING, lateness=2)
    assert plan(at(10, 11)) == 0
    assert plan(at(10, 10, 59)) == 1


def test_who_was_told_is_not_told_again_when_the_offset_changes() -> None:
    person("ana@example.org")
    ReminderRule.objects.create(rule=CLOSING, days=3)
    assert plan(at(8, 9)) == 1
    ReminderRule.objects.update(days=1)
    assert plan(at(10, 9)) == 0


def test_nothing_is_told_after_the_end_of_what_it_is_about() -> None:
    person("ana@example.org", joined=CLOSES - timedelta(hours=20))
    ReminderRule.objects.create(rule=CLOSING, is_on=False)
    assert plan(CLOSES + timedelta(hours=5)) == 0
    given.instants[EDITION] = CLOSES + timedelta(days=1)
    assert plan(CLOSES + timedelta(hours=5)) == 1
    assert OutgoingEmail.objects.get().expires_at == CLOSES + timedelta(days=1)


def test_who_left_the_topic_is_not_planned() -> None:
    ana = person("Ana@example.org")
    person("luis@example.org")
    switch("registration", Reader("ana@example.org"), on=False)
    assert plan(at(10, 9)) == 1
    switch("registration", Reader("otra@example.org", ana.pk), on=True)
    assert OutgoingEmail.objects.get().to == "luis@example.org"


def test_settings_cost_one_query(django_assert_num_queries: Any) -> None:
    for edition in range(1, 50):
        ReminderRule.objects.create(rule=CLOSING, edition_id=edition, days=3)
    # settings; own rules; savepoint, what waits, release of one rule; savepoint, INSERT, release of the other
    with django_assert_num_queries(8):
        assert plan(CLOSES - timedelta(days=40)) == 0


@pytest.mark.parametrize(
    "columns", [{"days": 1, "hours": 1}, {"days": 91}, {"hours": 0}, {"lateness": 0}, {"lateness": 73}]
)
def test_database_refuses_nonsense(columns: dict[str, int]) -> None:
    with pytest.raises(IntegrityError):
        ReminderRule.objects.create(rule=CLOSING, **columns)


def test_one_row_per_rule_and_edition() -> None:
    ReminderRule.objects.create(rule=CLOSING)
    with pytest.raises(IntegrityError):
        ReminderRule.objects.create(rule=CLOSING)
