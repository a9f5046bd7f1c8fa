"""What sending and deciding refuse, one guard at a time: each of these fails when its guard is off."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from events.calls.refusals import ProposalRefusedError, Refusal
from events.models import Call, CoSpeaker, KeynoteProposal, Session
from events.services.posters import withdraw_poster
from events.services.proposals import (
    confirm_proposal,
    confirm_sponsor,
    decide_proposal,
    keep_proposal,
    put_slides,
    refresh_cast,
    submit_proposal,
    withdraw_proposal,
)
from events.services.scheduling import place_session, publish
from events.services.sending import MOST_DRAFTS, Sending
from events.states import InviteStatus
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, in_days
from tests.factories.posters import hang
from tests.factories.talks import accept_talk, open_call, send_talk, talk_values

pytestmark = pytest.mark.django_db
Capture = Callable[..., Any]


@pytest.fixture
def call() -> Call:
    return open_call()


def refusal(action: Callable[[], object]) -> Refusal:
    with pytest.raises(ProposalRefusedError) as refused:
        action()
    return refused.value.reason


def published(call: Call, **values: Any) -> KeynoteProposal:
    """Return an accepted talk whose session everybody sees."""
    talk = accept_talk(call, **values)
    place_session(Session.objects.get(), by=UserFactory(), starts_at=in_days(3), minutes=30)
    publish(call.edition, by=UserFactory())
    talk.refresh_from_db()
    return talk


def test_draft_is_begun_only_while_the_call_is_open() -> None:
    closed = open_call(past=True)
    begin = Sending(uuid4(), {"title": "Tarde"})
    assert refusal(lambda: keep_proposal(closed.edition, begin, by=UserFactory())) == Refusal.CLOSED


def test_nobody_begins_more_drafts_than_a_person_would(call: Call) -> None:
    person = UserFactory()
    for _draft in range(MOST_DRAFTS):
        keep_proposal(call.edition, Sending(uuid4(), {}), by=person)
    one_more = Sending(uuid4(), {})
    assert refusal(lambda: keep_proposal(call.edition, one_more, by=person)) == Refusal.TOO_MANY_DRAFTS


def test_what_was_sent_is_no_draft_any_more(call: Call) -> None:
    person = UserFactory()
    sent = send_talk(call, by=person)
    typed = Sending(sent.key, {"title": "Sin terminar"})
    assert refusal(lambda: keep_proposal(call.edition, typed, by=person)) == Refusal.DECIDED


def test_withdrawn_talk_sent_again_counts_towards_the_cap() -> None:
    call, person = open_call(most_per_person=1), UserFactory()
    first = withdraw_proposal(send_talk(call, by=person), by=person)
    send_talk(call, by=person)
    assert refusal(lambda: send_talk(call, by=person, key=first.key)) == Refusal.TOO_MANY


def test_withdrawn_talk_written_anew_is_another_version(call: Call) -> None:
    person = UserFactory()
    read = withdraw_proposal(send_talk(call, by=person), by=person)
    before = read.version
    submit_proposal(call.edition, Sending(read.key, talk_values(title="Otro")), by=person)
    assert KeynoteProposal.objects.get().version == before + 2  # its words, and that it was sent


@pytest.mark.parametrize("decision", [Status.ACCEPTED, Status.WAITLISTED, Status.REJECTED])
def test_what_is_decided_is_not_sent_again(call: Call, decision: Status) -> None:
    person = UserFactory()
    talk = send_talk(call, by=person)
    decide_proposal(talk, to=decision, by=UserFactory())
    assert refusal(lambda: send_talk(call, by=person, key=talk.key, title="Otro")) == Refusal.DECIDED


def test_sponsor_is_confirmed_only_of_a_promotional_talk(call: Call) -> None:
    assert not confirm_sponsor(send_talk(call, sponsor="Casa Ficticia"), by=UserFactory())


@pytest.mark.parametrize("accepted", [accept_talk, published])
def test_accepted_anew_the_speaker_confirms_anew(
    call: Call, accepted: Callable[..., KeynoteProposal]
) -> None:
    person = UserFactory()
    talk = accepted(call, by=person)
    confirm_proposal(talk, by=person, values={})
    talk.refresh_from_db()
    for decision in (Status.REJECTED, Status.ACCEPTED):
        decide_proposal(talk, to=decision, by=UserFactory())
    talk.refresh_from_db()
    assert talk.confirmed_at is None


def test_slides_and_cast_are_seen_at_once(
    client: Client, call: Call, django_capture_on_commit_callbacks: Capture
) -> None:
    person = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        talk = published(call, by=person)
    session = Session.objects.get()
    page = f"/{call.edition.slug}/programa/{session.slug}/"
    assert "https://example.org/laminas" not in client.get(page).text

    with django_capture_on_commit_callbacks(execute=True):
        put_slides(talk, by=person, url="https://example.org/laminas")
    assert "https://example.org/laminas" in client.get(page).text

    joined = UserFactory()
    CoSpeaker.objects.create(
        proposal=talk, user=joined, email=joined.email, name="Nadia Mar", status=InviteStatus.ACCEPTED
    )
    with django_capture_on_commit_callbacks(execute=True):
        refresh_cast(talk)
    assert "Nadia Mar" in client.get(page).text


def test_poster_withdrawn_twice_is_withdrawn_once() -> None:
    poster = hang(EditionFactory())
    for _click in range(2):
        assert withdraw_poster(poster, by=poster.submitted_by).status == Status.WITHDRAWN
