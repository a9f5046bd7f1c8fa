"""Reminders, with two small rules over people: a deadline every person has, and hours after they joined."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, Value
from django.utils import timezone

from somosnlp import providers
from somosnlp.accounts.models import User
from somosnlp.outbox import reminders
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reasons import EXPIRED, MOVED, Reason
from somosnlp.outbox.reminders import After, DaysBefore, Rule, plan, plan_rule
from somosnlp.outbox.rendering import Reminder, Skip, renders
from somosnlp.outbox.states import Status
from somosnlp.outbox.tasks import plan_reminders
from tests.mail import SmtpSink

EDITION = 7
CLOSES = datetime(2026, 4, 11, 11, 59, tzinfo=UTC)  # 23:59 AoE of 10 April
DAY_BEFORE = datetime(2026, 4, 10, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
UNSUBSCRIBED = "baja@example.org"
BROKEN = "rota@example.org"
UNWANTED = Reason("tests.unwanted", "No quiere recordatorios.")

#: What the rules of these tests read; changed by the tests.
instants: dict[int, datetime] = {}


def audience() -> Any:
    return User.objects.exclude(name="fuera").values_list(
        "pk", "email", "language", "time_zone", Value(EDITION), "date_joined"
    )


CLOSING = Rule(
    key="tests.closing_1d",
    template="outbox_tests/mail/hello",
    renderer="tests.hello",
    topic="deadlines",
    audience=audience,
    when=DaysBefore(1, lambda: instants),
    context={"days": 1},
)
UNFINISHED = replace(CLOSING, key="tests.unfinished", when=After(timedelta(hours=24)))


def rules() -> Iterable[Rule]:
    return [CLOSING]


@renders("tests.hello")
def hello(mail: Reminder) -> Mapping[str, Any] | Skip:
    user = User.objects.get(pk=mail.user_id or 0)
    if user.email == BROKEN:
        User.objects.extra(where=["1 / 0 = 1"]).exists()
    if user.email == UNSUBSCRIBED:
        return Skip(UNWANTED)
    return {"name": user.name, "at": CLOSES, "code": mail.context["days"]}


@pytest.fixture(autouse=True)
def _providers(settings: Any) -> Iterator[None]:
    here = "tests.outbox.test_reminders"
    settings.PROVIDERS = {
        **settings.PROVIDERS,
        "reminder_rules": [f"{here}.rules"],
        "mail_renderers": [f"{here}.hello"],
    }
    instants.clear()
    instants[EDITION] = CLOSES
    yield
    providers._resolve.cache_clear()


@pytest.fixture
def person() -> Callable[..., User]:
    def make(email: str, zone: str = "UTC", joined: datetime = LONG_AGO, **fields: Any) -> User:
        return User.objects.create(email=email, time_zone=zone, date_joined=joined, **fields)

    return make


def at(hour: int, minute: int = 0) -> datetime:
    return DAY_BEFORE.replace(hour=hour, minute=minute)


def told() -> set[str]:
    return set(OutgoingEmail.objects.values_list("to", flat=True))


def test_plan_reaches_each_zone_at_its_nine(db: None, person: Any) -> None:
    person("tokio@example.org", "Asia/Tokyo")
    person("madrid@example.org", "Europe/Madrid")
    person("bogota@example.org", "America/Bogota")
    assert plan(datetime(2026, 4, 9, 23, 59, tzinfo=UTC)) == 0
    assert plan(at(0)) == 1
    assert told() == {"tokio@example.org"}
    assert plan(at(6, 59)) == 0
    assert plan(at(7)) == 1
    assert plan(at(13, 59)) == 0
    assert plan(at(14)) == 1
    assert told() == {"tokio@example.org", "madrid@example.org", "bogota@example.org"}


def test_plan_twice_writes_once(db: None, person: Any) -> None:
    person("ana@example.org")
    assert [plan(at(9)), plan(at(9, 1))] == [1, 0]


def test_two_planners_at_once_write_each_reminder_once(transactional_db: None, person: Any) -> None:
    for number in range(200):
        person(f"p{number}@example.org")
    written: list[int] = []
    ready = threading.Barrier(4)

    def run() -> None:
        ready.wait()
        written.append(plan(at(9)))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(written) == 200
    assert OutgoingEmail.objects.count() == 200


def test_planner_that_meets_another_uncommitted_waits_and_writes_nothing(
    transactional_db: None, person: Any
) -> None:
    person("ana@example.org")
    written: list[int] = []

    def run() -> None:
        try:
            written.append(plan(at(9)))
        finally:
            connection.close()

    second = threading.Thread(target=run)
    with transaction.atomic():
        assert plan(at(9)) == 1
        second.start()
        second.join(timeout=0.5)
        assert second.is_alive()
    second.join()
    assert written == [0]


def test_plan_statements_do_not_grow_with_people(
    db: None, person: Any, django_assert_num_queries: Any
) -> None:
    zones = ["America/Bogota", "America/Lima", "Europe/Madrid"]
    for number in range(30):
        person(f"p{number}@example.org", zones[number % 3])
    # settings, own rules, savepoint, what waits, zones, INSERT … SELECT, release
    with django_assert_num_queries(7):
        assert plan(at(15)) == 30
    with django_assert_num_queries(5):
        assert plan(at(15) - timedelta(days=20)) == 0


def test_unknown_zone_counts_as_utc_and_fails_nobody(db: None, person: Any) -> None:
    person("marte@example.org", "Marte/Olympus")
    person("vacia@example.org", "")
    person("lima@example.org", "America/Lima")
    assert plan(at(9)) == 2
    assert plan(at(14)) == 1


@pytest.mark.parametrize(
    ("instant", "zone", "due"),
    [
        # Clocks go forward at 02:00 on 29 March 2026 in Madrid: nine is an hour earlier in UTC after it.
        ("2026-03-29T20:00+00:00", "Europe/Madrid", "2026-03-28T08:00+00:00"),
        ("2026-03-30T20:00+00:00", "Europe/Madrid", "2026-03-29T07:00+00:00"),
        # …and back on 5 April 2026 in Santiago.
        ("2026-04-06T20:00+00:00", "America/Santiago", "2026-04-05T13:00+00:00"),
        ("2026-04-05T20:00+00:00", "America/Santiago", "2026-04-04T12:00+00:00"),
        # The local day decides: 11:59 UTC is already the 11th in Madrid, and 00:59 of the 12th in Apia.
        ("2026-04-11T11:59+00:00", "Pacific/Apia", "2026-04-10T20:00+00:00"),
        ("2026-04-11T11:59+00:00", "Etc/GMT+12", "2026-04-09T21:00+00:00"),
    ],
)
def test_due_at_is_nine_of_the_local_day_before(instant: str, zone: str, due: str) -> None:
    when = DaysBefore(1, dict)
    assert when.due_at(datetime.fromisoformat(instant), zone) == datetime.fromisoformat(due)


def test_due_at_inside_the_gap_of_a_clock_change_is_a_real_instant() -> None:
    when = DaysBefore(1, dict, at=time(2, 30))
    due = when.due_at(datetime(2026, 3, 30, 12, tzinfo=UTC), "Europe/Madrid")
    assert due == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_who_joins_after_the_time_gets_none(db: None, person: Any) -> None:
    person("antes@example.org", joined=at(8, 59))
    person("despues@example.org", joined=at(9, 1))
    plan(at(10))
    assert told() == {"antes@example.org"}


def test_old_news_wakes_nobody(db: None, person: Any) -> None:
    person("ana@example.org")
    assert plan(CLOSES + timedelta(minutes=1)) == 0
    short = replace(CLOSING, lateness=timedelta(hours=2))
    assert plan_rule(short, at(11)) == 0
    assert plan_rule(short, at(10, 59)) == 1


def test_moved_deadline_drops_what_has_not_left_and_tells_again(
    db: None, person: Any, smtp_sink: SmtpSink
) -> None:
    person("ana@example.org")
    plan(at(9))
    instants[EDITION] = CLOSES + timedelta(days=3)
    assert plan(at(9, 1)) == 0
    dropped = OutgoingEmail.objects.get()
    assert (dropped.status, dropped.reason) == (Status.SKIPPED, MOVED.code)
    assert plan(at(9) + timedelta(days=3)) == 1
    assert statuses() == {Status.SKIPPED: 1, Status.QUEUED: 1}


def statuses() -> dict[str, int]:
    rows = OutgoingEmail.objects.values_list("status", flat=True)
    return {status: list(rows).count(status) for status in rows}


def test_cancelled_deadline_drops_what_has_not_left(db: None, person: Any) -> None:
    person("ana@example.org")
    plan(at(9))
    instants.clear()
    plan(at(9, 1))
    assert OutgoingEmail.objects.get().status == Status.SKIPPED


def test_deadline_moved_back_is_planned_again(db: None, person: Any) -> None:
    person("ana@example.org")
    plan(at(9))
    instants[EDITION] = CLOSES + timedelta(days=3)
    plan(at(9, 1))
    instants[EDITION] = CLOSES
    assert plan(at(9, 2)) == 1
    assert statuses() == {Status.SKIPPED: 1, Status.QUEUED: 1}


def test_hours_after_each_person_joined(db: None, person: Any) -> None:
    person("ana@example.org", joined=at(9))
    person("luis@example.org", joined=at(10))
    person("vieja@example.org", joined=LONG_AGO)
    tomorrow = timedelta(days=1)
    assert plan_rule(UNFINISHED, at(8, 59) + tomorrow) == 0
    assert plan_rule(UNFINISHED, at(9) + tomorrow) == 1
    assert plan_rule(UNFINISHED, at(10) + tomorrow) == 1
    assert plan_rule(UNFINISHED, at(10, 1) + tomorrow) == 0
    assert told() == {"ana@example.org", "luis@example.org"}


def test_reminder_is_rendered_when_it_leaves(db: None, person: Any, smtp_sink: SmtpSink) -> None:
    instants[EDITION] = timezone.now() + timedelta(hours=20)
    user = person("ana@example.org", "America/Bogota", name="Ana", language="en")
    rule = replace(CLOSING, when=DaysBefore(1, lambda: instants, at=time()))
    mail = written_now(rule)
    assert (mail.subject, mail.body_text, mail.user_id) == ("", "", user.pk)
    User.objects.filter(pk=user.pk).update(name="Ana María")
    assert deliver() == {Status.SENT: 1}
    mail.refresh_from_db()
    assert "Hola, Ana María." in mail.body_text
    assert "06:59" in mail.body_text
    assert '<html lang="en">' in mail.body_html


def written_now(rule: Rule) -> OutgoingEmail:
    """Plan one row for now, however late the local day is."""
    plan_rule(replace(rule, lateness=timedelta(days=3)), timezone.now())
    return OutgoingEmail.objects.get()


def test_reminder_nobody_wants_is_skipped(db: None, person: Any, smtp_sink: SmtpSink) -> None:
    person(UNSUBSCRIBED, joined=timezone.now() - timedelta(hours=25))
    plan_rule(UNFINISHED, timezone.now())
    assert deliver() == {Status.SKIPPED: 1}
    assert OutgoingEmail.objects.get().reason == UNWANTED.code
    assert smtp_sink.messages == []


def test_reminder_that_could_not_leave_in_time_is_dropped(db: None, person: Any, smtp_sink: SmtpSink) -> None:
    person("ana@example.org")
    plan(at(9))
    assert deliver() == {Status.SKIPPED: 1}
    assert OutgoingEmail.objects.get().reason == EXPIRED.code


def test_renderer_whose_query_fails_is_noted_and_the_next_leaves(
    db: None, person: Any, smtp_sink: SmtpSink
) -> None:
    for address in (BROKEN, "ana@example.org"):
        person(address, joined=timezone.now() - timedelta(hours=25))
    plan_rule(UNFINISHED, timezone.now())
    assert deliver() == {Status.QUEUED: 1, Status.SENT: 1}
    assert "division by zero" in OutgoingEmail.objects.get(to=BROKEN).last_reply


def test_task_plans_every_rule(db: None, person: Any) -> None:
    instants[EDITION] = timezone.now() + timedelta(days=1, hours=1)
    person("ana@example.org", local_zone_at_nine())
    plan_reminders()
    assert told() == {"ana@example.org"}
    assert reminders.rules() == [CLOSING]


def local_zone_at_nine() -> str:
    """A zone where it is between 9 and 10 in the morning now (Etc/GMT has the sign turned round)."""
    offset = (9 - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-offset:+d}"


def test_audience_through_joins_and_annotations_compiles(db: None, person: Any) -> None:
    user = person("ana@example.org")
    user.consents.create(purpose="news", text_version="1")
    rule = replace(
        CLOSING,
        audience=lambda: (
            user.consents.model.objects.filter(withdrawn_at=None)
            .annotate(edition=Value(EDITION))
            .values_list(
                "user_id",
                "user__email",
                "user__language",
                "user__time_zone",
                "edition",
                F("user__date_joined"),
            )
        ),
    )
    assert plan_rule(rule, at(9)) == 1
