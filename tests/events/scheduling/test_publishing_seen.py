"""What a release changes for who looks at the site, at once; and who plans waits for who publishes."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from events.models import Edition, Placement
from events.services.scheduling import place_session, publish
from events.states import PictureKind
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, PersonFactory, SessionPersonFactory
from tests.factories.pictures import make_picture_row
from tests.factories.scheduling import private_session, public_session

pytestmark = pytest.mark.django_db
AT = datetime(2027, 4, 10, 16, tzinfo=UTC)


def test_release_is_seen_at_once(
    client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    ana, session = UserFactory(), private_session(EditionFactory())
    page = f"/{session.edition.slug}/programa/"
    place_session(session, by=ana, starts_at=AT, minutes=30)
    assert session.title not in client.get(page).text

    with django_capture_on_commit_callbacks(execute=True):
        publish(session.edition, by=ana)
    assert session.title in client.get(page).text


def test_release_shows_the_photos_of_who_speaks() -> None:
    ana, session = UserFactory(), private_session(EditionFactory())
    photo = make_picture_row(kind=PictureKind.PHOTO)
    SessionPersonFactory(session=session, person=PersonFactory(photo=photo))
    place_session(session, by=ana, starts_at=AT, minutes=30)
    publish(session.edition, by=ana)
    photo.refresh_from_db()
    assert photo.is_public


def test_new_time_is_not_said_to_be_read_off_a_poster() -> None:
    ana, session = UserFactory(), public_session(EditionFactory(), AT)
    type(session).objects.filter(pk=session.pk).update(time_source="poster")
    place_session(session, by=ana, starts_at=AT + timedelta(hours=1), minutes=30)
    publish(session.edition, by=ana)
    session.refresh_from_db()
    assert session.time_source == ""


@pytest.mark.django_db(transaction=True)
def test_who_places_waits_for_who_publishes() -> None:
    ana, session = UserFactory(), private_session(EditionFactory())

    def place() -> None:
        try:
            place_session(session, by=ana, starts_at=AT, minutes=30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Edition.objects.select_for_update(no_key=True).get(pk=session.edition_id)
            placing = pool.submit(place)
            assert any(_somebody_waits() for _look in range(200))
        placing.result()
    assert Placement.objects.count() == 1


def _somebody_waits() -> bool:
    time.sleep(0.05)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
