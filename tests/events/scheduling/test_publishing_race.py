"""Many organisers at once: one release, and no placement lost or published by half."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from events.models import Edition, Placement, Release, ReleaseChange, Session
from events.services.scheduling import place_session, publish
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.scheduling import GoingFactory, private_session, public_session

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 20
AT = datetime(2027, 4, 10, 16, tzinfo=UTC)

Together = Callable[[Callable[[int], object]], list[object]]


@pytest.fixture
def together() -> Iterator[Together]:
    """Run something in twenty threads that all start at the same instant."""
    barrier = Barrier(THREADS)

    def act(number: int, function: Callable[[int], object]) -> object:
        try:
            barrier.wait(timeout=60)
            return function(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        yield lambda function: list(pool.map(lambda number: act(number, function), range(THREADS)))


def place(session: Session, by: User, hours: int = 0) -> None:
    place_session(session, by=by, starts_at=AT + timedelta(hours=hours), minutes=30, venue="")


def test_twenty_parallel_publishes_make_one_release(together: Together) -> None:
    edition: Edition = EditionFactory()
    ana: User = UserFactory()
    for hours in range(5):
        place(private_session(edition), ana, hours)
    session = public_session(edition, AT)
    GoingFactory(session=session)
    place(session, ana, 9)
    releases = together(lambda _number: publish(edition, by=ana))
    assert sum(release is not None for release in releases) == 1
    assert Release.objects.get().number == 1
    assert ReleaseChange.objects.count() == 6
    assert not Placement.objects.exists()
    session.refresh_from_db()
    assert session.sequence == 1
    assert OutgoingEmail.objects.count() == 1


def test_what_is_placed_while_others_publish_is_published_whole_or_waits(together: Together) -> None:
    edition: Edition = EditionFactory()
    ana: User = UserFactory()
    sessions = [private_session(edition) for _number in range(THREADS // 2)]

    def act(number: int) -> None:
        if number % 2:
            publish(edition, by=ana)
        else:
            place(sessions[number // 2], ana, number)

    together(act)
    numbers = list(Release.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    publish(edition, by=ana)
    assert ReleaseChange.objects.count() == len(sessions)
    shown = Session.objects.filter(is_published=True).order_by("pk").values_list("starts_at", flat=True)
    assert list(shown) == [AT + timedelta(hours=2 * index) for index in range(len(sessions))]


def test_two_who_place_the_same_session_leave_one_placement(together: Together) -> None:
    edition: Edition = EditionFactory()
    ana: User = UserFactory()
    session = private_session(edition)
    together(lambda number: place(session, ana, number))
    assert Placement.objects.filter(session=session).count() == 1
