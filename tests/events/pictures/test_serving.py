"""Who sees which picture, and with which headers."""

import io
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from PIL import Image

from events.models import Picture
from events.pictures.links import sign_picture
from events.states import PictureKind
from tests.factories.accounts import UserFactory
from tests.factories.pictures import make_picture_row

pytestmark = pytest.mark.django_db


def client_of(who: str, picture: Picture) -> Client:
    client = Client()
    if who == "owner":
        client.force_login(picture.uploaded_by)  # type: ignore[arg-type]
    elif who != "anonymous":
        user = UserFactory(is_staff=who != "stranger", is_superuser=who == "organiser")
        if who.startswith("review"):
            user.user_permissions.add(Permission.objects.get(codename=who))
        client.force_login(user)
    return client


@pytest.mark.parametrize("address", ["url", "small_url"])
@pytest.mark.parametrize(
    ("who", "kind", "status"),
    [
        ("anonymous", PictureKind.POSTER, 404),
        ("stranger", PictureKind.POSTER, 404),
        ("owner", PictureKind.POSTER, 200),
        ("organiser", PictureKind.POSTER, 200),
        ("review_poster", PictureKind.POSTER, 200),
        ("review_keynoteproposal", PictureKind.POSTER, 404),
        ("review_poster", PictureKind.PHOTO, 404),
        ("review_keynoteproposal", PictureKind.PHOTO, 200),
        ("review_mentorship", PictureKind.PHOTO, 200),
        ("owner", PictureKind.PHOTO, 200),
    ],
)
def test_private_picture_is_shown_to_those_concerned(who: str, kind: str, status: int, address: str) -> None:
    picture = make_picture_row(kind=kind, by=UserFactory())

    response = client_of(who, picture).get(getattr(picture, address))

    assert response.status_code == status
    if status == 200:
        assert response["Cache-Control"] == "private, no-cache"


def test_public_picture_is_shown_to_everybody_and_kept(client: Client) -> None:
    picture = make_picture_row(is_public=True)

    response = client.get(picture.url)
    again = client.get(picture.url, headers={"If-None-Match": response["ETag"]})

    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=2592000, immutable"
    assert "Cookie" not in response.get("Vary", "")
    assert again.status_code == 304


@pytest.mark.parametrize("is_public", [True, False])
def test_picture_can_run_nothing_in_a_browser(is_public: bool) -> None:
    picture = make_picture_row(by=UserFactory(), is_public=is_public)

    response = client_of("owner", picture).get(picture.small_url)

    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"] == 'inline; filename="imagen.webp"'
    assert Image.open(io.BytesIO(response.content)).width == 480


def test_signed_address_opens_only_the_picture_it_names(client: Client) -> None:
    mine, other = make_picture_row(), make_picture_row()
    key = sign_picture(mine)

    assert client.get(mine.url, {"clave": key}).status_code == 200
    assert client.get(other.url, {"clave": key}).status_code == 404
    assert client.get(other.url, {"clave": str(other.pk)}).status_code == 404
    assert client.get(mine.url, {"clave": key[:-1]}).status_code == 404


def test_picture_without_its_file_is_not_found(client: Client) -> None:
    picture = make_picture_row(is_public=True)
    picture.file.storage.delete(str(picture.file.name))

    assert client.get(picture.url).status_code == 404
    assert client.get(picture.url.replace(str(picture.pk), str(uuid4()))).status_code == 404
