"""Proposals of talks: what the services do, whatever is clicked twice."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from events.calls.access_links import make_token
from events.calls.refusals import ProposalRefusedError, Refusal
from events.models import Call, EditionPerson, KeynoteProposal, Person, Session
from events.services.access import give_access, revoke_access
from events.services.proposals import (
    confirm_proposal,
    confirm_sponsor,
    decide_proposal,
    keep_proposal,
    put_slides,
    submit_proposal,
    withdraw_proposal,
)
from events.services.scheduling import place_session, publish
from events.services.sending import Sending
from events.states import SessionKind
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.models import history_of
from somosnlp.review.states import Status
from somosnlp.review.workflow import IllegalTransition, StaleTransition
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, PersonFactory, TopicFactory, in_days
from tests.factories.pictures import make_picture_row
from tests.factories.talks import accept_talk, open_call, send_talk, talk_values
from tests.mail import mailed

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return open_call()


def moves(proposal: KeynoteProposal) -> list[str]:
    return [change.to_status for change in history_of(proposal)]


def refusal(action: Any) -> Refusal:
    with pytest.raises(ProposalRefusedError) as refused:
        action()
    return refused.value.reason


def test_submit_sends_one_mail_and_keeps_every_answer(call: Call) -> None:
    person = UserFactory()
    topic = TopicFactory(edition=call.edition)

    proposal = send_talk(call, by=person, topic=topic.pk, preferred_days=[timezone.localdate()], hours=6)

    proposal.refresh_from_db()
    assert (proposal.status, proposal.topic, proposal.hours) == (Status.SUBMITTED, topic, 6)
    assert proposal.takeaways == talk_values()["takeaways"]
    assert mailed() == ["proposal_received"]


@pytest.mark.parametrize(("known", "kept"), [("", "Ana Pérez"), ("Anita", "Anita")])
def test_account_without_a_name_learns_it_from_the_proposal(call: Call, known: str, kept: str) -> None:
    person = UserFactory(name=known)
    submit_proposal(call.edition, Sending(uuid4(), talk_values()), by=person)
    person.refresh_from_db()
    assert person.name == kept


def test_submit_the_same_form_again_is_the_same_proposal(call: Call) -> None:
    person, key = UserFactory(), uuid4()

    first = send_talk(call, by=person, key=key)
    again = send_talk(call, by=person, key=key, title="Otro título")

    assert first.pk == again.pk
    assert KeynoteProposal.objects.get().title == "Otro título"
    assert (moves(first), mailed()) == ([Status.SUBMITTED], ["proposal_received"])


def test_submit_without_an_answer_that_is_needed_is_refused(call: Call) -> None:
    with pytest.raises(ProposalRefusedError) as refused:
        send_talk(call, takeaways=["Uno", "Dos"], bio="")
    assert refused.value.reason == Refusal.NOT_WHOLE
    assert refused.value.missing == ["takeaways", "bio"]
    assert not KeynoteProposal.objects.exists()


def test_submit_more_than_the_cap_is_refused_and_withdrawing_makes_room() -> None:
    call, person = open_call(most_per_person=2), UserFactory()
    first = send_talk(call, by=person)
    send_talk(call, by=person)

    assert refusal(lambda: send_talk(call, by=person)) == Refusal.TOO_MANY

    withdraw_proposal(first, by=person)
    send_talk(call, by=person)


def test_submit_after_the_close_is_refused_but_judged_by_when_the_button_was_pressed() -> None:
    call, person = open_call(past=True), UserFactory()
    assert refusal(lambda: send_talk(call, by=person)) == Refusal.CLOSED

    in_time = timezone.now() - timedelta(days=3)
    proposal = submit_proposal(call.edition, Sending(uuid4(), talk_values(), in_time), by=person)
    assert proposal.status == Status.SUBMITTED


def test_changes_after_the_close_are_refused_unless_they_were_asked_for(call: Call) -> None:
    person = UserFactory()
    proposal = send_talk(call, by=person)
    close(call)
    sending = Sending(proposal.key, talk_values(title="Otro"))
    assert refusal(lambda: submit_proposal(call.edition, sending, by=person)) == Refusal.CLOSED

    decide_proposal(proposal, to=Status.CHANGES_REQUESTED, by=UserFactory(), note_to_author="¿Y el título?")
    changed = submit_proposal(call.edition, sending, by=person)

    assert (changed.title, changed.status) == ("Otro", Status.SUBMITTED)
    assert mailed() == ["proposal_received", "proposal_changes_requested", "proposal_received"]


def test_access_link_opens_a_closed_call_until_it_is_revoked_or_expires() -> None:
    call, person = open_call(past=True), UserFactory()
    access = give_access(call, note="Ana", by=UserFactory(is_staff=True))
    token = make_token(access)

    proposal = submit_proposal(call.edition, Sending(uuid4(), talk_values(), access=token), by=person)
    assert proposal.status == Status.SUBMITTED

    revoke_access(access, by=UserFactory(is_staff=True))
    again = Sending(uuid4(), talk_values(), access=token)
    assert refusal(lambda: submit_proposal(call.edition, again, by=person)) == Refusal.CLOSED

    other = give_access(call, note="", by=UserFactory(), days=1)
    type(other).objects.filter(pk=other.pk).update(expires_at=timezone.now())
    late = Sending(uuid4(), talk_values(), access=make_token(other))
    assert refusal(lambda: submit_proposal(call.edition, late, by=person)) == Refusal.CLOSED


def test_access_link_of_another_call_opens_nothing() -> None:
    call = open_call(past=True)
    other = CallFactory(edition=EditionFactory(), kind="keynote")
    token = make_token(give_access(other, note="", by=UserFactory()))
    sending = Sending(uuid4(), talk_values(), access=token)
    assert refusal(lambda: submit_proposal(call.edition, sending, by=UserFactory())) == Refusal.CLOSED


def test_draft_keeps_what_is_not_whole_and_nobody_elses(call: Call) -> None:
    person, key = UserFactory(), uuid4()

    keep_proposal(call.edition, Sending(key, {"title": "A medias"}), by=person)
    draft = keep_proposal(call.edition, Sending(key, {"abstract": "Trata de"}), by=person)

    draft.refresh_from_db()
    assert (draft.title, draft.abstract, draft.status) == ("A medias", "Trata de", Status.DRAFT)
    stranger = UserFactory()
    steal = {"title": "Mía"}
    assert refusal(lambda: keep_proposal(call.edition, Sending(key, steal), by=stranger)) == Refusal.NOT_YOURS
    assert mailed() == []


def test_draft_takes_no_column_that_no_question_asks(call: Call) -> None:
    values = {"title": "Hola", "status": Status.ACCEPTED, "sponsor_confirmed_at": timezone.now()}
    draft = keep_proposal(call.edition, Sending(uuid4(), values), by=UserFactory())
    draft.refresh_from_db()
    assert (draft.status, draft.sponsor_confirmed_at) == (Status.DRAFT, None)


def test_topic_and_photo_of_others_are_not_taken(call: Call) -> None:
    theirs = make_picture_row(by=UserFactory())
    proposal = send_talk(call, topic=TopicFactory().pk, photo=theirs.pk)
    assert (proposal.topic, proposal.photo) == (None, None)


def test_accepting_opens_a_private_session_with_its_speaker(call: Call) -> None:
    person = UserFactory()
    topic = TopicFactory(edition=call.edition)
    proposal = accept_talk(call, by=person, topic=topic.pk, occupation="Lingüista", affiliation="UNAM")

    proposal.refresh_from_db()
    session = proposal.session
    assert session is not None
    assert (session.title, session.kind, session.is_published) == (proposal.title, SessionKind.TALK, False)
    assert (session.topic, session.takeaways) == (topic, proposal.takeaways)
    assert [seat.person.user for seat in session.cast.all()] == [person]
    assert EditionPerson.objects.get().occupation == "Lingüista @UNAM"
    assert mailed() == ["proposal_received", "proposal_accepted"]


def test_two_accepted_talks_are_of_one_person_of_the_programme(call: Call) -> None:
    person = UserFactory(name="Ana Pérez")
    PersonFactory(name="Ana Pérez", slug="ana-perez")
    accept_talk(call, by=person)
    accept_talk(call, by=person, bio="Ahora otra cosa.")

    mine = Person.objects.get(user=person)
    assert (mine.slug, mine.bio) == ("ana-perez-2", "Ahora otra cosa.")
    assert Person.objects.count() == 2
    assert len(set(Session.objects.values_list("slug", flat=True))) == 2


def test_rejecting_what_was_accepted_takes_a_private_session_away(call: Call) -> None:
    proposal = accept_talk(call)
    decide_proposal(proposal, to=Status.REJECTED, by=UserFactory())

    proposal.refresh_from_db()
    assert proposal.session is None
    assert not Session.objects.exists()
    assert not EditionPerson.objects.exists()


def test_withdrawing_what_is_published_plans_its_cancellation_and_tells_who_accepted(call: Call) -> None:
    person = UserFactory()
    proposal = accept_talk(call, by=person)
    publish_all(call)
    session = Session.objects.get()
    assert session.is_published

    withdraw_proposal(proposal, by=person)
    withdraw_proposal(proposal, by=person)

    session.refresh_from_db()
    assert session.placement.is_cancelled
    assert not session.is_cancelled
    assert mailed().count("proposal_withdrawn") == 1
    decider = KeynoteProposal.objects.get().decided_by
    assert decider is not None
    assert OutgoingEmail.objects.get(template__endswith="withdrawn").to == decider.email


def test_accepting_again_restores_the_session(call: Call) -> None:
    proposal = accept_talk(call)
    publish_all(call)
    decide_proposal(proposal, to=Status.REJECTED, by=UserFactory())
    decide_proposal(proposal, to=Status.ACCEPTED, by=UserFactory())

    session = Session.objects.get()
    assert not hasattr(session, "placement") or not session.placement.is_cancelled
    proposal.refresh_from_db()
    assert proposal.session == session


def test_promotional_talk_needs_a_sponsor_that_somebody_checked(call: Call) -> None:
    assert refusal(lambda: send_talk(call, is_promotional=True)) == Refusal.NO_SPONSOR
    person = UserFactory()
    proposal = send_talk(call, by=person, is_promotional=True, sponsor="Acme")
    with pytest.raises(IllegalTransition):
        decide_proposal(proposal, to=Status.ACCEPTED, by=UserFactory())

    assert confirm_sponsor(proposal, by=UserFactory())
    assert not confirm_sponsor(proposal, by=UserFactory())
    changed = submit_proposal(
        call.edition,
        Sending(proposal.key, talk_values(is_promotional=True, sponsor="Otra")),
        by=person,
    )
    assert changed.sponsor_confirmed_at is None
    confirm_sponsor(changed, by=UserFactory())
    changed.refresh_from_db()
    decide_proposal(changed, to=Status.ACCEPTED, by=UserFactory())
    assert Session.objects.count() == 1


def test_decision_on_what_was_edited_meanwhile_is_stale(call: Call) -> None:
    person = UserFactory()
    read = send_talk(call, by=person)
    send_talk(call, by=person, key=read.key, title="Otro")
    with pytest.raises(StaleTransition):
        decide_proposal(read, to=Status.ACCEPTED, by=UserFactory())
    assert not Session.objects.exists()


def test_confirming_keeps_when_the_speaker_can_and_mails_once(call: Call) -> None:
    person = UserFactory()
    proposal = accept_talk(call, by=person)

    confirm_proposal(proposal, by=person, values={"hours": 3, "preferred_days": []})
    confirm_proposal(proposal, by=person, values={"hours": 5, "preferred_days": []})

    proposal.refresh_from_db()
    assert proposal.hours == 5
    assert proposal.confirmed_at is not None
    assert mailed().count("proposal_confirmed") == 1


def test_confirming_what_is_not_accepted_is_refused(call: Call) -> None:
    person = UserFactory()
    proposal = send_talk(call, by=person)
    assert refusal(lambda: confirm_proposal(proposal, by=person, values={})) == Refusal.NOT_ACCEPTED


def test_slides_go_to_the_session(call: Call) -> None:
    person = UserFactory()
    proposal = accept_talk(call, by=person)
    put_slides(proposal, by=person, url="https://example.org/a")
    assert Session.objects.get().slides_url == "https://example.org/a"
    stranger = UserFactory()
    assert refusal(lambda: put_slides(proposal, by=stranger, url="")) == Refusal.NOT_YOURS


def publish_all(call: Call) -> None:
    organiser = UserFactory()
    for session in Session.objects.filter(edition=call.edition):
        place_session(session, by=organiser, starts_at=in_days(20), minutes=30)
    publish(call.edition, by=organiser)


def close(call: Call) -> None:
    assert call.closes_with is not None
    type(call.closes_with).objects.filter(pk=call.closes_with.pk).update(
        at=timezone.now() - timedelta(hours=1)
    )
