"""The forecast of a week against the week: the clock moved hour by hour, everything planned and delivered."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from somosnlp import providers
from somosnlp.accounts.models import User
from somosnlp.outbox.deadlines import Deadline
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.forecast import everybody, forecast, people
from somosnlp.outbox.groups import Segment
from somosnlp.outbox.models import OutgoingEmail, OwnRule, ReminderRule
from somosnlp.outbox.own_rules import save_own_rule
from somosnlp.outbox.reminders import plan
from somosnlp.outbox.states import Status
from somosnlp.outbox.topics import Reader, switch
from tests.mail import SmtpSink
from tests.outbox import rules_for_tests as given
from tests.outbox.rules_for_tests import CLOSES, CLOSING, DONE, EDITION, UNFINISHED, person

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 4, 6, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> Iterator[None]:
    settings.PROVIDERS = {**settings.PROVIDERS, **given.PROVIDERS}
    given.instants.clear()
    given.instants[EDITION] = CLOSES
    yield
    providers._resolve.cache_clear()


@pytest.fixture
def crowd() -> None:
    """People of many zones who began at many hours, and some who are told nothing."""
    zones = ["America/Bogota", "Europe/Madrid", "Asia/Tokyo", "Pacific/Apia", "Marte/Olympus", ""]
    for number in range(24):
        joined = MONDAY - timedelta(hours=11 * number)
        person(f"p{number}@example.org", zones[number % 6], joined=joined, language="es")
    person("hecho@example.org", name=DONE, joined=MONDAY - timedelta(hours=2))
    baja = person("baja@example.org", joined=MONDAY - timedelta(hours=2))
    switch("registration", Reader(baja.email, baja.pk), on=False)


class Clock:
    """What `timezone.now` answers."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(MONDAY)
    monkeypatch.setattr(timezone, "now", clock)
    return clock


def hour(instant: datetime) -> datetime:
    """The first full hour of this clock at or after `instant`: planning happens every hour."""
    since = (instant - MONDAY).total_seconds()
    return MONDAY + timedelta(hours=-(-since // 3600))


def foreseen() -> list[tuple[str, str, datetime]]:
    return sorted((rule, line.email, hour(line.at)) for rule, line in everybody(MONDAY))


def live_the_week(clock: Clock) -> list[tuple[str, str, datetime]]:
    for step in range(7 * 24 + 1):
        clock.now = MONDAY + timedelta(hours=step)
        plan(clock.now)
        deliver()
    sent = OutgoingEmail.objects.filter(status=Status.SENT).values_list("rule", "to", "sent_at")
    return sorted((rule, to, at) for rule, to, at in sent if at is not None)


def test_week_brings_what_was_foreseen(crowd: None, clock: Clock, smtp_sink: SmtpSink) -> None:
    expected = foreseen()
    assert {rule for rule, _to, _at in expected} == {CLOSING.key, UNFINISHED.key}
    assert len(expected) > 24
    assert live_the_week(clock) == expected


def test_week_with_settings_of_organisers_too(crowd: None, clock: Clock, smtp_sink: SmtpSink) -> None:
    ReminderRule.objects.create(rule=CLOSING.key, days=3, at="17:30")
    ReminderRule.objects.create(rule=UNFINISHED.key, edition_id=EDITION, hours=60, lateness=5)
    expected = foreseen()
    assert len(expected) > 24
    assert live_the_week(clock) == expected


def dates() -> list[Deadline]:
    return [
        Deadline("delivery", "Entrega", lambda: given.instants, lambda *_: "", lambda _: given.audience())
    ]


def test_week_with_an_added_rule_and_a_chosen_group_too(
    crowd: None, clock: Clock, smtp_sink: SmtpSink, settings: Any
) -> None:
    settings.PROVIDERS = {
        **settings.PROVIDERS,
        "deadlines": [f"{__name__}.dates"],
        "segments": [f"{__name__}.late"],
    }
    rule = OwnRule(title="Faltan dos", edition_id=EDITION, deadline="delivery", days=2, at=time(18))
    save_own_rule(rule, {"es": ("Faltan dos", "{saludo} {plazo}")})
    ReminderRule.objects.create(rule=CLOSING.key, edition_id=EDITION, segment="tests.late")
    expected = foreseen()
    told = Counter(rule for rule, _to, _at in expected)
    assert told[rule.key] == 25  # who left the other topic, too
    assert 0 < told[CLOSING.key] < 12
    assert live_the_week(clock) == expected


def late() -> list[Segment]:
    """Those who began in the last days."""
    since = MONDAY - timedelta(days=4)
    return [
        Segment(
            "tests.late",
            "quienes empezaron hace poco",
            lambda _edition: given.audience().filter(date_joined__gt=since),
        )
    ]


def test_week_with_a_daily_cap_too(crowd: None, clock: Clock, smtp_sink: SmtpSink, settings: Any) -> None:
    settings.OUTBOX_DAILY_CAP = 1
    ReminderRule.objects.create(rule=CLOSING.key, days=5, lateness=48)
    expected = foreseen()
    whys = {line.why for _rule, line in everybody(MONDAY)}
    assert whys == {"", "cap"}
    assert live_the_week(clock) == expected


def outlook(rule: str) -> Any:
    return next(one for one in forecast(MONDAY) if one.rule.key == rule)


def test_reasons_are_counted_and_listed(crowd: None, clock: Clock) -> None:
    clock.now = MONDAY
    closing = outlook(CLOSING.key)
    assert closing.people == 24
    assert closing.left_out == {"done": 1, "declined": 1}
    assert [line.email for line in people(MONDAY, CLOSING, EDITION, "done")[0]] == ["hecho@example.org"]
    assert [line.email for line in people(MONDAY, CLOSING, EDITION, "declined")[0]] == ["baja@example.org"]
    assert [line.email for line in people(MONDAY, CLOSING, EDITION, search="P23@")[0]] == ["p23@example.org"]
    assert people(MONDAY, CLOSING, EDITION, search="%")[0] == []


def test_rule_switched_off_says_whom_it_would_reach(crowd: None) -> None:
    ReminderRule.objects.create(rule=CLOSING.key, is_on=False)
    closing = outlook(CLOSING.key)
    assert (closing.people, closing.left_out["off"]) == (0, 25)


def test_who_was_told_or_came_late_is_left_out_with_the_reason() -> None:
    person("pronto@example.org")
    plan(CLOSES - timedelta(hours=24))
    tarde = person("tarde@example.org", joined=CLOSES - timedelta(hours=3))
    now = CLOSES - timedelta(hours=23)
    closing = next(one for one in forecast(now) if one.rule.key == CLOSING.key)
    assert closing.left_out == {"told": 1, "late": 1}
    assert [line.user_id for line in people(now, CLOSING, EDITION, "late")[0]] == [tarde.pk]


def test_queries_do_not_grow_with_people(crowd: None, django_assert_max_num_queries: Any) -> None:
    User.objects.bulk_create(
        User(email=f"m{number}@example.org", time_zone="America/Lima", date_joined=MONDAY)
        for number in range(500)
    )
    with django_assert_max_num_queries(10):
        forecast(MONDAY)


def test_page_of_people_holds_fifty(crowd: None) -> None:
    User.objects.bulk_create(
        User(email=f"m{number:03}@example.org", date_joined=given.LONG_AGO) for number in range(60)
    )
    first, more = people(MONDAY, CLOSING, EDITION, search="m0")
    second, end = people(MONDAY, CLOSING, EDITION, search="m0", page=2)
    assert (len(first), more, len(second), end) == (50, True, 10, False)
