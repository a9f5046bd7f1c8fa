"""A programme that is planned and published: sessions, who speaks, who signed up."""

from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils.crypto import get_random_string
from factory.django import DjangoModelFactory

from events.models import Attendance, CoSpeaker, Edition, Release, Session
from events.services.scheduling import place_session, publish
from events.states import AttendanceStatus, InviteStatus, Precision, SessionRole
from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.events import PersonFactory, SessionFactory, SessionPersonFactory, in_days
from tests.factories.mentorships import MentorshipFactory
from tests.factories.proposals import KeynoteProposalFactory

#: All ways to be somebody who speaks at a session (`speaks_by`).
WAYS = ("credited", "hosts", "proposes", "accompanies", "mentors")


class GoingFactory(DjangoModelFactory[Attendance]):
    """Somebody who comes; `user=None, email=…` for who has no account."""

    class Meta:
        model = Attendance

    session = factory.SubFactory(SessionFactory)
    user = factory.SubFactory(UserFactory)
    email = factory.LazyAttribute(lambda going: going.user.email)
    status = AttendanceStatus.GOING
    nonce = factory.LazyFunction(lambda: get_random_string(22))
    joined_at = factory.LazyFunction(lambda: in_days(-3))


def private_session(edition: Edition, **fields: Any) -> Session:
    """Return a session that is in nobody's programme yet, without a date."""
    undated = {"precision": Precision.UNKNOWN, "starts_at": None}
    return SessionFactory(edition=edition, is_published=False, **{**undated, **fields})


def public_session(edition: Edition, at: datetime | None = None, **fields: Any) -> Session:
    """Return a session of the programme, in ten days."""
    return SessionFactory(edition=edition, starts_at=at or in_days(10), **fields)


def speaker_of(session: Session, **fields: Any) -> User:
    """Return somebody with an account who speaks at `session`."""
    user: User = UserFactory(**fields)
    SessionPersonFactory(session=session, person=PersonFactory(user=user, name=user.name))
    return user


def speaks_by(way: str, session: Session, user: User) -> None:
    """Make `user` somebody who speaks at `session`, by one of the ways there are."""
    edition = session.edition
    if way in ("credited", "hosts"):
        role = SessionRole.HOST if way == "hosts" else SessionRole.SPEAKER
        SessionPersonFactory(session=session, person=PersonFactory(user=user), role=role)
    elif way == "mentors":
        MentorshipFactory(edition=edition, submitted_by=user, session=session, accepted=True, ama=True)
    elif way == "proposes":
        KeynoteProposalFactory(edition=edition, submitted_by=user, session=session, decided=True)
    else:
        proposal = KeynoteProposalFactory(edition=edition, session=session, decided=True)
        CoSpeaker.objects.create(
            proposal=proposal, email=user.email, user=user, status=InviteStatus.ACCEPTED, nonce="coponente"
        )


def moved(session: Session, *, by: User, hours: float = 3, note: str = "") -> Release:
    """Move a public session by some hours and publish that alone."""
    session.refresh_from_db()
    assert session.starts_at
    later = session.starts_at + timedelta(hours=hours)
    place_session(session, by=by, starts_at=later, minutes=session.minutes, venue=session.venue)
    release = publish(session.edition, by=by, sessions=[session], note=note)
    assert release
    return release
