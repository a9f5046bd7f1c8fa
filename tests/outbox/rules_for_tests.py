"""Two rules over people, for the tests of what organisers change and foresee."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Value

from somosnlp.accounts.models import User
from somosnlp.outbox.rendering import Reminder, Skip, renders
from somosnlp.outbox.rules import After, DaysBefore, Rule

EDITION = 7
CLOSES = datetime(2026, 4, 11, 11, 59, tzinfo=UTC)  # 23:59 AoE of 10 April
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DONE = "ya"
HERE = "tests.outbox.rules_for_tests"
PROVIDERS = {
    "reminder_rules": [f"{HERE}.rules"],
    "mail_renderers": [f"{HERE}.hello"],
    "edition_names": [f"{HERE}.names"],
}

#: What the rules read; changed by the tests.
instants: dict[int, datetime] = {}


def audience(*, done: bool = False) -> Any:
    people = User.objects.filter(name=DONE) if done else User.objects.exclude(name=DONE)
    return people.values_list("pk", "email", "language", "time_zone", Value(EDITION), "date_joined")


CLOSING = Rule(
    key="tests.closing_1d",
    title="Se cierra mañana",
    template="outbox_tests/mail/hello",
    renderer="tests.hello",
    topic="registration",
    audience=audience,
    done=lambda: audience(done=True),
    when=DaysBefore(1, lambda: instants),
)
UNFINISHED = Rule(
    key="tests.unfinished",
    title="Sin terminar",
    template="outbox_tests/mail/hello",
    renderer="tests.hello",
    topic="registration",
    audience=audience,
    when=After(timedelta(hours=24), lambda: dict(instants)),
)


def rules() -> Iterable[Rule]:
    return [CLOSING, UNFINISHED]


def names() -> dict[int, str]:
    return {EDITION: "Hackathon 2026", 8: "Hackathon 2027"}


@renders("tests.hello")
def hello(mail: Reminder) -> Mapping[str, Any] | Skip:
    return {"name": User.objects.get(pk=mail.user_id or 0).name, "at": CLOSES, "code": mail.object_id}


def person(email: str, zone: str = "UTC", joined: datetime = LONG_AGO, **fields: Any) -> User:
    return User.objects.create(email=email, time_zone=zone, date_joined=joined, **fields)
