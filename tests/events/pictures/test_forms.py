"""The field of a form that takes a picture: kept while anything else is wrong, and never twice."""

import io
import re
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDict

from events.forms.pictures import PictureField
from events.models import Picture
from events.pictures.links import sign_picture
from events.pictures.making import PictureRules
from events.states import PictureKind
from somosnlp.ui.uploads import MOST_BYTES, MOST_READ, CappedUploadHandler, TooLargeFile
from tests.factories.accounts import UserFactory
from tests.factories.pictures import huge_png, image_bytes, make_picture_row, upload

pytestmark = pytest.mark.django_db


class OneForm(forms.Form):
    name = forms.CharField()
    photo = PictureField(kind=PictureKind.PHOTO, required=False)


class NeededForm(forms.Form):
    photo = PictureField(kind=PictureKind.PHOTO, error_messages={"required": "Falta."})


def bound(kind: Any = OneForm, owner: Any = None, **sent: Any) -> forms.Form:
    files = MultiValueDict({name: [value] for name, value in sent.items() if isinstance(value, UploadedFile)})
    data = QueryDict(mutable=True)
    data.update({name: value for name, value in sent.items() if not isinstance(value, UploadedFile)})
    form: forms.Form = kind(data, files)
    form.fields["photo"].owner = owner  # type: ignore[attr-defined]
    return form


def photo() -> UploadedFile[bytes]:
    return upload(image_bytes((400, 400)), "yo.png")


def kept_name(form: forms.Form) -> str:
    found = re.search(r'name="photo-kept" value="([^"]+)"', str(form["photo"]))
    return found[1] if found else ""


def test_picture_is_kept_while_another_field_is_wrong() -> None:
    first = bound(photo=photo(), name="")
    assert not first.is_valid()
    again = bound(**{"name": "Ana", "photo-kept": kept_name(first)})

    assert again.is_valid()
    assert again.cleaned_data["photo"] == Picture.objects.get()


def test_kept_picture_is_shown_to_who_has_no_account(client: Client) -> None:
    form = bound(photo=photo(), name="")
    form.is_valid()

    found = re.search(r'<img src="([^"]+)"', str(form["photo"]))

    assert found
    assert client.get(found[1]).status_code == 200


def test_picture_belongs_to_who_fills_the_form() -> None:
    person = UserFactory()
    form = bound(owner=person, photo=photo(), name="Ana")

    assert form.is_valid()
    assert form.cleaned_data["photo"].uploaded_by == person


def test_new_picture_takes_the_place_of_the_kept_one() -> None:
    old = make_picture_row(kind=PictureKind.PHOTO)
    form = bound(**{"name": "Ana", "photo-kept": sign_picture(old), "photo": photo()})

    assert form.is_valid()
    assert form.cleaned_data["photo"] != old


def test_bad_file_leaves_the_kept_picture_in_its_place() -> None:
    old = make_picture_row(kind=PictureKind.PHOTO)
    form = bound(**{"name": "Ana", "photo-kept": sign_picture(old), "photo": upload(b"<svg/>", "a.png")})

    assert not form.is_valid()
    assert str(old.pk) in kept_name(form)


def test_picture_may_be_taken_away() -> None:
    old = make_picture_row(kind=PictureKind.PHOTO)
    form = bound(**{"name": "Ana", "photo-kept": sign_picture(old), "photo-drop": "1"})

    assert form.is_valid()
    assert form.cleaned_data["photo"] is None


@pytest.mark.parametrize("how", ["unsigned", "another kind", "swept"])
def test_name_of_a_picture_that_is_not_theirs_opens_nothing(how: str) -> None:
    kind = PictureKind.POSTER if how == "another kind" else PictureKind.PHOTO
    other = make_picture_row(kind=kind)
    signed = str(other.pk) if how == "unsigned" else sign_picture(other)
    if how == "swept":
        other.delete()
    form = bound(**{"name": "Ana", "photo-kept": signed})

    assert not form.is_valid()
    assert form.errors.as_data()["photo"][0].code == "gone"


def test_needed_picture_is_asked_for() -> None:
    assert bound(NeededForm).errors == {"photo": ["Falta."]}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vacío"),
        (b"<svg onload=alert(1)>", "JPG, PNG o WebP"),
        (huge_png(), "demasiados píxeles"),
        (image_bytes((400, 400))[:-300], "dañada"),
        (image_bytes((199, 400)), "199 × 400"),
        (bytes(8_000_001), "8 MB"),
    ],
)
def test_bad_file_is_answered_in_words_that_say_what_to_do(data: bytes, words: str) -> None:
    form = bound(photo=upload(data), name="Ana")

    assert words in form.errors["photo"][0]
    assert not Picture.objects.exists()


def test_initial_picture_is_shown_and_needs_no_upload() -> None:
    old = make_picture_row(kind=PictureKind.PHOTO)

    for initial in (old, old.pk, str(old.pk)):
        html = str(NeededForm(initial={"photo": initial})["photo"])
        assert sign_picture(old) in html
        assert "required" not in html


def test_has_changed_sees_what_changes() -> None:
    field, old = OneForm().fields["photo"], make_picture_row(kind=PictureKind.PHOTO)
    widget = field.widget

    def sent(**data: Any) -> Any:
        return widget.value_from_datadict({f"photo-{k}": v for k, v in data.items()}, {}, "photo")

    assert not field.has_changed(old, sent(kept=sign_picture(old)))
    assert field.has_changed(old, sent(kept=sign_picture(old), drop="1"))
    assert field.has_changed(None, widget.value_from_datadict({}, {"photo": photo()}, "photo"))


def request_with(size: int) -> HttpRequest:
    content = io.BytesIO(bytes(size))
    content.name = "enorme.png"
    return RequestFactory().post("/", {"name": "Ana", "photo": content})


def test_upload_beyond_the_cap_is_read_but_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("somosnlp.ui.uploads.MOST_BYTES", 3_000_000)
    request = request_with(5_000_000)

    assert request.POST["name"] == "Ana"
    file = request.FILES["photo"]
    assert isinstance(file, TooLargeFile)
    assert file.size == 5_000_000
    assert file.read() == b""
    monkeypatch.setattr(
        "events.forms.pictures.RULES", {PictureKind.PHOTO: PictureRules(4_000_000, 1, (1, 1))}
    )
    assert "4 MB" in bound(photo=file, name="Ana").errors["photo"][0]


def test_cap_counts_all_files_of_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("somosnlp.ui.uploads.MOST_BYTES", 3_000_000)
    parts = {name: upload(bytes(2_000_000), f"{name}.png") for name in ("a", "b")}

    request = RequestFactory().post("/", parts)
    files = request.FILES

    assert not isinstance(files["a"], TooLargeFile)
    assert isinstance(files["b"], TooLargeFile)
    request.close()


def test_request_of_more_than_anybody_sends_is_not_read(client: Client) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise AssertionError("it was read")

    response = client.generic(
        "POST",
        "/cuenta/entrar/",
        b"",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(MOST_READ + 1),
        **{"wsgi.input": Endless()},  # type: ignore[arg-type]
    )

    assert response.status_code == 413
    assert "pesa demasiado" in response.content.decode()


def test_handlers_of_the_site_are_capped(settings: Any) -> None:
    assert settings.FILE_UPLOAD_HANDLERS[0].endswith(CappedUploadHandler.__name__)
    assert MOST_BYTES > 20_000_000
