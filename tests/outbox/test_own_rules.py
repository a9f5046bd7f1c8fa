"""Reminders that organisers add, and groups they choose for the ones of the code."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from django.db.models import Value
from django.test import Client

from somosnlp import providers
from somosnlp.accounts.models import User
from somosnlp.outbox.deadlines import Deadline
from somosnlp.outbox.dry_runs import send_to_myself
from somosnlp.outbox.forecast import everybody, forecast
from somosnlp.outbox.groups import Segment
from somosnlp.outbox.models import OutgoingEmail, OwnRule, ReminderRule
from somosnlp.outbox.own_rules import delete_own_rule, save_own_rule
from somosnlp.outbox.reasons import CHANGED, NOT_CONCERNED, OFF, REMOVED
from somosnlp.outbox.reminders import plan
from somosnlp.outbox.rendering import Content, Skip, compose
from somosnlp.outbox.rules import Settings
from somosnlp.outbox.ruleset import current_rules, rule_of
from somosnlp.outbox.states import Status
from somosnlp.outbox.topics import Reader
from somosnlp.ui.times import instant_text
from tests.outbox import rules_for_tests as given
from tests.outbox.rules_for_tests import CLOSES, CLOSING, DONE, EDITION, UNFINISHED, person

pytestmark = pytest.mark.django_db
HERE = "tests.outbox.test_own_rules"
WORDS = {"es": ("{edicion}: quedan días", "{saludo}\n\nEs el **{plazo}**. [Sigue aquí]({enlace}).")}
PAGES = "/admin/outbox/ownrule/"


def _people(name: str, edition: int) -> Any:
    return User.objects.filter(name=name, is_active=True).values_list(
        "pk", "email", "language", "time_zone", Value(edition), "date_joined"
    )


def groups() -> list[Segment]:
    return [
        Segment("tests.done", "quienes ya lo hicieron", partial(_people, DONE)),
        Segment("tests.ana", "quienes se llaman Ana", partial(_people, "Ana")),
    ]


def dates() -> list[Deadline]:
    return [
        Deadline(
            "delivery",
            "Entrega",
            lambda: given.instants,
            lambda edition, zone: instant_text(given.instants[edition], zone),
            partial(_people, "Ana"),
        )
    ]


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> Iterator[None]:
    settings.PROVIDERS = {
        **settings.PROVIDERS,
        **given.PROVIDERS,
        "segments": [f"{HERE}.groups"],
        "deadlines": [f"{HERE}.dates"],
    }
    given.instants.clear()
    given.instants[EDITION] = CLOSES
    yield
    providers._resolve.cache_clear()


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 4, day, hour, tzinfo=UTC)


def own(words: Any = WORDS, **columns: Any) -> OwnRule:
    rule = OwnRule(
        **{"title": "Quedan tres días", "edition_id": EDITION, "deadline": "delivery", "days": 3, **columns}
    )
    save_own_rule(rule, {} if rule.template else words)
    return rule


def waiting() -> list[tuple[str, str]]:
    rows = OutgoingEmail.objects.filter(status=Status.QUEUED).values_list("rule", "to")
    return sorted(rows)


def test_added_rule_is_planned_when_and_for_whom_it_says() -> None:
    person("ana@example.org", "America/Bogota", name="Ana")
    person("luis@example.org", name="Luis")
    rule = own(at=time(17))
    assert plan(at(7, 21)) == 0
    assert plan(at(8, 22)) == 1
    assert plan(at(8, 23)) == 0
    assert waiting() == [(rule.key, "ana@example.org")]


def test_one_statement_plans_an_added_rule(django_assert_num_queries: Any) -> None:
    for number in range(30):
        person(f"p{number}@example.org", name="Ana")
    own()
    own(title="Otro", deadline="delivery", days=10)
    # settings, own rules, their words; for each of three `DaysBefore` savepoint, what waits, (zones,
    # INSERT … SELECT where it is due,) release; for `After` savepoint, INSERT, release
    with django_assert_num_queries(3 + 3 * 3 + 2 + 3):
        assert plan(at(8, 9)) == 30


def test_words_are_filled_in_for_the_person_of_that_moment() -> None:
    ana = person("ana@example.org", "America/Bogota", name="Ana", language="en")
    own()
    plan(at(8, 14))
    User.objects.filter(pk=ana.pk).update(name="Ana")
    content = compose(OutgoingEmail.objects.get())
    assert isinstance(content, Content)
    assert content.subject == "Hackathon 2026: quedan días"
    assert "Hola, Ana:" in content.text
    assert "06:59 (hora de Bogotá)" in content.text
    assert "/mi-hackathon/" in content.html
    assert '<html lang="es">' in content.html
    assert "/correos/temas/" in content.text


def test_group_instead_of_whom_the_date_concerns() -> None:
    person("ana@example.org", name="Ana")
    person("hecho@example.org", name=DONE)
    rule = own(segment="tests.done")
    assert plan(at(8, 9)) == 1
    assert waiting() == [(rule.key, "hecho@example.org")]


@pytest.mark.parametrize(
    ("change", "reason", "left"),
    [
        ({"segment": "tests.done"}, CHANGED, "hecho@example.org"),
        ({"days": 2}, CHANGED, ""),
        ({"at": time(23)}, CHANGED, ""),
        ({"is_on": False}, OFF, ""),
    ],
)
def test_changed_rule_takes_back_what_waits_and_plans_again(
    change: dict[str, Any], reason: Any, left: str
) -> None:
    person("ana@example.org", name="Ana")
    person("hecho@example.org", name=DONE)
    rule = own()
    plan(at(8, 9))
    for column, value in change.items():
        setattr(rule, column, value)
    assert save_own_rule(rule, WORDS) == 1
    assert OutgoingEmail.objects.get(to="ana@example.org").reason == reason.code
    plan(at(8, 10))
    assert [to for _rule, to in waiting()] == ([left] if left else [])


def test_saved_unchanged_it_is_planned_again_once() -> None:
    person("ana@example.org", name="Ana")
    rule = own()
    plan(at(8, 9))
    save_own_rule(rule, WORDS)
    assert (plan(at(8, 10)), plan(at(8, 11))) == (1, 0)


def test_who_was_told_is_not_told_again_after_a_change() -> None:
    person("ana@example.org", name="Ana")
    rule = own()
    plan(at(8, 9))
    OutgoingEmail.objects.update(status=Status.SENT, sent_at=at(8, 9))
    rule.days = 2
    save_own_rule(rule, WORDS)
    assert plan(at(9, 9)) == 0


def test_deleted_rule_never_leaves() -> None:
    person("ana@example.org", name="Ana")
    rule = own()
    plan(at(8, 9))
    late = OutgoingEmail.objects.get()
    assert delete_own_rule(rule) == 1
    assert OutgoingEmail.objects.get().reason == REMOVED.code
    assert compose(late) == Skip(REMOVED)
    assert plan(at(8, 10)) == 0


def test_moved_date_plans_an_added_rule_again() -> None:
    person("ana@example.org", name="Ana")
    own()
    plan(at(8, 9))
    given.instants[EDITION] = CLOSES + timedelta(days=1)
    assert plan(at(8, 10)) == 0
    assert waiting() == []
    assert plan(at(9, 10)) == 1


def test_rule_without_its_date_group_or_text_is_silent() -> None:
    person("ana@example.org", name="Ana")
    own(deadline="nada")
    own(segment="nada")
    own(template="registrations/mail/registered")
    assert plan(at(8, 9)) == 0
    assert len(current_rules(Settings.read())) == 2


def test_dry_run_of_an_added_rule_goes_to_who_asks() -> None:
    ana = person("ana@example.org", "America/Bogota", name="Ana")
    rule = rule_of(own().key)
    assert rule
    copy = send_to_myself(
        rule, object_id=EDITION, whose=Reader(ana.email, ana.pk), me=Reader("yo@example.org", 0)
    )
    assert isinstance(copy, OutgoingEmail)
    assert (copy.to, "Hola, Ana:" in copy.body_text) == ("yo@example.org", True)


def test_forecast_counts_the_added_rule() -> None:
    person("ana@example.org", name="Ana")
    rule = own()
    outlook = next(one for one in forecast(at(7, 0)) if one.rule.key == rule.key)
    assert (outlook.people, outlook.rule.title) == (1, "Quedan tres días")


@pytest.mark.parametrize("edition", [None, EDITION])
def test_group_chosen_for_a_rule_of_the_code(edition: int | None) -> None:
    person("luis@example.org", joined=at(9, 9), name="Luis")
    person("hecho@example.org", joined=at(9, 9), name=DONE)
    for rule in (CLOSING, UNFINISHED):
        ReminderRule.objects.create(rule=rule.key, edition_id=edition, segment="tests.done")
    foreseen = {(rule, line.email) for rule, line in everybody(at(9, 10))}
    assert plan(at(10, 9)) == 2
    assert (
        set(waiting())
        == foreseen
        == {
            (CLOSING.key, "hecho@example.org"),
            (UNFINISHED.key, "hecho@example.org"),
        }
    )
    outlook = next(one for one in forecast(at(9, 10)) if one.rule.key == CLOSING.key)
    assert "done" not in outlook.left_out


def test_group_chosen_for_another_edition_changes_nothing() -> None:
    person("luis@example.org", name="Luis")
    given.instants[8] = CLOSES + timedelta(days=300)
    ReminderRule.objects.create(rule=CLOSING.key, edition_id=8, segment="tests.done")
    assert plan(at(10, 9)) == 1
    assert waiting() == [(CLOSING.key, "luis@example.org")]


def test_who_left_the_group_while_planned_is_not_told() -> None:
    ana = person("ana@example.org", name="Ana")
    own()
    plan(at(8, 9))
    User.objects.filter(pk=ana.pk).update(name="Otra")
    assert compose(OutgoingEmail.objects.get()) == Skip(NOT_CONCERNED)


def posted(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Quedan tres días",
        "edition_id": EDITION,
        "deadline": "delivery",
        "days": 3,
        "at": "17:00",
        "lateness": 24,
        "is_on": "on",
        "segment": "tests.done",
        "subject_es": "Quedan días",
        "body_es": "{saludo} {plazo}",
        **fields,
    }


def test_organiser_adds_changes_and_deletes_a_rule(admin_client: Client) -> None:
    assert admin_client.get(f"{PAGES}add/").status_code == 200
    assert admin_client.post(f"{PAGES}add/", posted()).status_code == 302
    rule = OwnRule.objects.get()
    assert (rule.segment, rule.at, rule.texts.get().body) == ("tests.done", time(17), "{saludo} {plazo}")
    page = admin_client.get(f"{PAGES}{rule.pk}/change/").content.decode()
    assert "Quedan días" in page
    assert "{plazo}" in page
    assert "06:59 (hora de Bogotá)" in page
    changed = posted(days=5, subject_en="Days left", body_en="{saludo}", segment="")
    assert admin_client.post(f"{PAGES}{rule.pk}/change/", changed).status_code == 302
    assert set(rule.texts.values_list("language", flat=True)) == {"es", "en"}
    assert "Entrega · 5 · 17:00" in admin_client.get(PAGES).content.decode()
    forecast_page = admin_client.get("/admin/outbox/reminderrule/prevision/")
    assert forecast_page.status_code == 200
    admin_client.post(f"{PAGES}{rule.pk}/delete/", {"post": "yes"})
    assert not OwnRule.objects.exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"body_es": "{{ user.password }}"}, "Aquí no hay"),
        ({"body_es": "{% for x in y %}{% endfor %}"}, "Aquí no hay"),
        ({"body_es": "{clave}"}, "{clave} no existe"),
        ({"subject_es": "{enlace}"}, "no cabe en el asunto"),
        ({"body_es": ""}, "Falta"),
        ({"body_en": "Hello"}, "Faltan el asunto o el texto"),
        ({"template": "registrations/mail/closing"}, "no los dos"),
        ({"template": "accounts/mail/login_code", "body_es": "", "subject_es": ""}, "errorlist"),
        ({"segment": "inventado"}, "errorlist"),
        ({"deadline": "inventado"}, "errorlist"),
        ({"edition_id": 99}, "errorlist"),
        ({"days": 91}, ""),
        ({"lateness": 0}, ""),
    ],
)
def test_broken_rule_is_refused_on_save(admin_client: Client, fields: dict[str, Any], reason: str) -> None:
    answer = admin_client.post(f"{PAGES}add/", posted(**fields))
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert not OwnRule.objects.exists()


def test_text_of_ours_can_be_used(admin_client: Client) -> None:
    fields = posted(template="registrations/mail/closing", subject_es="", body_es="")
    assert admin_client.post(f"{PAGES}add/", fields).status_code == 302
    rule = rule_of(OwnRule.objects.get().key)
    assert rule
    assert (rule.template, rule.renderer) == ("registrations/mail/closing", "registrations.unfinished")
    page = admin_client.get(f"{PAGES}{OwnRule.objects.get().pk}/change/")
    assert "se cierran pronto" in page.content.decode()


def test_changed_setting_takes_back_what_waits(admin_client: Client) -> None:
    person("luis@example.org", name="Luis")
    plan(at(10, 9))
    fields = {"rule": CLOSING.key, "edition_id": EDITION, "is_on": "on", "segment": "tests.done"}
    assert admin_client.post("/admin/outbox/reminderrule/add/", fields).status_code == 302
    assert OutgoingEmail.objects.get().reason == CHANGED.code
    row = ReminderRule.objects.get()
    assert "quienes ya lo hicieron" in admin_client.get("/admin/outbox/reminderrule/").content.decode()
    admin_client.post(f"/admin/outbox/reminderrule/{row.pk}/delete/", {"post": "yes"})
    assert plan(at(10, 10)) == 1
