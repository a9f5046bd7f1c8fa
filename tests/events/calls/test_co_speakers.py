"""People invited to speak together: once per address, by their own answer, in the cast once accepted."""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from events.calls.refusals import ProposalRefusedError, Refusal
from events.models import Call, CoSpeaker, Session
from events.proposals.co_speaker_links import make_token
from events.services.co_speakers import (
    MOST_ADDRESSES,
    Answer,
    accept_invitation,
    decline_invitation,
    invite_co_speaker,
    remove_co_speaker,
)
from events.services.proposals import decide_proposal, keep_proposal, withdraw_proposal
from events.services.sending import Sending
from events.states import InviteStatus
from somosnlp.accounts.models import FormDraft, User
from somosnlp.accounts.services.drafts import attach_draft
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.talks import open_call, send_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return open_call()


@pytest.fixture
def host() -> User:
    return UserFactory()


def invited_by(call: Call, host: User, email: str = "luis@example.org") -> CoSpeaker:
    return invite_co_speaker(send_talk(call, by=host), email=email, by=host)


def page_of(invited: CoSpeaker) -> str:
    return reverse("co-speaker", args=[make_token(invited)])


def cast() -> list[str]:
    return [seat.person.name for seat in Session.objects.get().cast.all()]


def mails(name: str) -> int:
    return OutgoingEmail.objects.filter(template=f"events/mail/co_speaker_{name}").count()


def test_same_address_twice_is_one_row_and_one_mail(call: Call, host: User) -> None:
    proposal = send_talk(call, by=host)
    first = invite_co_speaker(proposal, email="Luis@Example.org", by=host)
    again = invite_co_speaker(proposal, email="luis@example.org ", by=host)
    assert first.pk == again.pk
    assert mails("invitation") == 1


def test_invitation_says_why_it_came(call: Call, host: User) -> None:
    invited_by(call, host)
    mail = OutgoingEmail.objects.get(template="events/mail/co_speaker_invitation")
    for body in (mail.body_text, mail.body_html):
        assert "escribió luis@example.org para invitarte" in body
        assert "participas en el hackathon" not in body


def test_invitation_of_ones_own_address_or_past_the_cap_is_refused(host: User) -> None:
    proposal = send_talk(open_call(most_co_speakers=1), by=host)
    with pytest.raises(ProposalRefusedError) as own:
        invite_co_speaker(proposal, email=host.email, by=host)
    assert own.value.reason == Refusal.OWN_ADDRESS
    invite_co_speaker(proposal, email="a@example.org", by=host)
    with pytest.raises(ProposalRefusedError) as full:
        invite_co_speaker(proposal, email="b@example.org", by=host)
    assert full.value.reason == Refusal.NO_MORE_CO_SPEAKERS


def test_draft_invites_nobody(call: Call, host: User) -> None:
    draft = keep_proposal(call.edition, Sending(uuid4(), {"title": "A medias"}), by=host)
    with pytest.raises(ProposalRefusedError):
        invite_co_speaker(draft, email="a@example.org", by=host)


def test_who_says_yes_joins_the_cast_when_it_is_accepted(call: Call, host: User) -> None:
    invited = invited_by(call, host)
    luis = UserFactory(email="luis@example.org")
    accept_invitation(invited, by=luis, answer=Answer("Luis Quispe", "Lingüista", "Vive en Puno."))
    proposal = invited.proposal
    proposal.refresh_from_db()

    decide_proposal(proposal, to=Status.ACCEPTED, by=UserFactory())

    assert cast() == [proposal.name, "Luis Quispe"]
    assert mails("answered") == 1


def test_who_says_yes_afterwards_joins_and_who_leaves_is_out(call: Call, host: User) -> None:
    invited = invited_by(call, host)
    proposal = invited.proposal
    decide_proposal(proposal, to=Status.ACCEPTED, by=UserFactory())
    luis = UserFactory(email="luis@example.org")
    accept_invitation(invited, by=luis, answer=Answer("Luis Quispe"))
    assert cast() == [proposal.name, "Luis Quispe"]

    decline_invitation(invited)
    assert cast() == [proposal.name]


def test_another_persons_invitation_cannot_be_accepted(call: Call, host: User) -> None:
    invited = invited_by(call, host)
    with pytest.raises(ProposalRefusedError) as refused:
        accept_invitation(invited, by=UserFactory(), answer=Answer("Yo"))
    assert refused.value.reason == Refusal.OTHER_ADDRESS


def test_removed_invitation_is_over_and_its_page_says_so(client: Client, call: Call, host: User) -> None:
    invited = invited_by(call, host)
    remove_co_speaker(invited, by=host)
    assertContains(client.get(page_of(invited)), "ya no está abierta", status_code=410)
    with pytest.raises(ProposalRefusedError):
        accept_invitation(invited, by=UserFactory(email="luis@example.org"), answer=Answer("Luis"))


def test_get_of_the_invitation_changes_nothing_and_post_answers(
    client: Client, call: Call, host: User
) -> None:
    invited = invited_by(call, host)
    assertContains(client.get(page_of(invited)), invited.proposal.title)
    invited.refresh_from_db()
    assert invited.status == InviteStatus.INVITED

    client.post(page_of(invited), {"answer": "decline"})
    client.post(page_of(invited), {"answer": "decline"})

    invited.refresh_from_db()
    assert invited.status == InviteStatus.DECLINED
    assert mails("answered") == 1


def test_anonymous_yes_asks_for_a_code_sent_to_the_invited_address(
    client: Client, call: Call, host: User
) -> None:
    invited = invited_by(call, host)
    answer = {"answer": "accept", "name": "Luis Quispe", "occupation": "Lingüista", "bio": "Vive en Puno."}
    assert client.post(page_of(invited), answer).status_code == 302
    draft = FormDraft.objects.get()
    assert draft.email == "luis@example.org"

    luis = User.objects.get(email="luis@example.org")
    EmailAddress.objects.update_or_create(user=luis, email=luis.email, defaults={"verified": True})
    attach_draft(draft, user=luis)

    invited.refresh_from_db()
    assert (invited.status, invited.name) == (InviteStatus.ACCEPTED, "Luis Quispe")


def test_forged_link_is_unknown(client: Client) -> None:
    assert client.get(reverse("co-speaker", args=["1-nadie"])).status_code == 404


def test_who_declined_is_asked_once_more_and_frees_a_place_until_then(host: User) -> None:
    proposal = send_talk(open_call(most_co_speakers=1), by=host)
    invited = invite_co_speaker(proposal, email="luis@example.org", by=host)
    decline_invitation(invited)
    other = invite_co_speaker(proposal, email="eva@example.org", by=host)
    remove_co_speaker(other, by=host)

    again = [invite_co_speaker(proposal, email="luis@example.org", by=host) for _click in range(2)]

    assert {row.pk for row in again} == {invited.pk}
    invited.refresh_from_db()
    assert (invited.status, invited.answered_at) == (InviteStatus.INVITED, None)
    assert OutgoingEmail.objects.filter(to="luis@example.org").count() == 2
    accept_invitation(invited, by=UserFactory(email="luis@example.org"), answer=Answer("Luis"))
    for _click in range(2):
        decline_invitation(invited)
    assert mails("answered") == 3


def test_one_proposal_writes_to_so_many_addresses_and_no_more(host: User) -> None:
    proposal = send_talk(open_call(most_co_speakers=20), by=host)
    rows = [
        invite_co_speaker(proposal, email=f"p{number}@example.org", by=host)
        for number in range(MOST_ADDRESSES)
    ]
    with pytest.raises(ProposalRefusedError) as refused:
        invite_co_speaker(proposal, email="otra@example.org", by=host)
    assert refused.value.reason == Refusal.NO_MORE_CO_SPEAKERS
    remove_co_speaker(rows[0], by=host)

    assert invite_co_speaker(proposal, email="p0@example.org", by=host).pk == rows[0].pk
    assert mails("invitation") == MOST_ADDRESSES + 1


def test_second_yes_changes_words_and_nothing_else(call: Call, host: User) -> None:
    invited = invited_by(call, host)
    luis = UserFactory(email="luis@example.org")
    first = accept_invitation(invited, by=luis, answer=Answer("Luis")).answered_at

    again = accept_invitation(invited, by=luis, answer=Answer("Luis Quispe"))

    again.refresh_from_db()
    assert (again.name, again.answered_at) == ("Luis Quispe", first)
    assert mails("answered") == 1


def test_nobody_removes_from_a_proposal_that_is_not_theirs(call: Call, host: User) -> None:
    invited = invited_by(call, host)
    with pytest.raises(ProposalRefusedError) as refused:
        remove_co_speaker(invited, by=UserFactory())
    assert refused.value.reason == Refusal.NOT_YOURS
    assert [remove_co_speaker(invited, by=host) for _click in range(2)] == [True, False]


def test_who_declined_is_not_removed_and_cannot_say_yes_by_the_old_link(call: Call, host: User) -> None:
    invited = invited_by(call, host)
    decline_invitation(invited)

    assert not remove_co_speaker(invited, by=host)
    with pytest.raises(ProposalRefusedError) as over:
        accept_invitation(invited, by=UserFactory(email="luis@example.org"), answer=Answer("Luis"))
    assert over.value.reason == Refusal.INVITATION_OVER
    invited.refresh_from_db()
    assert invited.status == InviteStatus.DECLINED


def test_withdrawn_proposal_invites_nobody_and_takes_no_answer(call: Call, host: User) -> None:
    invited = invited_by(call, host)
    withdraw_proposal(invited.proposal, by=host)
    with pytest.raises(ProposalRefusedError) as refused:
        invite_co_speaker(invited.proposal, email="eva@example.org", by=host)
    assert refused.value.reason == Refusal.NOT_SENT
    for answer in (
        lambda: accept_invitation(invited, by=UserFactory(email="luis@example.org"), answer=Answer("Luis")),
        lambda: decline_invitation(invited),
    ):
        with pytest.raises(ProposalRefusedError) as over:
            answer()
        assert over.value.reason == Refusal.INVITATION_OVER
