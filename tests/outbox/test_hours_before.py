"""Rules that count hours back from parts of an edition, and mailings by address."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import BigIntegerField, Value
from django.db.models.functions import Cast

from somosnlp import providers
from somosnlp.accounts.models import User
from somosnlp.outbox.forms import when_text
from somosnlp.outbox.models import OutgoingEmail, ReminderRule
from somosnlp.outbox.reasons import CALLED_OFF, CHANGED
from somosnlp.outbox.reminders import drop_waiting, plan_rule
from somosnlp.outbox.rules import HoursBefore, Parts, Rule, Settings
from somosnlp.outbox.states import Status
from tests.outbox import rules_for_tests as given
from tests.outbox.rules_for_tests import CLOSES, CLOSING, EDITION, person

pytestmark = pytest.mark.django_db
#: Part → edition; parts are what these rules are about.
PARTS = {71: EDITION, 72: EDITION, 81: EDITION + 1}
HOUR = timedelta(hours=1)


def audience() -> Any:
    return User.objects.values_list("pk", "email", "language", "time_zone", Value(71), "date_joined")


SOON = replace(
    CLOSING,
    key="tests.soon",
    audience=audience,
    when=HoursBefore(1, lambda: given.instants),
    parts=Parts(lambda: PARTS, lambda: {71: "Una charla"}),
)


def rules() -> list[Rule]:
    return [SOON]


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> Iterator[None]:
    settings.PROVIDERS = {**settings.PROVIDERS, **given.PROVIDERS, "reminder_rules": [f"{__name__}.rules"]}
    given.instants.clear()
    given.instants[71] = CLOSES
    yield
    providers._resolve.cache_clear()


def test_hours_are_counted_from_the_instant_in_every_zone() -> None:
    for number, zone in enumerate(["Asia/Tokyo", "America/Bogota", "Marte/Olympus", ""]):
        person(f"p{number}@example.org", zone)
    assert plan_rule(SOON, CLOSES - HOUR - timedelta(seconds=1)) == 0
    assert plan_rule(SOON, CLOSES - HOUR) == 4
    assert set(OutgoingEmail.objects.values_list("expires_at", flat=True)) == {CLOSES}
    assert when_text(SOON) == "1 hora antes"


def test_parts_follow_the_settings_of_their_edition(django_assert_num_queries: Any) -> None:
    rows = [
        ReminderRule(rule=SOON.key, edition_id=EDITION, hours=5, lateness=2),
        ReminderRule(rule=SOON.key, is_on=False),
    ]
    settings = Settings(rows)
    with django_assert_num_queries(0):
        assert [settings.is_on(SOON, part) for part in (71, 72, 81, 99)] == [True, True, False, False]
    own = settings.applied(SOON, 72)
    assert isinstance(own.when, HoursBefore)
    assert (own.when.hours, own.lateness) == (5, 2 * HOUR)


def test_what_waits_of_one_edition_is_dropped_and_of_others_stays() -> None:
    person("ana@example.org")
    plan_rule(SOON, CLOSES - HOUR)
    assert drop_waiting(SOON.key, CHANGED, EDITION + 1) == 0
    assert drop_waiting(SOON.key, CHANGED, EDITION) == 1


def test_part_that_is_gone_says_so() -> None:
    person("ana@example.org")
    plan_rule(SOON, CLOSES - HOUR)
    given.instants.clear()
    plan_rule(SOON, CLOSES - HOUR)
    assert OutgoingEmail.objects.get().reason == CALLED_OFF.code


def test_what_was_decided_after_its_time_reminds_nobody() -> None:
    person("ana@example.org")
    since = {71: CLOSES - HOUR + timedelta(seconds=1)}
    late = replace(SOON, when=HoursBefore(1, lambda: given.instants, lambda: since))
    assert plan_rule(late, CLOSES - HOUR + timedelta(minutes=2)) == 0
    since[71] = CLOSES - HOUR
    assert plan_rule(late, CLOSES - HOUR + timedelta(minutes=2)) == 1


def test_mailing_by_address_keeps_the_first_row_and_tells_once() -> None:
    for days, email in ((1, "Ana@example.org"), (9, "ana@example.com")):
        person(email, joined=CLOSES - timedelta(days=days), language="es")
    twice = User.objects.filter(email="ana@example.com")
    nobody = Cast(Value(None), BigIntegerField())

    def both() -> Any:
        same = twice.values_list(
            nobody, Value("ANA@example.org"), Value("en"), "time_zone", Value(71), "date_joined"
        )
        return audience().filter(email="Ana@example.org").union(same, all=True)

    by_address = replace(SOON, audience=both, by_address=True)
    assert [plan_rule(by_address, CLOSES - HOUR), plan_rule(by_address, CLOSES - HOUR)] == [1, 0]
    mail = OutgoingEmail.objects.get(status=Status.QUEUED)
    assert (mail.user_id, mail.language) == (None, "en")
    assert "ana" not in mail.dedupe_key
