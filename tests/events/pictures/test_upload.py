"""A picture that is sent before its form: kept for the form, refused beside the field, not too many."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import KeynoteProposal, Picture
from events.pictures.links import signed_picture
from events.states import CallKind
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory
from tests.factories.pictures import huge_png, image_bytes, upload
from tests.factories.talks import open_call, talk_answers

pytestmark = pytest.mark.django_db
ADDRESS = "/imagen/"


def send(client: Client, data: bytes | None = None, kind: str = "photo", address: str = ADDRESS) -> Any:
    file = upload(image_bytes((400, 300)) if data is None else data)
    return client.post(address, {"kind": kind, "picture": file})


@pytest.fixture
def one_picture(settings: Any) -> None:
    """Let each network send a single picture."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"picture": "1/10m/ip"}


def test_picture_of_a_stranger_is_nobodys_until_it_is_claimed(client: Client) -> None:
    answer = send(client).json()
    picture = Picture.objects.get()
    assert picture.uploaded_by is None
    assert signed_picture(answer["signed"]) == picture.pk
    assert (answer["width"], answer["height"]) == (400, 300)
    assert client.get(answer["src"], {"clave": answer["signed"]}).status_code == 200
    assert client.get(answer["src"]).status_code == 404


def test_picture_goes_along_with_the_form_instead_of_the_file(client: Client) -> None:
    call, person = open_call(), UserFactory()
    client.force_login(person)
    signed = send(client).json()["signed"]
    sent = client.post(
        reverse("keynote-proposal", args=[call.edition.slug]), talk_answers() | {"photo-kept": signed}
    )
    assert sent.status_code == 302
    assert KeynoteProposal.objects.get().photo == Picture.objects.get(uploaded_by=person)


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "vacío"), (b"<svg/>", "otra cosa"), (huge_png(), "demasiados píxeles")]
)
def test_what_is_no_picture_is_refused_with_what_to_do(client: Client, data: bytes, words: str) -> None:
    refused = send(client, data)
    assert refused.status_code == 422
    assert words in " ".join(refused.json()["errors"])
    assert not Picture.objects.exists()


def test_refusal_speaks_the_language_of_the_page(client: Client) -> None:
    assert "empty" in send(client, b"", address="/en/imagen/").json()["errors"][0]


def test_upload_without_a_file_or_of_an_unknown_kind_is_refused(client: Client) -> None:
    assert client.post(ADDRESS, {"kind": "photo"}).status_code == 422
    assert send(client, kind="svg").status_code == 404
    assert client.get(ADDRESS).status_code == 405


def test_upload_needs_the_token_of_a_form() -> None:
    assert send(Client(enforce_csrf_checks=True)).status_code == 403


def test_network_that_sends_many_pictures_waits(client: Client, one_picture: None) -> None:
    assert send(client).status_code == 200
    refused = send(client)
    assert refused.status_code == 429
    assert "Espera unos minutos" in refused.json()["errors"][0]
    assert Picture.objects.count() == 1


def test_picture_too_heavy_to_be_opened_does_not_count(client: Client, one_picture: None) -> None:
    assert send(client, bytes(8_000_001)).status_code == 422
    assert send(client).status_code == 200


def test_network_that_waits_loses_nothing_of_its_form(client: Client, one_picture: None) -> None:
    call = open_call()
    send(client)
    answers = talk_answers(email="ana@example.org", photo=upload(image_bytes((400, 400)), "yo.png"))
    page = client.post(reverse("keynote-proposal", args=[call.edition.slug]), answers)
    assert page.status_code == 422
    assert "Espera unos minutos" in page.content.decode()
    assert answers["title"] in page.content.decode()
    assert Picture.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "kind", "field"),
    [
        ("poster-proposal", CallKind.POSTER, "picture"),
        ("mentorship-offer", CallKind.MENTORSHIP, "photo"),
    ],
)
def test_every_form_with_a_picture_waits(
    client: Client, one_picture: None, name: str, kind: CallKind, field: str
) -> None:
    call = CallFactory(kind=kind)
    send(client)
    page = client.post(reverse(name, args=[call.edition.slug]), {field: upload(image_bytes())})
    assert page.status_code == 422
    assert "Espera unos minutos" in page.content.decode()
