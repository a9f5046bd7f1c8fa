"""Offering a mentorship with or without an account, and the pages of one's own."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Edition, Mentorship, Session
from events.services.mentorship_queue import ask_mentor
from events.services.mentorships import decide_offer, submit_offer, withdraw_offer
from events.services.sending import Sending
from events.states import SessionStatus
from somosnlp.accounts.models import FormDraft, User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.states import Status
from tests.events.mentorships.pages import FORM, edition, html, person, published, url
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory
from tests.factories.mentorships import VALUES, MentorshipFactory, registered
from tests.mail import mailed_code

__all__ = ["edition", "person"]


def test_stranger_proves_the_address_and_the_draft_becomes_the_offer(
    client: Client, edition: Edition
) -> None:
    page = url("mentorship-offer", edition)
    assert 'name="email"' in html(client, page)

    response = client.post(page, FORM | {"email": "nayra@example.org", "photo-kept": ""})
    assert response.status_code == 302, response.content.decode()
    assert not Mentorship.objects.exists()
    response = client.post(response.headers["Location"], {"code": mailed_code("nayra@example.org")})

    offer = Mentorship.objects.get()
    assert response.headers["Location"] == url("mentorship-mine", edition, offer.key)
    assert (offer.status, offer.submitted_by.email) == (Status.SUBMITTED, "nayra@example.org")
    assert (offer.hours, offer.time_zone) == (0b1100, "America/La_Paz")


def test_signed_in_person_finds_what_was_typed_and_sends_it_once(
    client: Client, edition: Edition, person: User
) -> None:
    page = url("mentorship-offer", edition)
    shown = html(client, page)
    found = re.search(r'data-autosave="([^"]+)"', shown)
    key = re.search(r'name="key" value="([^"]+)"', shown)
    assert found
    assert key
    autosave = found[1].replace("&amp;", "&")
    assert client.post(autosave, {"field": "name", "name": "Nayra"}).status_code == 200
    assert client.post(autosave, {"field": "places", "places": "-4"}).status_code == 422
    assert 'value="Nayra"' in html(client, page)

    for _click in range(2):
        assert client.post(page, FORM | {"key": key[1]}).status_code == 302

    assert Mentorship.objects.get().status == Status.SUBMITTED
    assert OutgoingEmail.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kind", "", "Elige un tipo"),
        ("kind", "inventado", "inventado"),
        ("kind", "ama", "cómo prefieres tu AMA"),
        ("languages", [], "al menos un idioma"),
        ("themes", ["otro"], "otro"),
        ("places", "0", "1"),
        ("speciality", "a" * 2000, "1500"),
        ("channel", "ftp://mal", "https://"),
        ("website", "javascript:alert(1)", "dirección"),
        ("hours", ["99"], "tabla"),
        ("preferred_days", ["ayer"], "2027"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_nothing_is_lost(
    client: Client, edition: Edition, person: User, field: str, value: Any, words: str
) -> None:
    response = client.post(
        url("mentorship-offer", edition), FORM | {"bio": "sigue aquí 👩🏽‍💻"} | {field: value}
    )

    assert response.status_code == 422
    text = response.content.decode()
    assert words in text
    assert "sigue aquí 👩🏽‍💻" in text
    assert not Mentorship.objects.exists()


@pytest.mark.parametrize("signed_in", [True, False])
def test_one_second_after_the_close_is_refused_with_the_text_kept(
    client: Client, edition: Edition, signed_in: bool
) -> None:
    edition.calls.update(closes_with=MilestoneFactory(edition=edition, past=True))
    if signed_in:
        client.force_login(UserFactory())
    page = url("mentorship-offer", edition)

    response = client.post(page, FORM | {"email": "nayra@example.org"})

    assert response.status_code == 422
    assert VALUES["bio"] in response.content.decode()
    assert not Mentorship.objects.exists()
    assert not FormDraft.objects.exists()
    assert "se cerró" in html(client, page)


def test_own_offer_says_how_it_stands_and_is_nobody_elses(
    client: Client, edition: Edition, person: User
) -> None:
    mine = submit_offer(edition, Sending(uuid4(), VALUES), by=person)
    theirs = MentorshipFactory(edition=edition)
    decide_offer(
        mine, to=Status.CHANGES_REQUESTED, by=UserFactory(), note_to_author="¿Horas?", internal_remark="DUDA"
    )
    page = url("mentorship-mine", edition, mine.key)

    text = html(client, page)

    assert "¿Horas?" in text
    assert "DUDA" not in text
    assert client.post(page, FORM | {"key": str(mine.key), "places": "8"}).status_code == 302
    mine.refresh_from_db()
    assert (mine.status, mine.places) == (Status.SUBMITTED, 8)
    for name in ("mentorship-mine", "mentorship-desk"):
        assert client.get(url(name, edition, theirs.key)).status_code == 404
    assert client.post(url("mentorship-withdraw", edition, theirs.key)).status_code == 404
    assert client.post(url("mentorship-withdraw", edition, mine.key)).status_code == 302
    mine.refresh_from_db()
    assert mine.status == Status.WITHDRAWN


def test_path_shows_offers_and_requests(client: Client, edition: Edition, person: User) -> None:
    Edition.objects.filter(pk=edition.pk).update(is_current=True)
    submit_offer(edition, Sending(uuid4(), VALUES), by=person)
    offer = MentorshipFactory(edition=edition, accepted=True)
    ask_mentor(offer, by=person, question="¿Me ayudas?")

    text = html(client, reverse("my-hackathon"))

    assert f"Mentoría de {offer.name}" in text
    assert "Tu mentoría: continua" in text


def test_other_editions_know_nothing_of_a_mentor(client: Client, edition: Edition) -> None:
    offer = MentorshipFactory(edition=edition, accepted=True)

    assert client.get(url("mentorship", EditionFactory(), offer.key)).status_code == 404


@pytest.mark.django_db
def test_who_asked_a_mentor_who_left_is_led_to_the_others(client: Client) -> None:
    mentorship = MentorshipFactory(accepted=True)
    person = registered(mentorship.edition)
    ask_mentor(mentorship, by=person, question="¿Me ayudas?")
    withdraw_offer(mentorship, by=mentorship.submitted_by)
    card = reverse("mentorship", args=[mentorship.edition.slug, mentorship.key])
    assert client.get(card).status_code == 404

    client.force_login(person)
    answer = client.get(card, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("mentorships", args=[mentorship.edition.slug])
    assert "ya no se ofrece" in answer.content.decode()


@pytest.mark.parametrize(
    ("is_public", "before", "after"),
    [
        (True, "cancela tu sesión y avisa a quien se apuntó", "que cancela tu sesión"),
        (False, "tu sesión desaparece", "Retiramos tu oferta"),
    ],
)
def test_withdrawing_an_ama_says_what_becomes_of_its_session(
    client: Client, edition: Edition, is_public: bool, before: str, after: str
) -> None:
    offer = published(edition)
    Session.objects.update(is_published=is_public)
    client.force_login(offer.submitted_by)
    mine = url("mentorship-mine", edition, offer.key)

    assert before in html(client, mine)
    answer = client.post(url("mentorship-withdraw", edition, offer.key), follow=True)

    assert after in answer.content.decode()
    notice = "se sigue viendo hasta que el equipo publique"
    assert (notice in html(client, mine)) == is_public
    Session.objects.update(status=SessionStatus.CANCELLED)
    assert notice not in html(client, mine)


def test_withdrawing_a_card_promises_only_to_tell_who_waits(client: Client, edition: Edition) -> None:
    offer = MentorshipFactory(edition=edition, accepted=True)
    client.force_login(offer.submitted_by)

    assert "avisamos a quien esté esperando" in html(client, url("mentorship-desk", edition, offer.key))
