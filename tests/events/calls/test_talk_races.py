"""Twenty of everything at once: one proposal, no more than the cap, one decision."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from events.calls.refusals import ProposalRefusedError
from events.models import CoSpeaker, KeynoteProposal, Session
from events.services.co_speakers import invite_co_speaker
from events.services.proposals import decide_proposal, withdraw_proposal
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.models import history_of
from somosnlp.review.states import Status
from somosnlp.review.workflow import TransitionError
from tests import threads
from tests.factories.accounts import UserFactory
from tests.factories.talks import open_call, send_talk

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: Sequence[threads.Act]) -> list[Any]:
    return threads.at_once(acts, refusals=(ProposalRefusedError, TransitionError))


def test_twenty_sends_of_one_form_are_one_proposal_and_one_mail() -> None:
    call, person, key = open_call(), UserFactory(), uuid4()
    done = at_once([lambda: send_talk(call, by=person, key=key)] * 20)
    assert all(isinstance(one, KeynoteProposal) for one in done)
    proposal = KeynoteProposal.objects.get()
    assert [change.to_status for change in history_of(proposal)] == [Status.SUBMITTED]
    assert OutgoingEmail.objects.count() == 1


def test_ten_forms_at_once_do_not_pass_the_cap() -> None:
    call, person = open_call(most_per_person=3), UserFactory()
    done = at_once([lambda: send_talk(call, by=person)] * 10)
    assert sum(isinstance(one, KeynoteProposal) for one in done) == 3
    assert KeynoteProposal.objects.filter(status=Status.SUBMITTED).count() == 3


def test_accepting_and_withdrawing_at_once_leave_one_truth() -> None:
    call, person, reviewer = open_call(), UserFactory(), UserFactory()
    for _round in range(5):
        proposal = send_talk(call, by=person)
        read = KeynoteProposal.objects.get(pk=proposal.pk)
        at_once(
            [
                partial(decide_proposal, read, to=Status.ACCEPTED, by=reviewer),
                partial(withdraw_proposal, proposal, by=person),
            ]
        )
        proposal.refresh_from_db()
        assert proposal.status == Status.WITHDRAWN
        assert proposal.session is None
        assert not Session.objects.exists()


def test_two_reviewers_at_once_decide_once() -> None:
    call = open_call()
    proposal = send_talk(call)
    read = [KeynoteProposal.objects.get(pk=proposal.pk) for _ in range(2)]
    by = [UserFactory(), UserFactory()]
    done = at_once(
        [
            lambda: decide_proposal(read[0], to=Status.ACCEPTED, by=by[0]),
            lambda: decide_proposal(read[1], to=Status.REJECTED, by=by[1]),
        ]
    )
    assert sum(isinstance(one, TransitionError) for one in done) == 1
    proposal.refresh_from_db()
    assert Session.objects.exists() == (proposal.status == Status.ACCEPTED)


def test_ten_invitations_of_one_address_are_one_row_and_one_mail() -> None:
    call, person = open_call(), UserFactory()
    proposal = send_talk(call, by=person)
    at_once([lambda: invite_co_speaker(proposal, email="Luis@example.org", by=person)] * 10)
    assert CoSpeaker.objects.count() == 1
    assert OutgoingEmail.objects.filter(template="events/mail/co_speaker_invitation").count() == 1


def test_invitations_at_once_do_not_pass_the_cap() -> None:
    call, person = open_call(most_co_speakers=2), UserFactory()
    proposal = send_talk(call, by=person)
    invite = [
        lambda n=n: invite_co_speaker(proposal, email=f"otra{n}@example.org", by=person) for n in range(8)
    ]
    at_once(invite)
    assert CoSpeaker.objects.count() == 2
