"""Reminders of sessions: whom, at which instant, in whose hour, and when not."""

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Value
from django.test import Client
from django.utils import timezone, translation

from events.attending.reminders import SESSIONS, session_rules
from events.models import Attendance, CoSpeaker, KeynoteProposal, Mentorship, Session
from events.programme.words import near_text, time_left
from events.states import AttendanceStatus, InviteStatus, SessionRole, SessionStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.dry_runs import send_to_myself
from somosnlp.outbox.forecast import forecast
from somosnlp.outbox.groups import Segment
from somosnlp.outbox.models import OutgoingEmail, ReminderRule
from somosnlp.outbox.reasons import CALLED_OFF, EXPIRED, LEFT_TOPIC, MOVED, NOT_CONCERNED
from somosnlp.outbox.reminders import plan, plan_rule
from somosnlp.outbox.rendering import Content, Skip, compose
from somosnlp.outbox.states import Status
from somosnlp.outbox.topics import Reader, switch, unsubscribe_url
from somosnlp.review.states import Status as Decision
from somosnlp.ui.zones import known_zones
from tests.factories.accounts import UserFactory
from tests.factories.attendance import AttendanceFactory
from tests.factories.events import PersonFactory, SessionFactory, SessionPersonFactory
from tests.factories.proposals import KeynoteProposalFactory
from tests.factories.scheduling import WAYS, speaks_by
from tests.mail import SmtpSink, smtp_sink

__all__ = ["smtp_sink"]
pytestmark = pytest.mark.django_db
START = datetime(2027, 4, 10, 23, 0, tzinfo=UTC)  # 18:00 in Bogotá
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LONG_BEFORE = START - timedelta(days=10)
TOMORROW, SOON, SPEAKER = (rule.key for rule in session_rules())


class Clock:
    """What `timezone.now` answers."""

    def __init__(self) -> None:
        self.now = LONG_BEFORE

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def session() -> Session:
    return SessionFactory(starts_at=START, room_url="https://example.org/sala/", title="Lenguas & modelos")


def signed_up(session: Session, **fields: Any) -> Attendance:
    return AttendanceFactory(**{"session": session, "joined_at": LONG_BEFORE, **fields})


def waiting(rule: str = "") -> list[str]:
    mails = OutgoingEmail.objects.filter(status=Status.QUEUED, rule__contains=rule)
    return sorted(mails.values_list("to", flat=True))


def told_at(clock: Clock, at: datetime) -> int:
    clock.now = at
    return plan(at)


def content_of(mail: OutgoingEmail) -> Content:
    content = compose(mail)
    assert isinstance(content, Content)
    return content


def reason_of(mail: OutgoingEmail) -> str:
    skipped = compose(mail)
    assert isinstance(skipped, Skip)
    return skipped.reason.code


def test_who_signed_up_is_told_a_day_and_an_hour_before(session: Session, clock: Clock) -> None:
    signed_up(session, email="ana@example.org")
    moments = [
        START - DAY - MINUTE,
        START - DAY,
        START - DAY + MINUTE,
        START - HOUR - MINUTE,
        START - HOUR,
        START,
    ]
    assert [told_at(clock, at) for at in moments] == [0, 1, 0, 0, 1, 0]
    assert list(OutgoingEmail.objects.order_by("pk").values_list("rule", "to", "user_id", "topic")) == [
        (TOMORROW, "ana@example.org", None, SESSIONS.key),
        (SOON, "ana@example.org", None, SESSIONS.key),
    ]


def test_a_day_before_says_when_where_one_lives_and_how_to_leave(session: Session, clock: Clock) -> None:
    row = signed_up(session, user=UserFactory(name="Ana Luz Pérez", time_zone="America/Bogota"))
    told_at(clock, START - DAY)
    content = content_of(OutgoingEmail.objects.get())
    assert content.subject == "Mañana, 18:00 (hora de Bogotá): Lenguas & modelos"
    assert "Hola, Ana" in content.text
    assert "sábado 10 de abril, 18:00 (hora de Bogotá)" in content.text
    assert "/programa/lugar/" in content.text
    assert f"/programa/{session.slug}/" in content.text
    assert "calendar.google.com" in content.text
    assert session.room_url not in content.text
    assert "No recibir más sobre «Sesiones a las que te apuntaste»" in content.text
    assert "Lenguas &amp; modelos" in content.html
    assert row.user_id == OutgoingEmail.objects.get().user_id


def test_an_hour_before_brings_the_room(session: Session, clock: Clock) -> None:
    signed_up(session, language="en", time_zone="Europe/Madrid")
    told_at(clock, START - HOUR)
    mail = OutgoingEmail.objects.get()
    content = content_of(mail)
    assert session.room_url in content.text
    assert "01:00 (" in content.text
    assert "Madrid" in content.text
    assert '<html lang="en">' in content.html
    assert mail.expires_at == START


def test_without_a_zone_it_is_the_one_of_the_edition(session: Session, clock: Clock) -> None:
    signed_up(session, time_zone="")
    signed_up(session, user=UserFactory(time_zone=""), time_zone="America/Lima")
    told_at(clock, START - HOUR)
    zones = set(OutgoingEmail.objects.values_list("time_zone", flat=True))
    assert zones == {session.edition.time_zone, "America/Lima"}


@pytest.mark.parametrize(
    ("joined", "rules"),
    [
        (START - DAY - MINUTE, [TOMORROW, SOON]),
        (START - 2 * HOUR, [SOON]),
        (START - 30 * MINUTE, []),
    ],
)
def test_who_signs_up_late_gets_only_what_is_ahead(
    session: Session, clock: Clock, joined: datetime, rules: list[str]
) -> None:
    signed_up(session, joined_at=joined)
    while joined < START:
        joined += 30 * MINUTE
        told_at(clock, joined)
    assert list(OutgoingEmail.objects.order_by("pk").values_list("rule", flat=True)) == rules


def test_worker_that_was_stopped_never_brings_both_at_once(session: Session, clock: Clock) -> None:
    signed_up(session)
    assert told_at(clock, START - DAY + 7 * HOUR) == 0
    assert told_at(clock, START - 50 * MINUTE) == 1
    assert OutgoingEmail.objects.get().rule == SOON


@pytest.mark.parametrize("change", [{"is_published": True}, {"starts_at": START, "precision": "instant"}])
def test_what_is_published_or_moved_late_gets_only_what_is_ahead(
    clock: Clock, change: dict[str, Any]
) -> None:
    session = SessionFactory(starts_at=START + 5 * DAY, is_published="is_published" not in change)
    signed_up(session)
    Session.objects.filter(pk=session.pk).update(**{"starts_at": START, **change})
    Session.objects.filter(pk=session.pk).update(changed_at=START - 20 * HOUR)
    assert told_at(clock, START - 20 * HOUR) == 0
    assert told_at(clock, START - HOUR) == 1


@pytest.mark.parametrize(
    "status", [AttendanceStatus.PENDING, AttendanceStatus.WAITING, AttendanceStatus.CANCELLED]
)
def test_who_has_no_seat_is_not_told(session: Session, clock: Clock, status: str) -> None:
    signed_up(session, status=status)
    assert told_at(clock, START - DAY) == 0


@pytest.mark.parametrize(
    "columns",
    [
        {"is_published": False},
        {"status": SessionStatus.CANCELLED},
        {"precision": "unknown", "starts_at": None},
    ],
)
def test_what_does_not_take_place_reminds_nobody(clock: Clock, columns: dict[str, Any]) -> None:
    signed_up(SessionFactory(**{"starts_at": START, **columns}))
    assert told_at(clock, START - DAY) == 0


def test_sessions_of_a_hidden_edition_remind_nobody(session: Session, clock: Clock) -> None:
    signed_up(session)
    type(session.edition).objects.update(is_published=False)
    assert told_at(clock, START - DAY) == 0


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"status": SessionStatus.CANCELLED}, "events.session_cancelled"),
        ({"is_published": False}, CALLED_OFF.code),
        ({"starts_at": START + HOUR}, MOVED.code),
        ({"starts_at": None, "precision": "unknown"}, CALLED_OFF.code),
    ],
)
def test_what_changes_between_planning_and_sending_is_not_told(
    session: Session, clock: Clock, columns: dict[str, Any], code: str
) -> None:
    signed_up(session)
    told_at(clock, START - DAY)
    Session.objects.filter(pk=session.pk).update(**columns)
    mail = OutgoingEmail.objects.get()
    assert reason_of(mail) == code
    told_at(clock, START - DAY + MINUTE)
    mail.refresh_from_db()
    assert mail.status == Status.SKIPPED
    assert mail.reason == (MOVED.code if code == MOVED.code else CALLED_OFF.code)


def test_who_leaves_between_planning_and_sending_is_not_told(session: Session, clock: Clock) -> None:
    row = signed_up(session)
    told_at(clock, START - DAY)
    Attendance.objects.filter(pk=row.pk).update(status=AttendanceStatus.CANCELLED)
    assert reason_of(OutgoingEmail.objects.get()) == NOT_CONCERNED.code


def test_moved_session_is_reminded_of_again_before_its_new_hour(session: Session, clock: Clock) -> None:
    signed_up(session)
    told_at(clock, START - DAY)
    Session.objects.filter(pk=session.pk).update(starts_at=START + 2 * DAY)
    Session.objects.filter(pk=session.pk).update(changed_at=START - DAY + MINUTE)
    assert told_at(clock, START - DAY + 2 * MINUTE) == 0
    assert told_at(clock, START + DAY) == 1
    assert waiting() == [Attendance.objects.get().email]


def test_reminder_that_could_not_leave_before_the_start_is_dropped(
    session: Session, clock: Clock, smtp_sink: SmtpSink
) -> None:
    signed_up(session)
    told_at(clock, START - HOUR)
    clock.now = START
    assert deliver() == {Status.SKIPPED: 1}
    assert OutgoingEmail.objects.get().reason == EXPIRED.code


def test_daily_cap_holds_no_reminder_of_a_session_back(
    clock: Clock, smtp_sink: SmtpSink, settings: Any
) -> None:
    settings.OUTBOX_DAILY_CAP = 1
    for _number in range(3):
        signed_up(SessionFactory(starts_at=START), email="ana@example.org")
    told_at(clock, START - HOUR)
    assert deliver() == {Status.SENT: 3}


def test_two_sessions_at_once_are_two_mails_that_name_each_other(session: Session, clock: Clock) -> None:
    beside = SessionFactory(starts_at=START + 10 * MINUTE, edition=session.edition, title="Otra a la vez")
    later = SessionFactory(starts_at=START + 5 * HOUR, edition=session.edition, title="Otra después")
    for each in (session, beside, later):
        signed_up(each, email="ana@example.org")
    told_at(clock, START - HOUR)
    text = content_of(OutgoingEmail.objects.get()).text
    assert "Otra a la vez" in text
    assert "Otra después" not in text


def test_one_address_is_told_once_however_it_signed_up(session: Session, clock: Clock) -> None:
    person = UserFactory(email="ana@example.org")
    signed_up(session, user=person, email="antes@example.org")
    signed_up(session, email="Ana@example.org")
    assert told_at(clock, START - DAY) == 1
    before = forecast(START - HOUR - MINUTE)
    assert [(one.rule.key, one.people) for one in before] == [(SOON, 1)]


def test_who_gets_an_account_meanwhile_is_not_told_twice(session: Session, clock: Clock) -> None:
    row = signed_up(session, email="ana@example.org")
    told_at(clock, START - DAY)
    Attendance.objects.filter(pk=row.pk).update(user=UserFactory(email="ana@example.org"))
    assert told_at(clock, START - DAY + MINUTE) == 0
    assert "/programa/lugar/" in content_of(OutgoingEmail.objects.get()).text


def test_address_without_account_leaves_the_topic_in_one_click(
    session: Session, clock: Clock, smtp_sink: SmtpSink, client: Client
) -> None:
    signed_up(session, email="ana@example.org")
    signed_up(session, email="luz@example.org")
    told_at(clock, START - DAY)
    url = unsubscribe_url(SESSIONS.key, Reader("ana@example.org"), "es")
    path = "/" + url.split("/", 3)[3]
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert deliver() == {Status.SKIPPED: 1, Status.SENT: 1}
    assert OutgoingEmail.objects.get(to="ana@example.org").reason == LEFT_TOPIC.code
    assert told_at(clock, START - HOUR) == 1
    assert "List-Unsubscribe" in smtp_sink.to("luz@example.org")[0]


def test_who_no_longer_has_an_account_is_not_told(session: Session, clock: Clock) -> None:
    signed_up(session, user=UserFactory(is_active=False))
    assert told_at(clock, START - DAY) == 0


def speakers(session: Session) -> dict[str, User]:
    """Everybody who has to do with a session, each by another way; the first by two."""
    found: dict[str, User] = {
        name: UserFactory(email=f"{name}@example.org") for name in ("propone", "acompaña", "ama", "presenta")
    }
    proposal = KeynoteProposalFactory(
        edition=session.edition, submitted_by=found["propone"], decided=True, session=session
    )
    SessionPersonFactory(session=session, person=PersonFactory(user=found["propone"]))
    SessionPersonFactory(session=session, person=PersonFactory(user=found["presenta"]), role=SessionRole.HOST)
    for status, email in ((InviteStatus.ACCEPTED, "acompaña"), (InviteStatus.INVITED, "duda")):
        user = found.get(email)
        CoSpeaker.objects.create(
            proposal=proposal, email=f"{email}@example.org", status=status, user=user, nonce=email
        )
    Mentorship.objects.create(
        edition=session.edition,
        submitted_by=found["ama"],
        submitted_at=timezone.now(),
        decided_by=found["propone"],
        decided_at=timezone.now(),
        status=Decision.ACCEPTED,
        name="Ama",
        kind="ama",
        speciality="PLN",
        languages=["es"],
        session=session,
    )
    return found


def test_who_speaks_or_hosts_is_told_a_day_before_once(session: Session, clock: Clock) -> None:
    found = speakers(session)
    assert told_at(clock, START - DAY) == 4
    assert waiting(SPEAKER) == sorted(user.email for user in found.values())
    assert told_at(clock, START - DAY + MINUTE) == 0


@pytest.mark.parametrize(
    "row", [{"email": "Habla@Example.org"}, {"user": True, "email": "vieja@example.org"}]
)
@pytest.mark.parametrize("way", WAYS)
def test_speaker_who_signed_up_is_told_a_day_before_as_who_speaks(
    session: Session, clock: Clock, way: str, row: dict[str, Any]
) -> None:
    speaker = UserFactory(email="habla@example.org")
    speaks_by(way, session, speaker)
    signed_up(session, **{**row, "user": speaker if "user" in row else None})
    signed_up(session, email="escucha@example.org")
    told_at(clock, START - DAY)
    assert waiting(TOMORROW) == ["escucha@example.org"]
    assert "habla@example.org" in waiting(SPEAKER)
    told_at(clock, START - HOUR)
    assert sorted(to.lower() for to in waiting(SOON)) == ["escucha@example.org", "habla@example.org"]


def test_speaker_who_signed_up_is_told_once_of_the_new_hour_too(session: Session, clock: Clock) -> None:
    speaks_by("proposes", session, speaker := UserFactory(email="habla@example.org"))
    signed_up(session, email=speaker.email)
    told_at(clock, START - DAY)
    Session.objects.filter(pk=session.pk).update(starts_at=START + 2 * DAY)
    Session.objects.filter(pk=session.pk).update(changed_at=START - DAY + MINUTE)
    told_at(clock, START + DAY)
    assert [waiting(TOMORROW), waiting(SPEAKER)] == [[], ["habla@example.org"]]


def test_who_spoke_and_withdrew_is_told_as_who_signed_up(session: Session, clock: Clock) -> None:
    speaks_by("proposes", session, speaker := UserFactory(email="habla@example.org"))
    signed_up(session, user=speaker, email=speaker.email)
    KeynoteProposal.objects.update(status=Decision.WITHDRAWN)
    assert told_at(clock, START - DAY) == 1
    assert waiting(TOMORROW) == ["habla@example.org"]


def test_who_speaks_between_planning_and_sending_is_told_as_who_speaks(
    session: Session, clock: Clock
) -> None:
    signed_up(session, email="habla@example.org")
    told_at(clock, START - DAY)
    speaks_by("credited", session, UserFactory(email="habla@example.org", date_joined=LONG_BEFORE))
    assert reason_of(OutgoingEmail.objects.get()) == NOT_CONCERNED.code
    assert told_at(clock, START - DAY + MINUTE) == 1


@pytest.mark.parametrize(
    ("facts", "who", "words", "page"),
    [
        ({}, "propone", "Añadir mis diapositivas", "/diapositivas/"),
        ({"slides_url": "https://example.org/d/"}, "propone", "Ver la sesión", "/programa/"),
        ({}, "presenta", "Ver la sesión", "/programa/"),
        ({}, "ama", "Ir a mi mentoría", "/cola/"),
        ({"takes_questions": True}, "presenta", "Moderar las preguntas", "/preguntas/moderar/"),
    ],
)
def test_button_of_a_speaker_leads_to_what_is_left_to_do(
    session: Session, clock: Clock, facts: dict[str, Any], who: str, words: str, page: str
) -> None:
    found = speakers(session)
    Session.objects.filter(pk=session.pk).update(**facts)
    told_at(clock, START - DAY)
    content = content_of(OutgoingEmail.objects.get(to=found[who].email))
    [button] = re.findall(rf"^{words}: (\S+)$", content.text, re.MULTILINE)
    assert page in button


def test_speaker_reads_what_should_be_ready(session: Session, clock: Clock) -> None:
    found = speakers(session)
    Session.objects.filter(pk=session.pk).update(seats_taken=12)
    told_at(clock, START - DAY)
    text = content_of(OutgoingEmail.objects.get(to=found["propone"].email)).text
    assert "Sube tus diapositivas" in text
    assert "Hay 12 personas apuntadas" in text
    assert session.room_url in text
    Session.objects.filter(pk=session.pk).update(slides_url="https://example.org/d/", room_url="")
    host = content_of(OutgoingEmail.objects.get(to=found["presenta"].email)).text
    assert "que presentas" in host
    assert "Sube tus diapositivas" not in host
    assert "Te pasaremos el enlace a la sala" in host


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
    ready = threading.Barrier(4)

    def run(work: Callable[[], Any]) -> None:
        ready.wait()
        try:
            work()
        finally:
            connection.close()

    for work in (lambda: plan(clock.now), deliver):
        threads = [threading.Thread(target=run, args=(work,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert OutgoingEmail.objects.count() == 40
    assert len(smtp_sink.messages) == 40


@pytest.mark.parametrize(
    ("zone", "start", "words"),
    [
        # The clock changes between the reminder and the session: noon of one day, eleven of the next.
        ("America/Santiago", "2027-04-04T15:00Z", "mañana, 11:00"),
        ("America/Santiago", "2027-09-05T14:00Z", "mañana, 11:00"),
        ("Europe/Madrid", "2027-03-28T16:00Z", "mañana, 18:00"),
        ("Europe/Madrid", "2027-10-31T16:00Z", "mañana, 17:00"),
        # The hour that happens twice, both times, and the one that never does.
        ("Europe/Madrid", "2027-10-31T00:30Z", "mañana, 02:30"),
        ("Europe/Madrid", "2027-10-31T01:30Z", "mañana, 02:30"),
        ("Europe/Madrid", "2027-03-28T01:30Z", "mañana, 03:30"),
        # The day before is 25 hours long: 24 hours before 23:30 is still that day, 00:30 of the same.
        ("Europe/Madrid", "2027-10-31T22:30Z", "hoy, 23:30"),
        ("America/Havana", "2027-03-14T20:00Z", "mañana, 16:00"),
        ("America/Havana", "2027-11-07T20:00Z", "mañana, 15:00"),
        # No longer changes its clocks, since 2019 and 2024.
        ("America/Sao_Paulo", "2027-11-07T20:00Z", "mañana, 17:00"),
        ("America/Asuncion", "2027-07-10T20:00Z", "mañana, 17:00"),
        # An hour back for Ramadan, and half an hour.
        ("Africa/Casablanca", "2027-02-07T18:00Z", "mañana, 18:00"),
        ("Africa/Casablanca", "2027-03-14T18:00Z", "mañana, 19:00"),
        ("Australia/Lord_Howe", "2027-04-04T08:00Z", "mañana, 18:30"),
        ("Australia/Lord_Howe", "2027-10-03T08:00Z", "mañana, 19:00"),
    ],
)
def test_change_of_clocks_moves_neither_the_instant_nor_the_words(
    clock: Clock, zone: str, start: str, words: str
) -> None:
    at = datetime.fromisoformat(start)
    signed_up(SessionFactory(starts_at=at), time_zone=zone, joined_at=at - 9 * DAY)
    clock.now = at - 5 * DAY
    assert [told_at(clock, at - DAY - timedelta(seconds=1)), told_at(clock, at - DAY)] == [0, 1]
    content = content_of(OutgoingEmail.objects.get())
    assert content.subject.startswith(f"{words.capitalize()} (hora de ")
    assert f"{at.astimezone(ZoneInfo(zone)):, %H:%M} (hora de " in content.text
    assert [told_at(clock, at - HOUR - timedelta(seconds=1)), told_at(clock, at - HOUR)] == [0, 1]


@pytest.mark.parametrize("start", ["2027-03-14T07:30Z", "2027-10-31T01:00Z", "2028-02-29T12:00Z"])
def test_every_zone_of_the_world_is_told_at_one_instant(clock: Clock, start: str) -> None:
    at, zones = datetime.fromisoformat(start), sorted(known_zones())
    session = SessionFactory(starts_at=at)
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            email=f"p{number}@example.org",
            time_zone=zone,
            status=AttendanceStatus.GOING,
            nonce=f"n{number}",
            joined_at=at - 9 * DAY,
        )
        for number, zone in enumerate(zones)
    )
    clock.now = at - 5 * DAY
    assert [told_at(clock, at - DAY - timedelta(seconds=1)), told_at(clock, at - DAY)] == [0, len(zones)]
    assert set(OutgoingEmail.objects.values_list("next_try_at", "expires_at")) == {
        (at - DAY, at - DAY + 6 * HOUR)
    }
    with translation.override("es"):
        for mail in OutgoingEmail.objects.all():
            local = at.astimezone(ZoneInfo(mail.time_zone))
            days = (local.date() - clock.now.astimezone(ZoneInfo(mail.time_zone)).date()).days
            assert days in (0, 1, 2)
            words = near_text(at, mail.time_zone, clock.now)
            assert f", {local:%H:%M} (" in words
            assert words.startswith(("hoy", "mañana")) is (days < 2)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(61, "en una hora"), (58, "en una hora"), (48, "en 50 minutos"), (12, "en 10 minutos"),
     (1, "en 5 minutos"), (-3, "en 5 minutos"), (180, "en 3 horas")],
)  # fmt: skip
def test_time_left_is_said_in_round_words(minutes: int, words: str) -> None:
    with translation.override("es"):
        assert time_left(START, START - minutes * MINUTE) == words
