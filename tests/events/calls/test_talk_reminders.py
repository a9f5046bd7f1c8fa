"""Speakers who have not confirmed, slides: who is told, and who is not."""

import pytest
from django.utils import timezone

from events.models import Call, Session
from events.proposals.reminders import (
    proposal_rules,
    session_instants,
    unconfirmed,
    without_slides,
)
from events.services.proposals import confirm_proposal
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.states import Status as MailStatus
from tests.factories.accounts import UserFactory
from tests.factories.events import in_days
from tests.factories.talks import accept_talk, open_call

pytestmark = pytest.mark.django_db


def test_speaker_who_was_told_and_says_nothing_is_asked_again() -> None:
    call, person = open_call(), UserFactory()
    proposal = accept_talk(call, by=person)
    assert not unconfirmed()  # The mail has not left yet.
    sent = timezone.now()
    OutgoingEmail.objects.update(status=MailStatus.SENT, sent_at=sent)
    assert [(row[4], row[5]) for row in unconfirmed()] == [(proposal.pk, sent)]

    confirm_proposal(proposal, by=person, values={})
    assert not unconfirmed()


def test_slides_are_asked_for_of_public_sessions_without_any() -> None:
    call = open_call()
    proposal = accept_talk(call)
    assert session_instants() == {}
    at = in_days(5)
    Session.objects.update(is_published=True, starts_at=at, precision="instant")
    assert session_instants() == {proposal.pk: at}
    assert [row[4] for row in without_slides()] == [proposal.pk]
    Session.objects.update(slides_url="https://example.org/a")
    assert not without_slides()


def test_rules_are_planned_without_a_fault(call_of_today: Call) -> None:
    assert [rule.key for rule in proposal_rules()] == [
        "events.speaker_unconfirmed",
        "events.slides_missing",
    ]
    for rule in proposal_rules():
        assert rule.parts is not None
        assert set(rule.parts.names()) == set(rule.parts.editions())


@pytest.fixture
def call_of_today() -> Call:
    call = open_call()
    accept_talk(call)
    return call
