"""The cast of an accepted talk: who stays, is credited, is seen; and a session that comes back."""

import pytest

from events.models import EditionPerson, Session
from events.services.sessions import Speaker, open_session, set_speakers
from events.states import PictureKind, SessionRole, SessionStatus
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, SessionPersonFactory
from tests.factories.pictures import make_picture_row
from tests.factories.scheduling import public_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return public_session(EditionFactory())


def test_hosts_stay_when_the_cast_changes(session: Session) -> None:
    host = SessionPersonFactory(session=session, role=SessionRole.HOST).person
    set_speakers(session, [Speaker(name="Ana Luz", user=UserFactory())])
    assert host in session.people.all()


def test_who_speaks_no_more_is_credited_no_more(session: Session) -> None:
    stays, leaves = (Speaker(name=name, user=UserFactory()) for name in ("Ana Luz", "Luz Ana"))
    set_speakers(session, [stays, leaves])
    set_speakers(session, [stays])
    credited = EditionPerson.objects.filter(edition=session.edition)
    assert [each.person.user for each in credited] == [stays.user]


def test_photo_of_who_joins_a_public_session_is_seen(session: Session) -> None:
    photo = make_picture_row(kind=PictureKind.PHOTO)
    set_speakers(session, [Speaker(name="Ana Luz", user=UserFactory(), photo=photo)])
    photo.refresh_from_db()
    assert photo.is_public


def test_session_that_was_cancelled_takes_place_after_all(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(status=SessionStatus.CANCELLED)
    session.refresh_from_db()
    ana = UserFactory()
    open_session(
        session.edition, kind=session.kind, title=session.title, speakers=[], by=ana, session=session
    )
    assert not Session.objects.get(pk=session.pk).placement.is_cancelled
