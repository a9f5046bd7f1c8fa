"""Reminders of sessions as organisers change, foresee and try them; what they cost."""

from functools import partial
from typing import Any

import pytest
from django.db.models import Value
from django.test import Client

from events.attending.reminders import SESSIONS, session_rules
from events.models import Attendance, Session
from events.states import AttendanceStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.dry_runs import send_to_myself
from somosnlp.outbox.forecast import forecast
from somosnlp.outbox.groups import Segment
from somosnlp.outbox.models import OutgoingEmail, ReminderRule
from somosnlp.outbox.reminders import plan, plan_rule
from somosnlp.outbox.topics import Reader, switch
from tests.events.attending.reminding import (
    DAY,
    HOUR,
    LONG_BEFORE,
    MINUTE,
    SOON,
    START,
    TOMORROW,
    Clock,
    clock,
    content_of,
    session,
    signed_up,
    told_at,
    waiting,
)
from tests.factories.accounts import UserFactory
from tests.factories.events import SessionFactory
from tests.mail import SmtpSink, smtp_sink
from tests.threads import at_once

__all__ = ["clock", "session", "smtp_sink"]
pytestmark = pytest.mark.django_db


def test_organiser_changes_the_hours_of_one_edition_and_nothing_else(session: Session, clock: Clock) -> None:
    elsewhere = SessionFactory(starts_at=START)
    signed_up(session, email="ana@example.org")
    signed_up(elsewhere, email="luz@example.org")
    ReminderRule.objects.create(rule=SOON, edition_id=session.edition_id, hours=3)
    assert told_at(clock, START - 3 * HOUR) == 1
    assert waiting() == ["ana@example.org"]
    assert "Empieza en 3 horas" in content_of(OutgoingEmail.objects.get()).subject
    assert told_at(clock, START - HOUR) == 1
    assert told_at(clock, START - HOUR + MINUTE) == 0


def test_organiser_switches_a_rule_off_for_one_edition(session: Session, clock: Clock) -> None:
    elsewhere = SessionFactory(starts_at=START)
    signed_up(session, email="ana@example.org")
    signed_up(elsewhere, email="luz@example.org")
    told_at(clock, START - HOUR)
    ReminderRule.objects.create(rule=SOON, edition_id=session.edition_id, is_on=False)
    told_at(clock, START - HOUR + MINUTE)
    assert waiting() == ["luz@example.org"]


def test_group_chosen_for_an_edition_is_told_of_each_of_its_sessions(
    session: Session, clock: Clock, settings: Any
) -> None:
    settings.PROVIDERS = {**settings.PROVIDERS, "segments": [f"{__name__}.organisers"]}
    UserFactory(email="equipo@example.org", is_staff=True, date_joined=LONG_BEFORE)
    signed_up(session, email="ana@example.org")
    elsewhere = SessionFactory(starts_at=START)
    signed_up(elsewhere, email="luz@example.org")
    ReminderRule.objects.create(rule=TOMORROW, edition_id=session.edition_id, segment="tests.organisers")
    told_at(clock, START - DAY)
    assert waiting() == ["equipo@example.org", "luz@example.org"]
    mail = OutgoingEmail.objects.get(to="equipo@example.org")
    assert mail.object_id == session.pk
    assert "/programa/lugar/" not in content_of(mail).text


def organisers() -> Any:
    def recipients(edition_id: int) -> Any:
        rows = User.objects.filter(is_staff=True)
        return rows.values_list("pk", "email", "language", "time_zone", Value(edition_id), "date_joined")

    return [Segment("tests.organisers", "equipo", recipients)]


def test_changing_a_rule_in_the_admin_plans_again_what_waits(
    session: Session, clock: Clock, admin_client: Client
) -> None:
    signed_up(session)
    told_at(clock, START - DAY)
    data = {"rule": TOMORROW, "edition_id": session.edition_id, "is_on": "on", "hours": 20}
    assert admin_client.post("/admin/outbox/reminderrule/add/", data).status_code == 302
    assert waiting() == []
    assert told_at(clock, START - 20 * HOUR) == 1


def test_admin_refuses_days_for_a_rule_of_hours(admin_client: Client) -> None:
    data = {"rule": SOON, "is_on": "on", "days": 2}
    page = admin_client.post("/admin/outbox/reminderrule/add/", data).content.decode()
    assert "cuenta horas antes de que empiece" in page


def test_forecast_counts_the_people_of_each_session(
    session: Session, clock: Clock, admin_client: Client
) -> None:
    for _number in range(3):
        signed_up(session)
    signed_up(session, joined_at=START - 2 * HOUR)
    switch(SESSIONS.key, Reader(Attendance.objects.order_by("pk")[0].email), on=False)
    clock.now = START - 3 * DAY
    found = {one.rule.key: one for one in forecast(clock.now)}
    assert {key: one.people for key, one in found.items()} == {TOMORROW: 2, SOON: 3}
    assert found[TOMORROW].left_out == {"late": 1, "declined": 1}
    page = admin_client.get("/admin/outbox/reminderrule/prevision/").content.decode()
    assert f"Sesión en una hora, a quien se apuntó · {session.edition.name} · Lenguas &amp; modelos" in page
    assert "1 hora antes" in page
    assert f"edition_id={session.edition_id}" in page
    query: dict[str, Any] = {"rule": SOON, "object": session.pk}
    listed = admin_client.get("/admin/outbox/reminderrule/prevision/personas/", query).content.decode()
    assert listed.count("(hora de Bogotá)") == 3


def test_organiser_tries_the_mail_of_an_address_without_account(
    session: Session, clock: Clock, admin_client: Client
) -> None:
    row = signed_up(session)
    clock.now = START - 3 * DAY
    data = {"rule": SOON, "object": session.pk, "user": "", "email": row.email}
    page = admin_client.post("/admin/outbox/reminderrule/prevision/prueba/", data, follow=True)
    assert "Te la enviamos a admin@example.com" in page.content.decode()
    copy = OutgoingEmail.objects.get()
    assert (copy.to, copy.rule) == ("admin@example.com", "")
    assert "18:00 (hora de Bogotá)" in copy.body_text


def test_dry_run_does_not_spend_the_reminder(session: Session, clock: Clock) -> None:
    row = signed_up(session)
    rule = next(rule for rule in session_rules() if rule.key == SOON)
    send_to_myself(rule, object_id=session.pk, whose=Reader(row.email), me=Reader("yo@example.org", 1))
    assert told_at(clock, START - HOUR) == 1


def test_statements_do_not_grow_with_people(session: Session, django_assert_num_queries: Any) -> None:
    zones = ["America/Bogota", "Europe/Madrid", "America/Lima", ""]
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            email=f"p{number}@example.org",
            time_zone=zones[number % 4],
            status=AttendanceStatus.GOING,
            nonce=f"n{number}",
            joined_at=LONG_BEFORE,
        )
        for number in range(500)
    )
    rule = next(rule for rule in session_rules() if rule.key == SOON)
    # savepoint, instants twice (what moved, what is due), what waits, since when, zones, INSERT, release
    with django_assert_num_queries(8):
        assert plan_rule(rule, START - HOUR) == 500
    with django_assert_num_queries(5):
        assert plan_rule(rule, START - 3 * HOUR) == 0


@pytest.mark.django_db(transaction=True)
def test_planners_and_workers_at_once_tell_each_address_once(
    session: Session, clock: Clock, smtp_sink: SmtpSink
) -> None:
    for _number in range(40):
        signed_up(session)
    clock.now = START - HOUR
    for work in (partial(plan, clock.now), deliver):
        at_once([work] * 4)
    assert OutgoingEmail.objects.count() == 40
    assert len(smtp_sink.messages) == 40
