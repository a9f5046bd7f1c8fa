"""The pages of mentorships: cards, filters, hours across zones, asking for a place, the mentor's desk."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events.mentorships.cards import Mentors, mentors_of
from events.models import Attendance, Edition, MentorshipRequest, Question, Session
from events.services.mentorship_queue import QueueRefusal, ask_mentor, mark_done
from events.states import AttendanceStatus, MentorshipKind, QuestionStatus
from somosnlp.accounts.models import User
from tests.events.mentorships.pages import HOSTILE, edition, html, person, published, url
from tests.factories.accounts import UserFactory
from tests.factories.events import in_days
from tests.factories.mentorships import MentorshipFactory, registered
from tests.factories.pictures import make_picture_row

__all__ = ["edition", "person"]


def test_page_shows_the_three_kinds_and_nothing_undecided(client: Client, edition: Edition) -> None:
    card = MentorshipFactory(edition=edition, accepted=True)
    written = MentorshipFactory(edition=edition, accepted=True, kind=MentorshipKind.WRITTEN, places=0)
    ama = published(edition, name="Ana Pregunta")
    hidden = [
        MentorshipFactory(edition=edition),
        MentorshipFactory(edition=edition, ama=True, accepted=True),
        MentorshipFactory(accepted=True),
    ]

    text = html(client, url("mentorships", edition))

    assert card.name in text
    assert "quedan 3 plazas" in text
    assert written.name in text
    assert "completo" in text
    assert ama.session is not None
    assert ama.session.title in text
    assert "#pide-ayuda" in text
    assert "https://discord.com/invite/example" in text
    assert not [offer for offer in hidden if offer.name in text]


def test_hours_are_read_in_the_zone_of_the_reader(client: Client, edition: Edition) -> None:
    """Monday 18–24 h in La Paz (UTC−4) is Monday 23 h to Tuesday 5 h in Lisbon or Madrid in winter."""
    offer = MentorshipFactory(edition=edition, accepted=True, hours=1 << 3, time_zone="America/La_Paz")

    there = html(client, url("mentorships", edition), tz="America/Bogota")
    far = html(client, url("mentorships", edition), tz="Asia/Tokyo")
    utc = html(client, url("mentorship", edition, offer.key), tz="UTC")

    assert "<b>lunes</b> 17–23 h" in there
    assert "<b>martes</b> 7–13 h" in far
    assert "<b>lunes</b> 22–24 h" in utc
    assert "<b>martes</b> 0–4 h" in utc
    assert 'data-week="88-96,96-112"' in utc


def test_hours_of_a_signed_in_person_are_in_their_zone(
    client: Client, edition: Edition, person: User
) -> None:
    MentorshipFactory(edition=edition, accepted=True, hours=1 << 3, time_zone="Europe/Madrid")

    assert "hora de Bogotá" in html(client, url("mentorships", edition))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"tema": "phd"}, {"Doctora"}),
        ({"idioma": "qu"}, {"Doctora"}),
        ({"tipo": "written"}, {"Escrita"}),
        ({"tipo": "ama"}, {"AMA: Ana"}),
        ({"tema": "nada", "idioma": "<script>"}, {"Doctora", "Escrita", "AMA: Ana"}),
        ({"tema": "phd", "tipo": "written"}, set()),
    ],
)
def test_filters(client: Client, edition: Edition, query: dict[str, str], found: set[str]) -> None:
    MentorshipFactory(edition=edition, accepted=True, name="Doctora", themes=["phd"], languages=["es", "qu"])
    MentorshipFactory(edition=edition, accepted=True, name="Escrita", kind="written", themes=["paper"])
    published(edition, name="Ana", themes=["pitch"])

    text = html(client, url("mentorships", edition), **query)

    assert {name for name in ("Doctora", "Escrita", "AMA: Ana") if f">{name}<" in text} == found
    assert ("Nadie ofrece justo eso" in text) == (not found)


def test_empty_page_leads_to_the_form(client: Client, edition: Edition) -> None:
    text = html(client, url("mentorships", edition))

    assert "Todavía no hay mentorías" in text
    assert url("mentorship-offer", edition) in text


def test_anonymous_page_is_kept_until_something_changes(
    client: Client,
    edition: Edition,
    django_assert_num_queries: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    offer = MentorshipFactory(edition=edition, accepted=True)
    page = url("mentorships", edition)
    html(client, page)

    with django_assert_num_queries(0):
        html(client, page)

    with django_capture_on_commit_callbacks(execute=True):
        ask_mentor(offer, by=registered(edition), question="¿Me ayudas?")
    assert "quedan 2 plazas" in html(client, page)


@pytest.mark.parametrize("count", [1, 4])
def test_page_asks_the_database_as_often_for_many(
    edition: Edition, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        MentorshipFactory(edition=edition, accepted=True)

    with django_assert_max_num_queries(5):
        found: Mentors = mentors_of(edition, "UTC", in_days(0))
        assert len(found.cards) == count


def test_photo_is_shown_only_when_it_is_public(client: Client, edition: Edition) -> None:
    photo = make_picture_row()
    offer = MentorshipFactory(edition=edition, accepted=True, photo=photo)
    page = url("mentorship", edition, offer.key)
    assert str(photo.pk) not in html(client, page, tz="UTC")

    type(photo).objects.update(is_public=True)

    assert str(photo.pk) in html(client, page, tz="UTC")


def test_hostile_words_are_only_words(client: Client, edition: Edition, person: User) -> None:
    offer = MentorshipFactory(
        edition=edition,
        accepted=True,
        name=HOSTILE,
        speciality=HOSTILE,
        bio=HOSTILE,
        channel=HOSTILE,
        x=HOSTILE,
    )
    ask_mentor(offer, by=person, question=HOSTILE)
    mentor = Client()
    mentor.force_login(offer.submitted_by)

    pages = [
        html(client, url("mentorships", edition)),
        html(client, url("mentorship", edition, offer.key)),
        html(mentor, url("mentorship-desk", edition, offer.key)),
        html(mentor, url("mentorship-mine", edition, offer.key)),
        html(mentor, reverse("my-hackathon")),
    ]

    assert not [page for page in pages if "<script>alert" in page]
    assert "javascript:" not in "".join(pages)


def test_registered_person_asks_and_leaves(client: Client, edition: Edition, person: User) -> None:
    offer = MentorshipFactory(edition=edition, accepted=True, places=1)
    page = url("mentorship", edition, offer.key)

    assert client.post(page, {"question": ""}).status_code == 422
    assert client.post(page, {"question": "¿Cómo empiezo?"}).status_code == 302
    assert "Ya tienes plaza" in html(client, page)
    assert client.get(url("mentorship-leave", edition, offer.key)).status_code == 405
    assert client.post(url("mentorship-leave", edition, offer.key)).status_code == 302
    assert MentorshipRequest.objects.get().status == "cancelled"


def test_refused_request_says_why_and_keeps_what_was_typed(
    client: Client, edition: Edition, person: User
) -> None:
    offer = MentorshipFactory(edition=edition, accepted=True, kind=MentorshipKind.WRITTEN)
    mark_done(ask_mentor(offer, by=person, question="¿Cómo empiezo?"))

    response = client.post(url("mentorship", edition, offer.key), {"question": "No me pierdas"})

    assert response.status_code == 422
    assert str(QueueRefusal.HAD_IT.label) in response.content.decode()
    assert "No me pierdas" in response.content.decode()


def test_stranger_and_person_without_registration_learn_how_to_get_in(
    client: Client, edition: Edition
) -> None:
    offer = MentorshipFactory(edition=edition, accepted=True)
    page = url("mentorship", edition, offer.key)

    assert url("registration", edition) in html(client, page)
    assert client.post(page, {"question": "¿Y yo?"}).status_code == 302
    client.force_login(UserFactory())
    assert 'name="question"' not in html(client, page)
    assert client.post(page, {"question": "¿Y yo?"}).status_code == 422
    assert not MentorshipRequest.objects.exists()


def test_mentor_sees_the_queue_and_nobody_else_does(client: Client, edition: Edition, person: User) -> None:
    offer = MentorshipFactory(edition=edition, accepted=True, hours=1 << 3)
    User.objects.filter(pk=person.pk).update(discord="camila")
    request = ask_mentor(offer, by=User.objects.get(pk=person.pk), question="¿Cómo evalúo esto?")
    desk, done = (
        url("mentorship-desk", edition, offer.key),
        url("mentorship-done", edition, offer.key, request.pk),
    )
    mentor = Client()
    mentor.force_login(offer.submitted_by)

    text = html(mentor, desk)

    assert all(word in text for word in ("Camila Duarte", "camila", "¿Cómo evalúo esto?", "hora de Bogotá"))
    assert client.get(desk).status_code == 404
    assert client.post(done).status_code == 404
    assert Client().get(desk).status_code == 302
    assert mentor.get(done).status_code == 405
    assert mentor.post(done).status_code == 302
    assert "Nadie espera ahora" in html(mentor, desk)


def test_mentor_changes_places_and_hours_of_the_card(client: Client, edition: Edition) -> None:
    offer = MentorshipFactory(edition=edition, accepted=True)
    ask_mentor(offer, by=registered(edition), question="Una")
    ask_mentor(offer, by=registered(edition), question="Dos")
    client.force_login(offer.submitted_by)
    desk = url("mentorship-desk", edition, offer.key)

    refused = client.post(
        desk, {"places": "1", "channel": "#a", "hours": ["0"], "time_zone": "America/La_Paz"}
    )
    taken = client.post(desk, {"places": "5", "channel": "javascript://x", "hours": [], "time_zone": ""})
    saved = client.post(desk, {"places": "5", "channel": "#a", "hours": ["0"], "time_zone": "America/La_Paz"})

    assert (refused.status_code, taken.status_code, saved.status_code) == (422, 422, 302)
    assert "Ya hay 2 personas con plaza" in refused.content.decode()
    offer.refresh_from_db()
    assert (offer.places, offer.channel, offer.hours) == (5, "#a", 1)


def test_mentor_of_an_ama_reads_the_questions_by_votes_and_who_comes(
    client: Client, edition: Edition
) -> None:
    offer = published(edition)
    session = Session.objects.get(edition=edition)
    for number, (status, votes) in enumerate([("visible", 1), ("visible", 9), ("hidden", 99)]):
        Question.objects.create(
            session=session,
            text=f"Pregunta {number}",
            key=uuid4(),
            status=QuestionStatus(status),
            votes=votes,
        )
    Attendance.objects.create(
        session=session,
        email="va@example.org",
        status=AttendanceStatus.GOING,
        joined_at=in_days(0),
        nonce="n",
    )
    client.force_login(offer.submitted_by)

    text = html(client, url("mentorship-desk", edition, offer.key))

    assert text.index("Pregunta 1") < text.index("Pregunta 0")
    assert "Pregunta 2" not in text
    assert "1 persona apuntada" in text
    assert "Confirmo que voy" in text
    when = {"hours": ["0"], "time_zone": "America/La_Paz"}
    said = [client.post(url("mentorship-desk", edition, offer.key), when, follow=True) for _click in range(2)]
    assert ["¡Contamos contigo!" in answer.content.decode() for answer in said] == [True, False]
