"""Offers of mentorship: what the services do, whatever is clicked twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.utils import timezone

from events.calls.access_links import make_token
from events.calls.refusals import ProposalRefusedError, Refusal
from events.models import Edition, EditionPerson, Mentorship, Picture, Placement, Session
from events.services.access import give_access
from events.services.mentorship_queue import ask_mentor
from events.services.mentorships import (
    PlacesTakenError,
    adjust_card,
    confirm_ama,
    decide_offer,
    draft_of,
    keep_offer,
    submit_offer,
    withdraw_offer,
)
from events.services.scheduling import place_session
from events.services.sending import Sending
from events.states import CallKind, SessionKind
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.models import ReviewRound
from somosnlp.review.states import Status
from somosnlp.review.workflow import IllegalTransition
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, MilestoneFactory, in_days
from tests.factories.mentorships import AMA, VALUES, MentorshipFactory, registered
from tests.factories.pictures import make_picture_row
from tests.mail import mailed
from tests.threads import at_once


@pytest.fixture
def edition(db: None) -> Edition:
    """An edition that looks for mentors."""
    edition: Edition = CallFactory(kind=CallKind.MENTORSHIP).edition
    return edition


@pytest.fixture
def person(db: None) -> User:
    user: User = UserFactory()
    return user


def close(edition: Edition) -> None:
    edition.calls.update(closes_with=MilestoneFactory(edition=edition, past=True))


def refusal(act: Any, *args: Any, **options: Any) -> Refusal:
    with pytest.raises(ProposalRefusedError) as caught:
        act(*args, **options)
    return caught.value.reason


def test_send_makes_one_offer_and_one_mail_however_often(edition: Edition, person: User) -> None:
    key = uuid4()

    first = submit_offer(edition, Sending(key, VALUES), by=person)
    again = submit_offer(edition, Sending(key, VALUES), by=person)

    assert first == again
    assert Mentorship.objects.get().status == Status.SUBMITTED
    assert mailed() == ["mentorship_received"]


def test_account_without_a_name_learns_it_from_the_first_offer(edition: Edition) -> None:
    nameless = UserFactory(name="")

    for name in ("Nayra Condori", "Otro nombre"):
        submit_offer(edition, Sending(uuid4(), VALUES | {"name": name}), by=nameless)

    assert User.objects.get(pk=nameless.pk).name == "Nayra Condori"


def test_draft_is_kept_field_by_field_and_sent_whole(edition: Edition, person: User) -> None:
    key = uuid4()
    keep_offer(edition, Sending(key, {"name": "Nayra"}), by=person)
    keep_offer(edition, Sending(key, {"speciality": "Corpus"}), by=person)

    draft = draft_of(edition, person)

    assert draft is not None
    assert (draft.name, draft.speciality, draft.status) == ("Nayra", "Corpus", Status.DRAFT)
    sent = submit_offer(edition, Sending(key, VALUES), by=person)
    assert (sent.pk, sent.name) == (draft.pk, VALUES["name"])
    assert draft_of(edition, person) is None
    assert keep_offer(edition, Sending(key, {"name": "Tarde"}), by=person) is None
    assert Mentorship.objects.get().name == VALUES["name"]


def test_two_tabs_share_one_draft(edition: Edition, person: User) -> None:
    keep_offer(edition, Sending(uuid4(), {"name": "Una"}), by=person)
    keep_offer(edition, Sending(uuid4(), {"speciality": "Otra"}), by=person)

    assert Mentorship.objects.get().speciality == "Otra"


def test_what_one_tab_kept_another_sends_once(edition: Edition, person: User) -> None:
    keep_offer(edition, Sending(uuid4(), {"name": "Una"}), by=person)
    key = uuid4()

    for _click in range(2):
        submit_offer(edition, Sending(key, VALUES), by=person)

    assert Mentorship.objects.get().key == key


def test_several_offers_up_to_the_cap_of_the_call(edition: Edition, person: User) -> None:
    edition.calls.update(most_per_person=2)
    for values in (VALUES, AMA):
        submit_offer(edition, Sending(uuid4(), values), by=person)

    assert refusal(submit_offer, edition, Sending(uuid4(), VALUES), by=person) == Refusal.TOO_MANY

    withdraw_offer(Mentorship.objects.earliest("pk"), by=person)
    assert submit_offer(edition, Sending(uuid4(), VALUES), by=person).pk


def test_nobody_writes_the_offer_of_somebody_else(edition: Edition, person: User) -> None:
    theirs = MentorshipFactory(edition=edition)

    assert refusal(submit_offer, edition, Sending(theirs.key, VALUES), by=person) == Refusal.NOT_YOURS


def test_edit_until_the_close_and_after_it_with_the_link_of_an_organiser(
    edition: Edition, person: User
) -> None:
    offer = submit_offer(edition, Sending(uuid4(), VALUES), by=person)
    changed = submit_offer(edition, Sending(offer.key, VALUES | {"places": 9}), by=person)
    assert (changed.places, mailed()) == (9, ["mentorship_received"])
    close(edition)

    late = VALUES | {"places": 7}
    assert refusal(submit_offer, edition, Sending(offer.key, late), by=person) == Refusal.CLOSED
    access = give_access(edition.calls.get(), note="Nayra", by=UserFactory())
    token = make_token(access)
    assert submit_offer(edition, Sending(offer.key, late, access=token), by=person).places == 7
    assert submit_offer(edition, Sending(uuid4(), VALUES, access=token), by=person).pk


def test_send_counts_the_moment_the_button_was_pressed(edition: Edition, person: User) -> None:
    close(edition)
    in_time = timezone.now() - timedelta(days=3)

    assert refusal(submit_offer, edition, Sending(uuid4(), VALUES), by=person) == Refusal.CLOSED
    assert submit_offer(edition, Sending(uuid4(), VALUES, sent_at=in_time), by=person).pk


def test_asked_for_changes_may_make_them_after_the_close(edition: Edition, person: User) -> None:
    offer = submit_offer(edition, Sending(uuid4(), VALUES), by=person)
    decide_offer(offer, to=Status.CHANGES_REQUESTED, by=UserFactory(), note_to_author="¿Horas?")
    close(edition)

    offer = submit_offer(edition, Sending(offer.key, VALUES | {"hours": 5}), by=person)

    assert (offer.status, offer.hours) == (Status.SUBMITTED, 5)
    assert mailed() == ["mentorship_received", "mentorship_changes_requested", "mentorship_received"]


def test_decided_offer_is_not_changed(edition: Edition, person: User) -> None:
    offer = MentorshipFactory(edition=edition, submitted_by=person, accepted=True)

    assert refusal(submit_offer, edition, Sending(offer.key, VALUES), by=person) == Refusal.DECIDED


@pytest.mark.parametrize("missing", ["name", "bio", "kind", "speciality", "languages"])
def test_offer_is_sent_whole_or_not_at_all(edition: Edition, person: User, missing: str) -> None:
    values = VALUES | {missing: [] if missing == "languages" else ""}

    assert refusal(submit_offer, edition, Sending(uuid4(), values), by=person) == Refusal.NOT_WHOLE
    assert not Mentorship.objects.exists()


def test_what_the_kind_is_not_asked_is_not_kept(edition: Edition, person: User) -> None:
    card = submit_offer(
        edition, Sending(uuid4(), VALUES | {"ama_form": "live", "may_record": True}), by=person
    )
    ama = submit_offer(edition, Sending(uuid4(), AMA | {"places": 4, "channel": "#otro"}), by=person)

    assert (card.ama_form, card.may_record, card.places) == ("", False, 3)
    assert (ama.places, ama.channel, ama.ama_form) == (None, "", "live")


def test_accepted_ama_becomes_one_private_session(edition: Edition, person: User) -> None:
    offer = submit_offer(edition, Sending(uuid4(), AMA), by=person)
    reviewer = UserFactory()

    decide_offer(offer, to=Status.ACCEPTED, by=reviewer)

    session = Session.objects.get()
    offer.refresh_from_db()
    assert offer.session == session
    assert (session.kind, session.is_published, session.has_questions) == (SessionKind.AMA, False, True)
    assert [seat.person.user for seat in session.speakers] == [person]
    decide_offer(offer, to=Status.REJECTED, by=reviewer)
    assert not Session.objects.exists()
    offer.refresh_from_db()
    decide_offer(offer, to=Status.ACCEPTED, by=reviewer)
    assert Session.objects.count() == 1


def test_accepted_card_opens_no_session(edition: Edition, person: User) -> None:
    offer = submit_offer(edition, Sending(uuid4(), VALUES), by=person)

    decide_offer(offer, to=Status.ACCEPTED, by=UserFactory())

    assert not Session.objects.exists()
    assert mailed() == ["mentorship_received", "mentorship_accepted"]


def test_withdrawn_ama_in_the_programme_is_planned_as_cancelled(edition: Edition, person: User) -> None:
    offer = submit_offer(edition, Sending(uuid4(), AMA), by=person)
    decide_offer(offer, to=Status.ACCEPTED, by=UserFactory())
    Session.objects.update(is_published=True)
    offer.refresh_from_db()

    withdraw_offer(offer, by=person)

    session = Session.objects.get()
    assert session.placement.is_cancelled
    offer.refresh_from_db()
    assert (offer.status, offer.session) == (Status.WITHDRAWN, session)
    submit_offer(edition, Sending(offer.key, AMA), by=person)
    decide_offer(Mentorship.objects.get(), to=Status.ACCEPTED, by=UserFactory())
    assert not Placement.objects.exists()
    assert Mentorship.objects.get().session == Session.objects.get()


def test_unpublished_session_of_a_withdrawn_mentor_vanishes_from_the_plan(
    edition: Edition, person: User
) -> None:
    offer = submit_offer(edition, Sending(uuid4(), AMA), by=person)
    decide_offer(offer, to=Status.ACCEPTED, by=UserFactory())
    place_session(Session.objects.get(), by=UserFactory(), starts_at=in_days(2), minutes=60)

    withdraw_offer(offer, by=person)

    assert not Session.objects.exists()
    assert not Placement.objects.exists()
    assert not EditionPerson.objects.exists()
    told = OutgoingEmail.objects.get(template="events/mail/mentorship_withdrawn")
    assert "todavía no era pública" in told.body_text
    assert f"/mentorship/{offer.pk}/" in told.body_text


def _right(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


@pytest.mark.parametrize("may_plan", [True, False])
def test_who_accepted_a_public_ama_is_told_that_its_cancelling_is_theirs_to_publish(
    edition: Edition, person: User, may_plan: bool
) -> None:
    reviewer = UserFactory(is_staff=True)
    if may_plan:
        reviewer.user_permissions.add(_right("events", "change_session"))
    offer = submit_offer(edition, Sending(uuid4(), AMA), by=person)
    decide_offer(offer, to=Status.ACCEPTED, by=reviewer)
    Session.objects.update(is_published=True)
    offer.refresh_from_db()

    withdraw_offer(offer, by=person)

    told = OutgoingEmail.objects.get(template="events/mail/mentorship_withdrawn")
    assert "nadie sabe todavía que se cancela" in told.body_text
    assert "nadie sabe todavía que se cancela" in told.body_html
    assert (f"?sesion={offer.session_id}" in told.body_text) == may_plan


def test_mentor_confirms_an_ama_and_says_when(edition: Edition, person: User) -> None:
    offer = submit_offer(edition, Sending(uuid4(), AMA), by=person)
    when = {"hours": 7, "time_zone": "America/Lima", "preferred_days": []}
    assert refusal(confirm_ama, offer, by=person, values=when) == Refusal.NOT_ACCEPTED
    decide_offer(offer, to=Status.ACCEPTED, by=UserFactory())

    confirm_ama(offer, by=person, values=when)
    first = Mentorship.objects.get()
    confirm_ama(offer, by=person, values=when | {"hours": 9})

    again = Mentorship.objects.get()
    assert first.confirmed_at is not None
    assert (again.confirmed_at, again.hours, again.time_zone) == (first.confirmed_at, 9, "America/Lima")


def test_withdrawing_tells_who_waits_and_a_second_click_does_nothing(edition: Edition) -> None:
    offer = MentorshipFactory(edition=edition, accepted=True)
    people = [registered(edition) for _ in range(2)]
    for one in people:
        ask_mentor(offer, by=one, question="¿Me ayudas?")

    for _click in range(2):
        withdraw_offer(Mentorship.objects.get(), by=offer.submitted_by)

    told = OutgoingEmail.objects.filter(template="events/mail/mentorship_request_mentor_left")
    assert sorted(told.values_list("to", flat=True)) == sorted(one.email for one in people)
    offer.refresh_from_db()
    assert (offer.taken, offer.status) == (0, Status.WITHDRAWN)
    assert set(offer.requests.values_list("status", flat=True)) == {"cancelled"}
    to_organiser = OutgoingEmail.objects.get(template="events/mail/mentorship_withdrawn")
    assert to_organiser.to == offer.decided_by.email
    assert f"/mentorship/{offer.pk}/" in to_organiser.body_text


@pytest.mark.django_db(transaction=True)
def test_ama_accepted_while_its_mentor_withdraws_loses_its_session() -> None:
    edition, person = CallFactory(kind=CallKind.MENTORSHIP).edition, UserFactory()
    offer = submit_offer(edition, Sending(uuid4(), AMA), by=person)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            decide_offer(offer, to=Status.ACCEPTED, by=UserFactory())
            waits = other.submit(_withdraw, offer.pk, person)
            with pytest.raises(TimeoutError):
                waits.result(timeout=1)
        waits.result(timeout=30)
        other.submit(lambda: connection.close()).result()
    offer.refresh_from_db()
    assert (offer.status, offer.session, Session.objects.count()) == (Status.WITHDRAWN, None, 0)


def _withdraw(pk: int, person: User) -> None:
    withdraw_offer(Mentorship.objects.get(pk=pk), by=person)


def test_rejected_offer_cannot_be_withdrawn(edition: Edition, person: User) -> None:
    offer = submit_offer(edition, Sending(uuid4(), VALUES), by=person)
    decide_offer(offer, to=Status.REJECTED, by=UserFactory())

    with pytest.raises(IllegalTransition):
        withdraw_offer(offer, by=person)


def test_withdrawn_offer_is_sent_again(edition: Edition, person: User) -> None:
    offer = submit_offer(edition, Sending(uuid4(), VALUES), by=person)
    withdraw_offer(offer, by=person)

    again = submit_offer(edition, Sending(offer.key, VALUES | {"places": 8}), by=person)

    assert (again.pk, again.status, again.places) == (offer.pk, Status.SUBMITTED, 8)


def test_card_is_adjusted_but_never_below_who_is_there(edition: Edition) -> None:
    offer = MentorshipFactory(edition=edition, accepted=True)
    for _ in range(2):
        ask_mentor(offer, by=registered(edition), question="¿Me ayudas?")

    with pytest.raises(PlacesTakenError):
        adjust_card(offer, by=offer.submitted_by, values={"places": 1})
    adjust_card(offer, by=offer.submitted_by, values={"places": 2, "channel": "#otro", "name": "Otra"})

    offer.refresh_from_db()
    assert (offer.places, offer.channel, offer.places_left) == (2, "#otro", 0)
    assert offer.name != "Otra"


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (Status.ACCEPTED, "Ya apareces en la página de mentorías"),
        (Status.WAITLISTED, "lista de espera"),
        (Status.REJECTED, "Esta vez no podemos"),
        (Status.CHANGES_REQUESTED, "completes algo"),
    ],
)
def test_decision_tells_the_mentor_with_the_note_and_not_the_remark(
    edition: Edition, to: str, words: str
) -> None:
    offer = MentorshipFactory(edition=edition, submitted_by__language="pt-br")
    offer.submitted_by.language = "es"

    decide_offer(offer, to=to, by=UserFactory(), note_to_author="Nota <b> & más", internal_remark="SECRETO")

    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.user_id) == (offer.submitted_by.email, offer.submitted_by.pk)
    assert words in mail.body_text
    assert "Nota <b> & más" in mail.body_text
    assert "Nota &lt;b&gt; &amp; más" in mail.body_html
    assert str(offer.key) in mail.body_text
    assert "SECRETO" not in mail.subject + mail.body_text + mail.body_html


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_make_one_offer() -> None:
    edition, person, key = CallFactory(kind=CallKind.MENTORSHIP).edition, UserFactory(), uuid4()
    at_once([lambda: submit_offer(edition, Sending(key, VALUES), by=person)] * 20)

    assert Mentorship.objects.get().status == Status.SUBMITTED
    assert mailed() == ["mentorship_received"]


@pytest.mark.django_db(transaction=True)
def test_many_tabs_at_once_never_exceed_the_cap() -> None:
    edition, person = CallFactory(kind=CallKind.MENTORSHIP, most_per_person=2).edition, UserFactory()
    tabs = [lambda: submit_offer(edition, Sending(uuid4(), VALUES), by=person)] * 8

    done = at_once(tabs, refusals=(ProposalRefusedError,))

    assert Counter(str(getattr(one, "reason", "sent")) for one in done) == {"sent": 2, "too_many": 6}


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_begin_one_draft() -> None:
    edition, person = CallFactory(kind=CallKind.MENTORSHIP).edition, UserFactory()

    at_once(
        [
            partial(keep_offer, edition, Sending(uuid4(), {"name": f"Pestaña {number}"}), by=person)
            for number in range(6)
        ]
    )

    assert Mentorship.objects.count() == 1


def test_photo_of_a_mentor_is_seen_as_long_as_a_card_or_the_programme_shows_it(
    edition: Edition, person: User
) -> None:
    photo = make_picture_row(by=person)
    offers = [
        submit_offer(edition, Sending(uuid4(), values | {"photo": photo}), by=person)
        for values in (AMA, VALUES, VALUES)
    ]
    for offer in offers:
        decide_offer(offer, to=Status.ACCEPTED, by=UserFactory())
    Session.objects.update(is_published=True)

    assert [_withdrawn_shows(offer, photo) for offer in reversed(offers)] == [True, True, True]
    Session.objects.update(is_published=False)
    card = submit_offer(edition, Sending(uuid4(), VALUES | {"photo": photo}), by=person)
    decide_offer(card, to=Status.ACCEPTED, by=UserFactory())
    assert not _withdrawn_shows(card, photo)


def _withdrawn_shows(offer: Mentorship, photo: Picture) -> bool:
    """Withdraw it; tell whether its photo is still everybody's."""
    withdraw_offer(Mentorship.objects.get(pk=offer.pk), by=offer.submitted_by)
    photo.refresh_from_db()
    return photo.is_public


def test_photo_of_somebody_else_is_not_taken(edition: Edition, person: User) -> None:
    photo = make_picture_row(by=UserFactory())

    offer = submit_offer(edition, Sending(uuid4(), VALUES | {"photo": photo}), by=person)

    assert offer.photo is None


def test_unknown_zone_is_that_of_the_account(edition: Edition) -> None:
    person = UserFactory(time_zone="America/Lima")

    offer = submit_offer(edition, Sending(uuid4(), VALUES | {"time_zone": "Marte/Olimpo"}), by=person)

    assert offer.time_zone == "America/Lima"


def test_confirming_an_ama_changes_only_when(edition: Edition, person: User) -> None:
    offer = submit_offer(edition, Sending(uuid4(), AMA), by=person)
    decide_offer(offer, to=Status.ACCEPTED, by=UserFactory())

    confirm_ama(offer, by=person, values={"hours": 9, "places": 1, "channel": "#otro"})

    offer.refresh_from_db()
    assert (offer.hours, offer.places, offer.channel) == (9, None, "")


def test_card_has_no_session_to_confirm(edition: Edition) -> None:
    card = MentorshipFactory(edition=edition, accepted=True)

    assert refusal(confirm_ama, card, by=card.submitted_by, values={}) == Refusal.NO_SESSION


@pytest.mark.parametrize("act", [adjust_card, confirm_ama])
def test_untold_acceptance_is_acted_upon_by_nobody(edition: Edition, act: Any) -> None:
    """A decision told later: nothing of it shows, and who accepted it is not told that it was taken back."""
    edition.calls.update(review_round=ReviewRound.objects.create(name="Mentorías", holds_decisions=True))
    offer = MentorshipFactory(edition=edition)
    decide_offer(offer, to=Status.ACCEPTED, by=UserFactory())

    assert refusal(act, offer, by=offer.submitted_by, values={"places": 9}) == Refusal.NOT_ACCEPTED
    withdraw_offer(offer, by=offer.submitted_by)
    assert not OutgoingEmail.objects.filter(template="events/mail/mentorship_withdrawn").exists()


def test_card_that_was_taken_back_untold_is_not_adjusted(edition: Edition) -> None:
    offer = MentorshipFactory(edition=edition, accepted=True)
    edition.calls.update(review_round=ReviewRound.objects.create(name="Mentorías", holds_decisions=True))
    decide_offer(offer, to=Status.REJECTED, by=UserFactory())

    assert refusal(adjust_card, offer, by=offer.submitted_by, values={}) == Refusal.NOT_ACCEPTED
