"""The queue of a mentor: never one too many, never twice, and everybody is told."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from events.models import Edition, Mentorship, MentorshipRequest
from events.services.mentorship_queue import (
    MOST_WAITING,
    QueueRefusal,
    ask_mentor,
    leave_queue,
    mark_done,
)
from events.services.mentorships import withdraw_offer
from events.states import AskStatus, MentorshipKind
from registrations.models import Registration
from registrations.services.registering import cancel_registration
from somosnlp.outbox.models import OutgoingEmail
from tests.events.mentorships.asking import ask, at_once, mails, taken
from tests.factories.events import EditionFactory, in_days
from tests.factories.mentorships import MentorshipFactory, registered

PEOPLE, FEW = 200, 60


@pytest.fixture
def edition(db: None) -> Edition:
    edition: Edition = EditionFactory()
    return edition


def test_asking_takes_a_place_and_tells_both_once(edition: Edition) -> None:
    mentorship = MentorshipFactory(edition=edition, accepted=True)
    person = registered(edition, name="Camila Duarte", discord="camila")

    for _click in range(2):
        ask_mentor(mentorship, by=person, question="¿Cómo evalúo <b>esto</b>?")

    assert taken(mentorship) == 1
    assert mails(person) == ["request_received"]
    assert mails(mentorship.submitted_by) == ["asked"]
    told = OutgoingEmail.objects.get(to=mentorship.submitted_by.email)
    assert "Camila Duarte" in told.subject
    assert "camila" in told.body_text
    assert "¿Cómo evalúo <b>esto</b>?" in told.body_text
    assert "&lt;b&gt;esto" in told.body_html
    assert f"/mentorias/{mentorship.key}/cola/" in told.body_text


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"accepted": False}, QueueRefusal.NOT_OFFERED),
        ({"ama": True}, QueueRefusal.NOT_OFFERED),
    ],
)
def test_asking_what_is_not_there_is_refused(edition: Edition, facts: dict[str, Any], reason: str) -> None:
    mentorship = MentorshipFactory(edition=edition, **{"accepted": True, **facts})

    assert ask(mentorship, registered(edition)) == reason
    assert not MentorshipRequest.objects.exists()


def test_nobody_asks_once_the_edition_is_over(edition: Edition) -> None:
    past = in_days(-9).date()
    Edition.objects.filter(pk=edition.pk).update(starts_on=past, ends_on=past)
    mentorship = MentorshipFactory(edition=Edition.objects.get(), accepted=True)

    assert ask(mentorship, registered(mentorship.edition)) == QueueRefusal.NOT_OFFERED


def test_who_left_the_queue_is_not_told_that_the_mentor_left(edition: Edition) -> None:
    mentorship = MentorshipFactory(edition=edition, accepted=True)
    person = registered(edition)
    ask(mentorship, person)
    leave_queue(mentorship, by=person)

    withdraw_offer(mentorship, by=mentorship.submitted_by)

    assert mails(person) == ["request_received", "request_cancelled"]


def test_only_registered_people_ask_and_nobody_themselves(edition: Edition) -> None:
    mentorship = MentorshipFactory(edition=edition, accepted=True)
    cancelled = registered(edition)
    cancel_registration(Registration.objects.get(user=cancelled), by=cancelled)

    assert ask(mentorship, registered(EditionFactory())) == QueueRefusal.NOT_REGISTERED
    assert ask(mentorship, cancelled) == QueueRefusal.NOT_REGISTERED
    assert ask(mentorship, mentorship.submitted_by) == QueueRefusal.OWN


def test_nobody_waits_in_more_queues_than_others_can(edition: Edition) -> None:
    person = registered(edition)
    mentors = [MentorshipFactory(edition=edition, accepted=True) for _ in range(MOST_WAITING + 1)]

    assert [ask(mentor, person) for mentor in mentors] == ["waiting"] * MOST_WAITING + [QueueRefusal.TOO_MANY]


def test_leaving_frees_the_place_once(edition: Edition) -> None:
    mentorship = MentorshipFactory(edition=edition, accepted=True, places=1)
    person = registered(edition)
    ask_mentor(mentorship, by=person, question="¿Me ayudas?")

    assert [leave_queue(mentorship, by=person) for _click in range(2)] == [True, False]
    assert taken(mentorship) == 0
    assert mails(person) == ["request_received", "request_cancelled"]
    assert ask(mentorship, registered(edition)) == "waiting"


@pytest.mark.parametrize(
    ("kind", "left", "again"),
    [(MentorshipKind.CONTINUOUS, 0, "waiting"), (MentorshipKind.WRITTEN, 1, QueueRefusal.HAD_IT)],
)
def test_being_helped_frees_the_place_of_who_goes_on(
    edition: Edition, kind: str, left: int, again: str
) -> None:
    mentorship = MentorshipFactory(edition=edition, accepted=True, kind=kind, places=2)
    person = registered(edition)
    request = ask_mentor(mentorship, by=person, question="¿Me ayudas?")

    assert [mark_done(request) for _click in range(2)] == [True, False]

    assert taken(mentorship) == left
    assert mails(person) == ["request_received", "request_done"]
    assert MentorshipRequest.objects.get().status == AskStatus.DONE
    assert ask(mentorship, person) == again


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (MentorshipKind.CONTINUOUS, ["request_received", "request_done", "request_mentor_left"]),
        (MentorshipKind.WRITTEN, ["request_received", "request_done"]),
    ],
)
def test_who_was_helped_learns_that_the_mentor_left_where_they_could_come_back(
    edition: Edition, kind: str, told: list[str]
) -> None:
    mentorship = MentorshipFactory(edition=edition, accepted=True, kind=kind)
    helped, waiting = registered(edition), registered(edition)
    mark_done(ask_mentor(mentorship, by=helped, question="¿Me ayudas?"))
    ask_mentor(mentorship, by=waiting, question="¿Y a mí?")

    withdraw_offer(mentorship, by=mentorship.submitted_by)

    assert mails(helped) == told
    assert mails(waiting) == ["request_received", "request_mentor_left"]
    cancelled = OutgoingEmail.objects.filter(body_text__contains="queda cancelada")
    assert [mail.to for mail in cancelled] == [waiting.email]
    states = MentorshipRequest.objects.order_by("pk").values_list("status", flat=True)
    assert list(states) == [AskStatus.DONE, AskStatus.CANCELLED]


def test_who_asked_again_is_told_once_of_what_waits(edition: Edition) -> None:
    mentorship = MentorshipFactory(edition=edition, accepted=True)
    person = registered(edition)
    mark_done(ask_mentor(mentorship, by=person, question="¿Primero?"))
    ask_mentor(mentorship, by=person, question="¿Después?")

    withdraw_offer(mentorship, by=mentorship.submitted_by)

    told = OutgoingEmail.objects.get(to=person.email, template__contains="mentor_left")
    assert "¿Después?" in told.body_text


def test_unlimited_places_are_counted_and_never_full(edition: Edition) -> None:
    mentorship = MentorshipFactory(edition=edition, accepted=True, places=None)

    assert {ask(mentorship, registered(edition)) for _ in range(5)} == {"waiting"}
    assert (taken(mentorship), mentorship.places_left) == (5, None)


def last_place(edition: Edition, count: int) -> tuple[Mentorship, Counter[str]]:
    """Let so many people ask for the last place of a new mentorship; return what came of it."""
    mentorship = MentorshipFactory(edition=edition, accepted=True, places=2)
    ask_mentor(mentorship, by=registered(edition), question="Primero")
    people = [registered(edition) for _ in range(count)]
    found = at_once([partial(ask, mentorship, person) for person in people])
    return mentorship, found


def assert_counted(mentorship: Mentorship) -> None:
    waiting = MentorshipRequest.objects.filter(mentorship=mentorship, status=AskStatus.WAITING).count()
    assert taken(mentorship) == waiting == 2


@pytest.mark.django_db(transaction=True)
def test_of_200_people_one_takes_the_last_place() -> None:
    mentorship, found = last_place(EditionFactory(), PEOPLE)

    assert found == {"waiting": 1, "standby": PEOPLE - 1}
    assert_counted(mentorship)


@pytest.mark.django_db(transaction=True)
def test_without_the_row_lock_the_constraint_still_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)

    mentorship, _found = last_place(EditionFactory(), FEW)

    assert_counted(mentorship)


@pytest.mark.django_db(transaction=True)
def test_without_lock_and_constraint_it_bursts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shows that the two guards are what the tests above measure."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_mentorship DROP CONSTRAINT mentorship_places_left")
    try:
        _mentorship, found = last_place(EditionFactory(), FEW)
        assert found["waiting"] > 1
    finally:
        MentorshipRequest.objects.all().delete()
        Mentorship.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE events_mentorship ADD CONSTRAINT mentorship_places_left"
                " CHECK (places IS NULL OR taken <= places)"
            )


@pytest.mark.django_db(transaction=True)
def test_the_pages_tell_the_others_where_they_stand_in_the_line() -> None:
    edition = EditionFactory()
    mentorship = MentorshipFactory(edition=edition, accepted=True, places=1)
    page = reverse("mentorship", args=[edition.slug, mentorship.key])
    clients = [Client() for _ in range(10)]
    for client in clients:
        client.force_login(registered(edition))

    def post(client: Client) -> int:
        return client.post(page, {"question": "¿Yo?"}).status_code

    found = at_once([partial(post, client) for client in clients])

    assert found == {302: 10}
    texts = [client.get(page).content.decode() for client in clients]
    assert sum("Ya tienes plaza" in text for text in texts) == 1
    assert {number for number in range(1, 10) for text in texts if f"el puesto {number} de" in text} == {
        *range(1, 10)
    }


@pytest.mark.django_db(transaction=True)
def test_one_person_at_once_in_many_tabs_keeps_to_their_limit() -> None:
    edition = EditionFactory()
    person = registered(edition)
    mentors = [MentorshipFactory(edition=edition, accepted=True) for _ in range(8)]

    found = at_once([partial(ask, mentor, person) for mentor in mentors])

    assert found == {"waiting": MOST_WAITING, QueueRefusal.TOO_MANY.value: 8 - MOST_WAITING}
