"""What somebody gives up with their registration: places with mentors and the vote; never «me apunto»."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from events.models import Attendance, Edition, Mentorship, MentorshipRequest, PosterVote
from events.services.attendance import join
from events.services.mentorship_queue import ask_mentor
from events.services.poster_votes import cast_vote
from events.services.posters import choose_poster
from events.states import AskStatus
from registrations.models import Registration
from registrations.services.registering import cancel_registration
from somosnlp.accounts.models import User
from tests.events.mentorships.asking import ask, mails, stands, taken
from tests.factories.accounts import UserFactory
from tests.factories.attendance import coming_session
from tests.factories.events import EditionFactory, in_days
from tests.factories.mentorships import MentorshipFactory, registered
from tests.factories.posters import hang, make_vote

pytestmark = pytest.mark.django_db


def cancel(person: User) -> bool:
    return cancel_registration(Registration.objects.get(user=person), by=person)


def test_cancelling_frees_places_for_who_waits_and_tells_each_once() -> None:
    edition = EditionFactory()
    mentors = [MentorshipFactory(edition=edition, accepted=True, places=1) for _ in range(2)]
    person, next_one = registered(edition), registered(edition)
    for mentor in mentors:
        ask(mentor, person)
    ask(mentors[1], next_one)

    assert [cancel(person) for _click in range(2)] == [True, False]

    assert [stands(mentor, person) for mentor in mentors] == ["cancelled", "cancelled"]
    assert stands(mentors[1], next_one) == "waiting"
    assert [taken(mentor) for mentor in mentors] == [0, 1]
    assert mails(person) == ["request_received"] * 2 + ["request_cancelled"] * 2
    assert mails(next_one) == ["request_standby", "request_received"]


def test_cancelling_leaves_waiting_lists_and_other_editions_alone() -> None:
    full = MentorshipFactory(accepted=True, places=1)
    ask(full, registered(full.edition))
    person = registered(full.edition)
    ask(full, person)
    other = MentorshipFactory(accepted=True)
    Registration.objects.create(
        user=person, edition=other.edition, **_facts(Registration.objects.get(user=person))
    )
    ask(other, person)

    cancel_registration(Registration.objects.get(user=person, edition=full.edition), by=UserFactory())

    assert (stands(full, person), stands(other, person)) == ("cancelled", "waiting")
    assert (taken(full), taken(other)) == (1, 1)


def _facts(registration: Registration) -> dict[str, object]:
    names = ("status", "countries", "languages", "level", "terms_version", "submitted_at", "registered_at")
    return {name: getattr(registration, name) for name in names}


def test_mentor_sees_that_who_cancelled_waits_no_longer(client: Client) -> None:
    mentorship = MentorshipFactory(accepted=True)
    person = registered(mentorship.edition, name="Camila Duarte")
    ask(mentorship, person)
    cancel(person)
    client.force_login(mentorship.submitted_by)

    text = client.get(
        reverse("mentorship-desk", args=[mentorship.edition.slug, mentorship.key])
    ).content.decode()

    assert text.index("Nadie espera ahora") < text.index("Ya no esperan") < text.index("Camila Duarte")


def test_vote_for_the_poster_goes_with_the_registration_while_it_is_open() -> None:
    edition = make_vote().edition
    person = registered(edition)
    cast_vote(edition, key=hang(edition).key, by=person)

    cancel(person)

    assert not PosterVote.objects.exists()


@pytest.mark.parametrize("ends_by", ["the close", "the choice"])
def test_vote_that_has_ended_stays_as_it_was_counted(ends_by: str) -> None:
    edition = make_vote().edition
    person, poster = registered(edition), hang(edition)
    cast_vote(edition, key=poster.key, by=person)
    if ends_by == "the close":
        edition.calls.update(voting_until=in_days(-0.5))
    else:
        choose_poster(poster, by=UserFactory())

    assert cancel(person)
    assert PosterVote.objects.get().voter == person


def test_talks_are_open_to_everybody_and_stay() -> None:
    session = coming_session()
    person = registered(session.edition)
    join(session, by=person)

    cancel(person)

    assert Attendance.objects.get().status == "going"


@pytest.mark.django_db(transaction=True)
def test_who_asks_while_they_cancel_in_another_tab_is_in_no_queue() -> None:
    edition = EditionFactory()
    mentorship = MentorshipFactory(edition=edition, accepted=True)
    person = registered(edition)

    assert _cancel_while(lambda: ask_mentor(mentorship, by=person, question="¿Me ayudas?"), person)

    assert MentorshipRequest.objects.get().status == AskStatus.CANCELLED
    assert Mentorship.objects.get().taken == 0


@pytest.mark.django_db(transaction=True)
def test_who_votes_while_they_cancel_in_another_tab_has_no_vote() -> None:
    edition: Edition = make_vote().edition
    poster, person = hang(edition), registered(edition)

    assert _cancel_while(lambda: cast_vote(edition, key=poster.key, by=person), person)

    assert not PosterVote.objects.exists()


def _cancel_while(act: object, person: User) -> bool:
    """Cancel while `act` has been done and is not committed: the cancelling waits for it."""
    assert callable(act)

    def run() -> bool:
        try:
            return cancel(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            act()
            waits = other.submit(run)
            with pytest.raises(TimeoutError):
                waits.result(timeout=1)
        return waits.result(timeout=30)
