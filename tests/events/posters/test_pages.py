"""The pages of the poster: sending one with and without an account, gallery, vote, landing, admin."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from events.models import Call, Edition, Picture, Poster, PosterVote
from events.services.posters import choose_poster, decide_poster
from events.sharing.cards import edition_card
from events.sharing.drawing import draw_card
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.pictures import image_bytes, upload
from tests.factories.posters import NEEDED, PosterFactory, hang, make_call, make_vote
from tests.factories.registrations import RegistrationFactory
from tests.mail import mailed_code

pytestmark = pytest.mark.django_db
FORM: dict[str, Any] = {
    "texts": NEEDED,
    "title": "Olas",
    "description": "Olas amarillas sobre azul.",
    "is_own_work": "on",
    "ai_use": "none",
    "wants_thanks": "on",
    "credit_name": "Ana Luz",
}
ANONYMOUS = FORM | {"email": "ana@example.org", "time_zone": "America/Lima"}


def form(**changes: Any) -> dict[str, Any]:
    return FORM | {"picture": upload(image_bytes())} | changes


def page(call: Call) -> str:
    return reverse("poster-proposal", args=[call.edition.slug])


def hall_of(edition: Edition) -> str:
    return reverse("poster", args=[edition.slug])


def signed_in(client: Client, user: User | None = None) -> User:
    user = user or UserFactory()
    client.force_login(user)
    return user


def action_of(client: Client, call: Call) -> str:
    found = re.search(r'action="([^"]+/cartel/[^"]+)"', client.get(page(call)).content.decode())
    assert found
    return found[1]


def test_signed_in_person_sends_a_poster_once_however_often(client: Client) -> None:
    call, person = make_call(), signed_in(client)
    action = action_of(client, call)

    for _click in range(2):
        response = client.post(action, form(), follow=True)

    assert response.status_code == 200
    poster = Poster.objects.get()
    assert (poster.status, poster.submitted_by) == (Status.SUBMITTED, person)
    assert poster.picture
    assert poster.picture.width == 1600
    assert OutgoingEmail.objects.count() == 1


def test_stranger_proves_the_address_and_loses_nothing(client: Client) -> None:
    call = make_call()
    response = client.post(page(call), ANONYMOUS | {"picture": upload(image_bytes())})
    assert not Poster.objects.exists()

    response = client.post(response.headers["Location"], {"code": mailed_code("ana@example.org")})

    poster = Poster.objects.get()
    assert response.headers["Location"] == reverse("poster-edit", args=[call.edition.slug, poster.key])
    assert (poster.submitted_by.email, poster.submitted_by.name) == ("ana@example.org", "Ana Luz")
    assert Picture.objects.get().uploaded_by == poster.submitted_by


def test_wrong_answer_keeps_the_picture_and_what_was_typed(client: Client) -> None:
    call = make_call()
    sent = ANONYMOUS | {
        "picture": upload(image_bytes()),
        "title": "",
        "description": "sigue aquí שלום 👩🏽‍💻",
    }
    response = client.post(page(call), sent)
    html = response.content.decode()
    kept = re.search(r'name="picture-kept" value="([^"]+)"', html)

    assert response.status_code == 422
    assert 'id="id_title_error"' in html
    assert "sigue aquí שלום 👩🏽‍💻" in html
    assert kept
    assert client.post(page(call), ANONYMOUS | {"picture-kept": kept[1]}).status_code == 302
    assert Picture.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"picture": upload(image_bytes((1600, 1200)))}, "picture", "no es 16:9"),
        ({"picture": upload(image_bytes((640, 360)))}, "picture", "1280 × 720"),
        ({"picture": upload(b"<svg><script>1</script></svg>")}, "picture", "JPG, PNG o WebP"),
        ({"picture": ""}, "picture", "Sube la imagen"),
        ({"texts": NEEDED[1:]}, "texts", "todos estos textos"),
        ({"ai_use": "partly"}, "ai_note", "qué herramienta"),
        ({"credit_name": ""}, "credit_name", "nombre que quieres"),
        ({"is_own_work": ""}, "is_own_work", "obra que sea tuya"),
        ({"title": "a" * 121}, "title", "120"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_kept_as_a_draft(
    client: Client, changes: dict[str, Any], field: str, words: str
) -> None:
    call = make_call()
    signed_in(client)

    response = client.post(action_of(client, call), form(**changes))

    html = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in html
    assert words in html
    assert Poster.objects.get().status == Status.DRAFT


def test_answers_are_kept_one_by_one(client: Client) -> None:
    call = make_call()
    signed_in(client)
    action = action_of(client, call)

    assert client.post(action, {"field": "title", "title": "Olas"}).json() == {"errors": {}}

    assert Poster.objects.get().title == "Olas"


def test_poster_of_somebody_else_is_not_found(client: Client) -> None:
    poster = PosterFactory(edition=make_call().edition)
    signed_in(client)
    own = reverse("poster-edit", args=[poster.edition.slug, poster.key])

    assert client.get(own).status_code == 404
    assert client.post(own, form()).status_code == 404
    assert client.post(f"{own}retirar/").status_code == 404


def test_own_poster_tells_how_it_stands_and_may_be_withdrawn(client: Client) -> None:
    poster = PosterFactory(edition=make_call().edition)
    decide_poster(poster, to=Status.CHANGES_REQUESTED, by=UserFactory(), note_to_author="Faltan las fechas")
    signed_in(client, poster.submitted_by)
    own = reverse("poster-edit", args=[poster.edition.slug, poster.key])

    assert "Faltan las fechas" in client.get(own).content.decode()
    client.post(f"{own}retirar/")
    assert "retirada" in client.get(own).content.decode()


def test_gallery_names_nobody_while_people_vote(client: Client) -> None:
    edition = make_vote().edition
    poster = hang(edition, credit_name="Ana Secreta")

    html = client.get(hall_of(edition)).content.decode()

    assert poster.title in html
    assert "Ana Secreta" not in html
    assert "Entrar para votar" in html
    assert "csrfmiddlewaretoken" not in html


def test_registered_person_votes_and_changes_it(client: Client) -> None:
    edition = make_vote().edition
    first, second = hang(edition), hang(edition)
    signed_in(client, RegistrationFactory(edition=edition).user)
    vote = reverse("poster-vote", args=[edition.slug])

    for poster in (first, second):
        client.post(vote, {"cartel": str(poster.key)})

    assert PosterVote.objects.get().poster == second
    assert "Tu voto" in client.get(hall_of(edition)).content.decode()
    client.post(vote)
    assert not PosterVote.objects.exists()


@pytest.mark.parametrize("key", ["nada", "00000000-0000-0000-0000-000000000000"])
def test_vote_for_nothing_is_answered_in_words(client: Client, key: str) -> None:
    edition = make_vote().edition
    hang(edition)
    signed_in(client, RegistrationFactory(edition=edition).user)

    response = client.post(reverse("poster-vote", args=[edition.slug]), {"cartel": key}, follow=True)

    assert "Ese cartel ya no está en la galería" in response.content.decode()


def test_votes_are_told_to_nobody_on_the_pages(client: Client) -> None:
    edition = make_vote().edition
    hang(edition)
    signed_in(client, RegistrationFactory(edition=edition).user)

    assert not re.search(r"\d+ votos?", client.get(hall_of(edition)).content.decode())


def test_step_leads_to_the_vote_and_to_ones_poster(client: Client) -> None:
    edition = make_vote().edition
    Edition.objects.filter(pk=edition.pk).update(is_current=True)
    poster = hang(edition)
    user = RegistrationFactory(edition=edition, user=poster.submitted_by).user
    signed_in(client, user)

    html = client.get(reverse("my-hackathon")).content.decode()

    assert "Votar por un cartel" in html
    assert "Tu cartel" in html


@pytest.mark.parametrize("thanks", [True, False])
def test_chosen_poster_is_the_image_of_the_edition(client: Client, thanks: bool) -> None:
    edition = make_call().edition
    before = edition_card(edition).version
    client.get(reverse("edition", args=[edition.slug]))
    poster = hang(edition, credit_name="Ana Luz", wants_thanks=thanks)
    assert poster.picture
    choose_poster(poster, by=UserFactory())
    cache.clear()

    for address in (reverse("edition", args=[edition.slug]), hall_of(edition)):
        html = client.get(address).content.decode()
        assert poster.picture.url in html
        assert ("Ana Luz" in html) is thanks
    card = edition_card(Edition.objects.get(pk=edition.pk))
    assert card.version != before
    assert draw_card(card) != draw_card(type(card)(card.over, card.title, card.kind, card.people, card.when))


def test_card_is_drawn_as_before_where_the_file_is_gone() -> None:
    edition = make_call().edition
    poster = hang(edition)
    choose_poster(poster, by=UserFactory())
    assert poster.picture
    poster.picture.file.storage.delete(str(poster.picture.file.name))

    assert draw_card(edition_card(edition)).startswith(b"\x89PNG")


def test_organiser_sees_the_votes_and_chooses_after_a_page_that_says_what_it_does(client: Client) -> None:
    edition = make_vote().edition
    poster = hang(edition)
    signed_in(client, UserFactory(is_staff=True, is_superuser=True))
    choose = reverse("admin:events_poster_choose", args=[poster.pk])

    assert "column-votes" in client.get(reverse("admin:events_poster_changelist")).content.decode()
    action = {"action": "choose", "_selected_action": [poster.pk]}
    response = client.post(reverse("admin:events_poster_changelist"), action)
    assert response.headers["Location"] == choose
    assert "Será la imagen de la edición" in client.get(choose).content.decode()
    assert not Poster.objects.get().is_winner
    client.post(choose, {"choose": "1"})
    assert Poster.objects.get().is_winner
    client.post(choose, {"unchoose": "1"})
    assert not Poster.objects.get().is_winner


def test_reviewer_sees_the_poster_large_and_no_votes(client: Client) -> None:
    from django.contrib.auth.models import Permission

    poster = PosterFactory(edition=make_vote().edition)
    reviewer = signed_in(client, UserFactory(is_staff=True))
    reviewer.user_permissions.add(Permission.objects.get(codename="review_poster"))

    assert poster.picture
    read = client.get(reverse("admin:events_poster_review", args=[poster.pk])).content.decode()
    listed = client.get(reverse("admin:events_poster_changelist")).content.decode()

    assert poster.picture.url in read
    assert "column-votes" not in listed
    assert client.get(reverse("admin:events_poster_choose", args=[poster.pk])).status_code == 403


def test_accepted_in_the_admin_hangs_and_is_told(client: Client) -> None:
    poster = PosterFactory(edition=make_vote().edition)
    signed_in(client, UserFactory(is_staff=True, is_superuser=True))

    client.post(
        reverse("admin:events_poster_decide", args=[poster.pk]),
        {"to": "accepted", "version": poster.version, "note_to_author": "¡Qué bonito!", "confirmed": "1"},
    )

    assert Poster.objects.get().status == Status.ACCEPTED
    assert "poster_accepted" in OutgoingEmail.objects.get().template
    assert poster.title in client.get(hall_of(poster.edition)).content.decode()


def test_list_of_posters_costs_the_same_for_three(client: Client, django_assert_max_num_queries: Any) -> None:
    edition = make_vote().edition
    signed_in(client, UserFactory(is_staff=True, is_superuser=True))
    for _poster in range(3):
        hang(edition)

    with django_assert_max_num_queries(15):
        client.get(reverse("admin:events_poster_changelist"))


def test_gallery_costs_the_same_for_one_and_three(client: Client, django_assert_max_num_queries: Any) -> None:
    edition = make_vote().edition
    hang(edition)
    for _more in range(2):
        hang(edition)
        cache.clear()
        with django_assert_max_num_queries(10):
            client.get(hall_of(edition))
