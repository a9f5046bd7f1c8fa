"""Statements whose SQL is written once find what their queryset finds."""

import threading

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from registrations.models import Registration
from registrations.states import Status
from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import make_team

pytestmark = pytest.mark.django_db

NAMED = Prepared(lambda: User.objects.filter(name=Given("name")).order_by("pk"))
WITH_ALL = Prepared(
    lambda: (
        Registration.objects.filter(edition=Given("edition"))
        .select_related("user", "membership__team", "demographics")
        .annotate(called=F("user__name"))
        .order_by("pk")
    )
)


def test_each_call_gets_the_rows_of_its_values() -> None:
    ana, eva, other = (UserFactory(name=name) for name in ("Ana", "Eva", "Ana"))
    assert NAMED.all(name="Ana") == [ana, other]
    assert NAMED.all(name="Eva") == [eva]
    assert NAMED.first(name="Ana") == ana
    assert NAMED.first(name="Nadie") is None


def test_what_looks_like_sql_is_only_a_value() -> None:
    person = UserFactory(name="' OR true; --%s")
    assert NAMED.all(name="' OR true; --%s") == [person]
    assert NAMED.all(name="' OR true") == []


def test_rows_are_as_the_queryset_makes_them() -> None:
    edition = EditionFactory()
    make_team(edition, members=2)
    RegistrationFactory(edition=edition)
    RegistrationFactory()

    rows = WITH_ALL.all(edition=edition)
    assert rows == list(Registration.objects.filter(edition=edition).order_by("pk"))
    with CaptureQueriesContext(connection) as queries:
        for row in rows:
            assert vars(row)["called"] == row.user.name
            assert not row._state.adding
            getattr(row, "membership", None)
            getattr(row, "demographics", None)
    assert len(queries) == 0


def test_columns_left_out_are_read_when_asked_for() -> None:
    UserFactory(name="Ana", github="ana")
    lean = Prepared(lambda: User.objects.filter(name=Given("name")).only("pk"))
    person = lean.first(name="Ana")
    assert person is not None
    assert person.get_deferred_fields() >= {"github", "name"}
    assert person.github == "ana"


def test_tuples_come_in_the_order_named() -> None:
    registration = RegistrationFactory(status=Status.REGISTERED)
    prepared = Prepared(
        lambda: Registration.objects.filter(pk=Given("pk")).values_list("status", "pk", "user__email")
    )
    assert prepared.tuples(pk=registration.pk) == [("registered", registration.pk, registration.user.email)]


def test_value_that_was_forgotten_is_an_error() -> None:
    with pytest.raises(KeyError):
        NAMED.all()


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_by_its_own_connection() -> None:
    people = {name: UserFactory(name=name).pk for name in ("Ana", "Eva", "Iris", "Uma")}
    found: dict[str, list[int]] = {}

    def ask(name: str) -> None:
        for _time in range(20):
            found[name] = [person.pk for person in NAMED.all(name=name)]
        connection.close()

    threads = [threading.Thread(target=ask, args=(name,)) for name in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: [pk] for name, pk in people.items()}
