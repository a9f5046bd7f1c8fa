"""People of an audience without an account: told once each by address, asked again as the mail leaves."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import BigIntegerField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import NotifyMe, OutgoingEmail
from somosnlp.outbox.reasons import NOT_CONCERNED
from somosnlp.outbox.reminders import After, Rule, announce, plan_rule
from somosnlp.outbox.rendering import Reminder, renders
from somosnlp.outbox.states import Status
from tests.mail import SmtpSink

EDITION = 7
PEOPLE = ("ana@example.org", "luz@example.org", f"{'larga' * 12}@{'dominio.' * 22}org")
HERE = "tests.outbox.test_without_account"


def audience() -> Any:
    nobody = Cast(Value(None), BigIntegerField())
    return NotifyMe.objects.values_list(
        nobody, "email", "language", "time_zone", Value(EDITION), "created_at"
    )


RULE = Rule(
    key="tests.hello",
    template="outbox_tests/mail/hello",
    renderer="tests.hello",
    topic="calls",
    audience=audience,
    when=After(timedelta(0), lambda: {EDITION: None}),
)


def rules() -> Iterable[Rule]:
    return [RULE]


@renders("tests.hello")
def hello(mail: Reminder) -> Mapping[str, Any]:
    return {"name": mail.to, "at": datetime(2026, 4, 10, tzinfo=UTC), "code": mail.object_id}


@pytest.fixture(autouse=True)
def _people(db: None, settings: Any) -> None:
    names = {"mail_renderers": [f"{HERE}.hello"], "reminder_rules": [f"{HERE}.rules"]}
    settings.PROVIDERS = {**settings.PROVIDERS, **names}
    for number, email in enumerate(PEOPLE):
        NotifyMe.objects.create(email=email, language="es", subject_kind="call", subject_id=number)


def test_each_address_is_told_once_however_often_it_is_planned() -> None:
    now = timezone.now() + timedelta(minutes=1)
    assert [plan_rule(RULE, now), plan_rule(RULE, now)] == [3, 0]
    assert set(OutgoingEmail.objects.values_list("to", flat=True)) == set(PEOPLE)
    assert not OutgoingEmail.objects.exclude(user_id=None).exists()


def test_announcement_reaches_each_address_once() -> None:
    now = timezone.now()
    for expected in (3, 0):
        assert announce(RULE, not_before=now, expires_at=now + timedelta(days=1)) == expected


def test_who_left_the_audience_meanwhile_is_not_written_to(smtp_sink: SmtpSink) -> None:
    plan_rule(RULE, timezone.now())
    NotifyMe.objects.filter(email=PEOPLE[0]).delete()
    deliver()
    left_out = OutgoingEmail.objects.get(to=PEOPLE[0])
    assert (left_out.status, left_out.reason) == (Status.SKIPPED, NOT_CONCERNED.code)
    assert [str(mail["To"]) for mail in smtp_sink.to(PEOPLE[1])] == [PEOPLE[1]]
