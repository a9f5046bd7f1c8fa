"""Late answers, speakers who have not confirmed, slides: who is told, and who is not."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from events.models import Call, KeynoteProposal, Session
from events.proposal_reminders import (
    proposal_rules,
    session_instants,
    unconfirmed,
    waiting_too_long,
    without_slides,
)
from events.services.proposals import confirm_proposal
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.states import Status as MailStatus
from somosnlp.review.models import ReviewRound
from tests.factories.accounts import UserFactory
from tests.factories.events import in_days
from tests.factories.talks import accept_talk, open_call, send_talk

pytestmark = pytest.mark.django_db


def late_ones() -> list[tuple[int, datetime]]:
    return [(row[4], row[5]) for row in waiting_too_long()]


def test_answer_is_late_for_who_sent_before_the_day_promised() -> None:
    call = open_call(answers_by=timezone.localdate() - timedelta(days=1))
    late, new = send_talk(call), send_talk(call)
    KeynoteProposal.objects.filter(pk=late.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    [(pk, since)] = late_ones()
    assert pk == late.pk
    assert since <= timezone.now()
    assert new.pk != pk


def test_decision_that_is_held_back_is_no_answer() -> None:
    call = open_call(
        answers_by=timezone.localdate() - timedelta(days=1),
        review_round=ReviewRound.objects.create(name="Ponencias", holds_decisions=True),
    )
    proposal = accept_talk(call)
    KeynoteProposal.objects.filter(pk=proposal.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    assert [pk for pk, _since in late_ones()] == [proposal.pk]
    assert not unconfirmed()


def test_call_without_a_promise_is_never_late() -> None:
    send_talk(open_call())
    assert all(since is None for _pk, since in late_ones())


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
        "events.proposal_answer_late",
        "events.speaker_unconfirmed",
        "events.slides_missing",
    ]
    for rule in proposal_rules():
        assert rule.parts is not None
        assert set(rule.parts.names()) == set(rule.parts.editions())


@pytest.fixture
def call_of_today() -> Call:
    call = open_call()
    send_talk(call)
    return call
