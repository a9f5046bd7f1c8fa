"""The waiting list of a full mentor: in order, one mail each, never one place too many."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Mentorship, MentorshipRequest
from events.services.mentorship_queue import ask_mentor, fill_places, leave_queue, mark_done
from events.services.mentorships import adjust_card, withdraw_offer
from events.states import AskStatus, MentorshipKind
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.events.mentorships.asking import ask, at_once, mails, stands, taken
from tests.factories.events import EditionFactory
from tests.factories.mentorships import MentorshipFactory, registered

pytestmark = pytest.mark.django_db
PEOPLE = 30


@pytest.fixture
def edition(db: None) -> Edition:
    edition: Edition = EditionFactory()
    return edition


@pytest.fixture
def full(edition: Edition) -> Mentorship:
    """A continuous mentor of one place, which somebody has."""
    mentorship: Mentorship = MentorshipFactory(edition=edition, accepted=True, places=1)
    ask(mentorship, registered(edition))
    return mentorship


def holder(mentorship: Mentorship) -> User:
    person: User = MentorshipRequest.objects.get(mentorship=mentorship, status=AskStatus.WAITING).asked_by
    return person


def line(mentorship: Mentorship, count: int) -> list[User]:
    """Let so many people ask, one after the other; return them."""
    people = [registered(mentorship.edition) for _ in range(count)]
    assert {ask(mentorship, person) for person in people} == {"standby"}
    return people


def test_who_asks_a_full_mentor_waits_and_is_told_once(full: Mentorship) -> None:
    line(full, 1)
    person = registered(full.edition)

    for _click in range(2):
        assert ask(full, person, "¿Y <b>yo</b>?") == "standby"

    assert taken(full) == 1
    assert mails(person) == ["request_standby"]
    assert mails(full.submitted_by) == ["asked"]
    told = OutgoingEmail.objects.get(to=person.email)
    assert "puesto 2 de la lista" in told.body_text
    assert "¿Y <b>yo</b>?" in told.body_text
    assert "&lt;b&gt;yo" in told.body_html


def leave(mentorship: Mentorship) -> None:
    leave_queue(mentorship, by=holder(mentorship))


def helped(mentorship: Mentorship) -> None:
    mark_done(MentorshipRequest.objects.get(mentorship=mentorship, status=AskStatus.WAITING))


def one_more(mentorship: Mentorship) -> None:
    adjust_card(mentorship, by=mentorship.submitted_by, values={"places": 2})


@pytest.mark.parametrize("frees", [leave, helped, one_more])
def test_freed_place_is_of_who_waited_longest_and_both_are_told_once(
    full: Mentorship, frees: Callable[[Mentorship], None]
) -> None:
    first, second = line(full, 2)

    frees(full)

    assert (stands(full, first), stands(full, second)) == ("waiting", "standby")
    assert (mails(first), mails(second)) == (["request_standby", "request_received"], ["request_standby"])
    assert mails(full.submitted_by) == ["asked", "asked"]
    told = OutgoingEmail.objects.get(to=first.email, template__endswith="received")
    assert "Se liberó una plaza y es tuya." in told.body_text
    assert "Se liberó una plaza y es tuya." in told.body_html
    waiting = MentorshipRequest.objects.filter(mentorship=full, status=AskStatus.WAITING).count()
    assert taken(full) == waiting


def test_no_limit_any_more_lets_everybody_in(full: Mentorship) -> None:
    people = line(full, 3)

    adjust_card(full, by=full.submitted_by, values={"places": None})

    assert [stands(full, person) for person in people] == ["waiting"] * 3
    assert taken(full) == 4


def test_written_session_that_was_given_frees_no_place(edition: Edition) -> None:
    mentorship = MentorshipFactory(edition=edition, accepted=True, kind=MentorshipKind.WRITTEN, places=1)
    ask(mentorship, registered(edition))
    (person,) = line(mentorship, 1)

    helped(mentorship)

    assert stands(mentorship, person) == "standby"


def test_who_leaves_the_list_frees_no_place_and_gets_no_mail(full: Mentorship) -> None:
    first, second = line(full, 2)

    assert [leave_queue(full, by=first) for _click in range(2)] == [True, False]
    leave(full)

    assert (stands(full, first), stands(full, second)) == ("cancelled", "waiting")
    assert mails(first) == ["request_standby"]
    assert taken(full) == 1


def test_newcomer_does_not_overtake_who_waits(full: Mentorship) -> None:
    (first,) = line(full, 1)
    Mentorship.objects.filter(pk=full.pk).update(places=2)

    assert ask(full, registered(full.edition)) == "standby"
    assert stands(full, first) == "waiting"


def test_mentor_who_leaves_tells_the_list_too(full: Mentorship) -> None:
    (person,) = line(full, 1)

    withdraw_offer(full, by=full.submitted_by)

    assert mails(person) == ["request_standby", "request_mentor_left"]
    assert stands(full, person) == "cancelled"
    assert taken(full) == 0


def test_nobody_gets_a_place_once_the_edition_is_over(full: Mentorship) -> None:
    (person,) = line(full, 1)
    past = timezone.now().date() - timedelta(days=9)
    Edition.objects.filter(pk=full.edition_id).update(starts_on=past, ends_on=past)

    leave(full)

    assert stands(full, person) == "standby"


def test_database_lets_nobody_ask_twice_at_once(full: Mentorship) -> None:
    with pytest.raises(IntegrityError, match="mentorshiprequest_one_open"):
        MentorshipRequest.objects.create(
            mentorship=full, asked_by=holder(full), question="¿?", status=AskStatus.STANDBY
        )


def test_waiting_counts_towards_the_queues_one_may_be_in(full: Mentorship) -> None:
    (person,) = line(full, 1)
    mentors = [MentorshipFactory(edition=full.edition, accepted=True) for _ in range(3)]

    assert [ask(mentor, person) for mentor in mentors] == ["waiting", "waiting", "too_many"]


def test_page_offers_the_list_and_shows_the_place_in_it(client: Client, full: Mentorship) -> None:
    line(full, 1)
    Edition.objects.filter(pk=full.edition_id).update(is_current=True)
    client.force_login(registered(full.edition))
    page = reverse("mentorship", args=[full.edition.slug, full.key])

    assert "Apuntarme a la lista de espera" in client.get(page).content.decode()
    answer = client.post(page, {"question": "¿Me ayudas?"}, follow=True).content.decode()
    assert "entraste en la lista de espera" in answer
    assert "Ocupas el puesto 2 de la lista" in answer
    assert "Estás en la lista de espera." in client.get(reverse("my-hackathon")).content.decode()
    left = client.post(reverse("mentorship-leave", args=[full.edition.slug, full.key]), follow=True)
    assert "ya no esperas aquí" in left.content.decode()


def test_mentor_sees_who_waits_for_a_place_and_who_left(client: Client, full: Mentorship) -> None:
    User.objects.filter(pk=holder(full).pk).update(name="Camila Duarte")
    User.objects.filter(pk=full.submitted_by_id).update(time_zone="America/La_Paz")
    person = registered(full.edition, name="Luis Quispe")
    ask(full, person, "¿Cuándo me toca?")
    client.force_login(User.objects.get(pk=full.submitted_by_id))
    desk = reverse("mentorship-desk", args=[full.edition.slug, full.key])

    text = client.get(desk).content.decode()
    assert "1 en lista de espera" in text
    assert text.index("Camila Duarte") < text.index("Luis Quispe") < text.index("¿Cuándo me toca?")
    leave(full)

    text = client.get(desk).content.decode()
    assert text.index("Luis Quispe") < text.index("Ya no esperan") < text.index("Camila Duarte")
    assert "hora de La Paz" in text[text.index("Ya no esperan") :].split("</p>")[0]
    assert "en lista de espera" not in text


def race(count: int) -> tuple[Mentorship, list[User]]:
    """Let so many people with a place leave at once while as many wait; return the mentor and who waited."""
    edition = EditionFactory()
    mentorship = MentorshipFactory(edition=edition, accepted=True, places=count)
    inside = [registered(edition) for _ in range(count)]
    for person in inside:
        ask_mentor(mentorship, by=person, question="¿Me ayudas?")
    waiting = line(mentorship, count + 2)
    at_once([partial(leave_queue, mentorship, by=person) for person in inside])
    return mentorship, waiting


@pytest.mark.django_db(transaction=True)
def test_places_freed_at_once_are_given_in_order_each_with_one_mail() -> None:
    mentorship, waiting = race(PEOPLE)

    expected = ["waiting"] * PEOPLE + ["standby"] * 2
    assert [stands(mentorship, person) for person in waiting] == expected
    assert taken(mentorship) == PEOPLE
    received = OutgoingEmail.objects.filter(template__endswith="request_received")
    assert received.filter(to__in=[person.email for person in waiting]).count() == PEOPLE


@pytest.mark.django_db(transaction=True)
def test_place_freed_while_many_ask_is_given_once() -> None:
    edition = EditionFactory()
    mentorship = MentorshipFactory(edition=edition, accepted=True, places=1)
    first = registered(edition)
    ask_mentor(mentorship, by=first, question="¿Me ayudas?")
    people = [registered(edition) for _ in range(PEOPLE)]

    at_once(
        [
            *(partial(ask, mentorship, person) for person in people),
            partial(leave_queue, mentorship, by=first),
        ]
    )

    counts = [MentorshipRequest.objects.filter(status=status).count() for status in ("waiting", "standby")]
    assert counts == [1, PEOPLE - 1]
    has_place = holder(mentorship)
    standby = MentorshipRequest.objects.filter(status="standby").earliest("pk")
    assert MentorshipRequest.objects.get(asked_by=has_place).pk < standby.pk
    assert taken(mentorship) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_row_lock_nobody_too_many_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = EditionFactory()
    mentorship = MentorshipFactory(edition=edition, accepted=True, places=1)
    ask(mentorship, registered(edition))
    line(mentorship, 5)
    Mentorship.objects.filter(pk=mentorship.pk).update(places=2)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)

    def fill() -> str:
        try:
            with transaction.atomic():
                return str(fill_places(Mentorship.objects.get(pk=mentorship.pk)))
        except IntegrityError:
            return "refused"

    at_once([fill] * 20)

    waiting = MentorshipRequest.objects.filter(status=AskStatus.WAITING).count()
    assert taken(mentorship) == waiting == 2
