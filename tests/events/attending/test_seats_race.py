"""Two hundred people and one seat: one gets it, the others wait in order, nothing is counted twice."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client

from events.models import Attendance, Session
from events.services import attendance as services
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.events.test_admin import change_url, posted
from tests.factories.accounts import UserFactory
from tests.factories.attendance import AttendanceFactory, coming_session

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 200
THREADS = 40


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(THREADS) as executor:
        yield executor
        barrier = Barrier(THREADS)
        list(executor.map(lambda _: give_back(barrier), range(THREADS)))


def give_back(barrier: Barrier) -> None:
    """Close the connection of this thread, once every thread of the pool is here."""
    barrier.wait(timeout=60)
    connection.close()


def outcome(act: Callable[[], object]) -> str:
    """Return how the row stands then, or which constraint said no."""
    try:
        done = act()
    except IntegrityError as error:
        return str(error).split('"')[3]
    return str(getattr(done, "status", done))


def at_once(pool: ThreadPoolExecutor, acts: Sequence[Callable[[], object]]) -> Counter[str]:
    return Counter(pool.map(outcome, acts))


def everybody_joins(pool: ThreadPoolExecutor, session: Session) -> Counter[str]:
    people = [UserFactory() for _ in range(PEOPLE)]
    found = at_once(pool, [partial(services.join, session, by=person) for person in people])
    session.refresh_from_db()
    found["seats"] = session.seats_taken
    return found


def test_of_200_people_one_takes_the_last_seat(pool: ThreadPoolExecutor) -> None:
    session = coming_session(seats=1)
    assert everybody_joins(pool, session) == {"going": 1, "waiting": PEOPLE - 1, "seats": 1}
    assert OutgoingEmail.objects.count() == PEOPLE


def test_of_200_confirmed_addresses_one_takes_the_last_seat(pool: ThreadPoolExecutor) -> None:
    session = coming_session(seats=1)
    rows = [AttendanceFactory(session=session, status="pending", joined_at=None) for _ in range(PEOPLE)]
    found = at_once(pool, [partial(services.confirm, row) for row in rows])
    assert found == {"going": 1, "waiting": PEOPLE - 1}


def test_without_the_row_lock_the_constraint_still_holds(
    pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    found = everybody_joins(pool, coming_session(seats=1))
    assert (found["going"], found["seats"]) == (1, 1)
    assert found["session_seats_left"]  # who got as far as writing


def test_without_lock_and_constraint_one_seat_is_sold_twice(
    pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two guards are what keeps the other tests of this page green."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    [check] = [one for one in Session._meta.constraints if one.name == "session_seats_left"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Session, check)
    try:
        assert everybody_joins(pool, coming_session(seats=1))["going"] > 1
    finally:
        Attendance.objects.all().delete()
        Session.objects.update(seats_taken=0)
        with connection.schema_editor() as editor:
            editor.add_constraint(Session, check)


def test_one_person_clicking_in_20_windows_has_one_seat(pool: ThreadPoolExecutor) -> None:
    session, person = coming_session(seats=5), UserFactory()
    assert at_once(pool, [partial(services.join, session, by=person)] * 20) == {"going": 20}
    assert Attendance.objects.count() == 1
    assert Session.objects.get(pk=session.pk).seats_taken == 1
    assert OutgoingEmail.objects.count() == 1


def test_who_leaves_together_lets_in_exactly_as_many(pool: ThreadPoolExecutor) -> None:
    session = coming_session(seats=20)
    rows = [services.join(session, by=UserFactory()) for _ in range(60)]
    assert at_once(pool, [partial(services.leave, row) for row in rows[:20]]) == {"True": 20}
    states = list(Attendance.objects.order_by("pk").values_list("status", flat=True))
    assert states == ["cancelled"] * 20 + ["going"] * 20 + ["waiting"] * 20
    assert Session.objects.get(pk=session.pk).seats_taken == 20


def test_an_address_asked_for_in_20_windows_is_one_row_and_one_mail(pool: ThreadPoolExecutor) -> None:
    session = coming_session()
    ask = partial(
        services.ask_to_join, session, email="ana@example.org", language="es", time_zone="America/Lima"
    )
    assert at_once(pool, [ask] * 20) == {"None": 20}
    assert Attendance.objects.count() == 1
    assert OutgoingEmail.objects.count() == 1


def test_two_organisers_who_change_the_seats_at_once_are_both_answered(client: Client) -> None:
    session = coming_session(seats=1)
    for _ in range(3):
        services.join(session, by=UserFactory())
    organiser = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(organiser)
    data = posted(client, change_url(session))
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            services.lock_seats(session)
            fewer = other.submit(_save, organiser, change_url(session), {**data, "seats": 2})
            with pytest.raises(TimeoutError):
                fewer.result(timeout=1)
            Session.objects.filter(pk=session.pk).update(seats=3)
            services.promote_waiting(session)
        words = fewer.result(timeout=30)
        other.submit(lambda: connection.close()).result()
    session.refresh_from_db()
    assert "Ya hay 3 personas apuntadas" in words
    assert (session.seats, session.seats_taken) == (3, 3)


def _save(organiser: User, url: str, data: dict[str, Any]) -> str:
    client = Client()
    client.force_login(organiser)
    return client.post(url, data).content.decode()
