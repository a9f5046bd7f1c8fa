"""«Me apunto»: with an account, by an address, seats, the waiting list, and whose rows they are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError
from django.utils import timezone

from events.attending.links import find_attendance, make_token
from events.models import Attendance, Session
from events.services import attendance as services
from events.services.attendance import CannotAttendError, Refusal
from events.states import AttendanceStatus, SessionStatus
from somosnlp.accounts import arrivals
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.attendance import AttendanceFactory, coming_session
from tests.factories.events import in_days

pytestmark = pytest.mark.django_db


def ask(session: Session, email: str = "ana@example.org", zone: str = "America/Lima") -> Attendance:
    services.ask_to_join(session, email=email, language="en", time_zone=zone)
    return Attendance.objects.get(session=session, email=email.lower())


def mails() -> list[tuple[str, str]]:
    rows = OutgoingEmail.objects.order_by("pk").values_list("to", "template")
    return [(to, template.rpartition("attendance_")[2]) for to, template in rows]


def taken(session: Session) -> int:
    return Session.objects.get(pk=session.pk).seats_taken


def test_a_person_with_an_account_is_in_at_once_and_told_once() -> None:
    session, person = coming_session(), UserFactory(language="pt-br", time_zone="America/Sao_Paulo")
    for _ in range(2):
        row = services.join(session, by=person)
    assert (row.status, row.language, row.time_zone) == ("going", "pt-br", "America/Sao_Paulo")
    assert taken(session) == 1
    assert mails() == [(person.email, "going")]


def test_an_address_comes_only_after_its_owner_confirmed() -> None:
    session = coming_session()
    row = ask(session, "Ana@Example.org")
    assert (row.status, row.language, row.time_zone, taken(session)) == ("pending", "en", "America/Lima", 0)
    services.confirm(row)
    services.confirm(row)
    row.refresh_from_db()
    assert (row.status, row.user, taken(session)) == ("going", None, 1)
    assert mails() == [("ana@example.org", "confirm"), ("ana@example.org", "going")]


def test_an_address_typed_often_gets_one_mail_a_day() -> None:
    session = coming_session()
    for _ in range(4):
        ask(session)
    assert mails() == [("ana@example.org", "confirm")]


def test_who_is_in_already_is_told_so_instead_of_asked() -> None:
    session = coming_session()
    services.confirm(ask(session))
    ask(session)
    ask(session)
    assert [template for _to, template in mails()] == ["confirm", "going", "going"]


def test_who_left_and_asks_again_on_the_same_day_gets_a_link() -> None:
    session = coming_session()
    services.confirm(ask(session))
    services.leave(ask(session))
    row = ask(session)
    assert [template for _to, template in mails()][-1] == "confirm"
    services.confirm(row)
    assert [template for _to, template in mails()][-1] == "going"


def test_mail_says_the_hour_where_its_reader_lives_and_names_the_zone() -> None:
    session = coming_session(starts_at=timezone.now().replace(hour=17, minute=0) + timedelta(days=3))
    services.confirm(ask(session, zone="America/Lima"))
    mail = OutgoingEmail.objects.latest("pk")
    assert "12:00" in mail.body_text
    assert "Lima" in mail.body_text
    assert "calendar.google.com" in mail.body_text
    assert "outlook.live.com" in mail.body_html


def test_the_seat_after_the_last_is_a_place_in_the_queue() -> None:
    session = coming_session(seats=1)
    first, second, third = (services.join(session, by=UserFactory()) for _ in range(3))
    assert [row.status for row in (first, second, third)] == ["going", "waiting", "waiting"]
    assert taken(session) == 1
    assert "puesto 2" in OutgoingEmail.objects.latest("pk").body_text


def test_a_seat_given_back_goes_to_who_waits_longest_and_they_are_told() -> None:
    session = coming_session(seats=1)
    people = [UserFactory() for _ in range(3)]
    for person in people:
        services.join(session, by=person)
    assert services.leave_as(session, by=people[0])
    assert not services.leave_as(session, by=people[0])
    states = list(Attendance.objects.filter(session=session).order_by("pk").values_list("status", flat=True))
    assert states == ["cancelled", "going", "waiting"]
    assert taken(session) == 1
    assert mails()[-1] == (people[1].email, "promoted")


def test_who_leaves_the_queue_frees_no_seat() -> None:
    session = coming_session(seats=1)
    people = [UserFactory() for _ in range(3)]
    for person in people:
        services.join(session, by=person)
    services.leave_as(session, by=people[1])
    assert taken(session) == 1
    assert [template for _to, template in mails()] == ["going", "waiting", "waiting"]


@pytest.mark.parametrize(("seats", "promoted"), [(2, 1), (None, 2)])
def test_more_seats_let_in_who_waits(seats: int | None, promoted: int) -> None:
    session = coming_session(seats=1)
    for _ in range(3):
        services.join(session, by=UserFactory())
    Session.objects.filter(pk=session.pk).update(seats=seats)
    before = timezone.now()
    assert services.promote_waiting(session) == promoted
    # A reminder whose hour was before that is not for them.
    assert Attendance.objects.filter(status="going", joined_at__gt=before).count() == promoted
    assert services.promote_waiting(session) == 0
    assert taken(session) == 1 + promoted


def test_nobody_is_promoted_into_what_is_over_or_cancelled() -> None:
    session = coming_session(seats=1)
    people = [UserFactory() for _ in range(2)]
    for person in people:
        services.join(session, by=person)
    Session.objects.filter(pk=session.pk).update(status=SessionStatus.CANCELLED)
    services.leave_as(session, by=people[0])
    assert [template for _to, template in mails()] == ["going", "waiting"]


def test_more_seats_taken_than_there_are_is_impossible() -> None:
    session = coming_session(seats=1, seats_taken=1)
    with pytest.raises(IntegrityError, match="session_seats_left"):
        Session.objects.filter(pk=session.pk).update(seats_taken=2)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "cancelled"}, Refusal.CANCELLED),
        ({"starts_at": in_days(-1)}, Refusal.OVER),
        ({"undated": True}, Refusal.NO_DATE),
    ],
)
def test_nobody_signs_up_for_what_will_not_happen(fields: dict[str, object], reason: Refusal) -> None:
    fields = {"starts_at": None} | fields if "undated" in fields else fields
    session = coming_session(**fields)
    row = AttendanceFactory(session=session, status=AttendanceStatus.PENDING, joined_at=None)
    acts: list[Callable[[], object]] = [
        lambda: services.join(session, by=UserFactory()),
        lambda: ask(session),
        lambda: services.confirm(row),
    ]
    for act in acts:
        with pytest.raises(CannotAttendError) as refused:
            act()
        assert refused.value.reason == reason
    assert mails() == []


def test_a_session_going_on_still_takes_people() -> None:
    session = coming_session(starts_at=timezone.now() - timedelta(minutes=59))
    assert services.join(session, by=UserFactory()).status == "going"


def test_rows_become_theirs_when_somebody_proves_the_address() -> None:
    session = coming_session()
    services.confirm(ask(session))
    person = UserFactory(email="ana@example.org", language="es")
    arrivals.welcome(person)
    row = Attendance.objects.get(session=session)
    assert (row.user, row.language, row.time_zone) == (person, "es", "America/Bogota")


def test_rows_of_an_address_nobody_proved_stay_nobodys() -> None:
    session = coming_session()
    services.confirm(ask(session))
    arrivals.welcome(UserFactory(email="ana@example.org", proven=False))
    assert Attendance.objects.get(session=session).user is None


def test_confirming_from_the_mailbox_of_an_account_is_coming_with_it() -> None:
    person = UserFactory(email="ana@example.org")
    assert services.confirm(ask(coming_session())).user == person


def test_of_two_rows_of_one_person_one_stays_and_its_seat() -> None:
    session, person = coming_session(), UserFactory()
    services.join(session, by=person)
    services.confirm(ask(session, "otra@example.org"))
    EmailAddress.objects.create(user=person, email="otra@example.org", verified=True)
    arrivals.welcome(person)
    arrivals.welcome(person)
    assert taken(session) == 1
    assert Attendance.objects.get(session=session, status="going").user == person


def test_who_had_left_with_the_account_comes_with_the_address() -> None:
    session, person = coming_session(), UserFactory()
    services.join(session, by=person)
    services.leave_as(session, by=person)
    services.confirm(ask(session, "otra@example.org"))
    EmailAddress.objects.create(user=person, email="otra@example.org", verified=True)
    arrivals.welcome(person)
    row = Attendance.objects.get(session=session)
    assert (row.user, row.status, taken(session)) == (person, "going", 1)


def test_what_nobody_confirmed_is_forgotten_after_a_week() -> None:
    old = AttendanceFactory(status=AttendanceStatus.PENDING, joined_at=None)
    Attendance.objects.update(created_at=timezone.now() - timedelta(days=8))
    kept = [AttendanceFactory(status=AttendanceStatus.PENDING, joined_at=None), AttendanceFactory()]
    assert services.forget_unconfirmed(timezone.now()) == 1
    assert set(Attendance.objects.all()) == set(kept)
    assert old not in Attendance.objects.all()


def test_link_is_its_rows_alone_and_dies_with_the_nonce() -> None:
    row = AttendanceFactory()
    token = make_token(row)
    assert find_attendance(token) == row
    assert find_attendance(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert find_attendance("") is None
    Attendance.objects.update(nonce="new")
    assert find_attendance(token) is None


def test_hostile_title_breaks_no_mail() -> None:
    session = coming_session(title="Uno\r\nBcc: todos@example.org\n<b>dos</b>, tres; BEGIN:VEVENT")
    services.confirm(ask(session))
    mail = OutgoingEmail.objects.latest("pk")
    assert "\n" not in mail.subject
    assert "<b>dos</b>" not in mail.body_html
    assert "<b>dos</b>" in mail.body_text
