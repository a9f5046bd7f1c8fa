"""Reminders of sessions to who speaks there, however they come to."""

import re
from typing import Any

import pytest
from django.utils import timezone

from events.models import CoSpeaker, KeynoteProposal, Mentorship, Session
from events.states import InviteStatus, SessionRole
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reasons import NOT_CONCERNED
from somosnlp.review.states import Status as Decision
from tests.events.attending.reminding import (
    DAY,
    HOUR,
    LONG_BEFORE,
    MINUTE,
    SOON,
    SPEAKER,
    START,
    TOMORROW,
    Clock,
    clock,
    content_of,
    reason_of,
    session,
    signed_up,
    told_at,
    waiting,
)
from tests.factories.accounts import UserFactory
from tests.factories.events import PersonFactory, SessionPersonFactory
from tests.factories.proposals import KeynoteProposalFactory
from tests.factories.scheduling import WAYS, speaks_by

__all__ = ["clock", "session"]
pytestmark = pytest.mark.django_db


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
