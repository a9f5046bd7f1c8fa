"""Legal pages: dated, versioned, loaded once."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from somosnlp.accounts.models import LegalText
from somosnlp.accounts.services import legal
from somosnlp.accounts.states import LegalKind
from tests.factories.accounts import LegalTextFactory

pytestmark = pytest.mark.django_db


def write(
    folder: Path, name: str, version: str = "2026-01-01", body: str = "Texto.", status: str = "draft"
) -> None:
    head = f'---\ntitle: "Título"\nversion: {version}\nstatus: {status}\n---\n'
    (folder / name).write_text(head + body, encoding="utf-8")


@pytest.mark.parametrize("prefix", ["", "/en", "/pt-br"])
@pytest.mark.parametrize("kind", LegalKind.values)
def test_pages_of_the_repository_are_live(client: Client, kind: str, prefix: str) -> None:
    legal.load_legal_texts()
    response = client.get(f"{prefix}/{kind}/")
    assert response.status_code == 200
    assert response.context["translated"]


def test_draft_says_so(client: Client) -> None:
    LegalTextFactory(approved=False)
    assert "pendiente de aprobación" in client.get("/privacidad/").content.decode()


def test_approved_says_nothing(client: Client) -> None:
    LegalTextFactory()
    assert "pendiente de aprobación" not in client.get("/privacidad/").content.decode()


def test_older_versions_stay_readable(client: Client) -> None:
    LegalTextFactory(version=date(2025, 1, 1), body_es="Lo de antes.")
    LegalTextFactory(version=date(2026, 1, 1), body_es="Lo de ahora.")
    page = client.get("/privacidad/").content.decode()
    assert "Lo de ahora." in page
    assert "?version=2025-01-01" in page
    old = client.get("/privacidad/?version=2025-01-01").content.decode()
    assert "Lo de antes." in old
    assert "ya no está en vigor" in old


@pytest.mark.parametrize("query", ["?version=1999-01-01", "?version=x", "?version=%00"])
def test_unknown_version_is_not_found(client: Client, query: str) -> None:
    LegalTextFactory()
    assert client.get(f"/privacidad/{query}").status_code == 404


def test_version_of_tomorrow_is_not_shown(client: Client) -> None:
    LegalTextFactory(version=timezone.localdate() + timedelta(days=1))
    assert client.get("/privacidad/").status_code == 404


def test_missing_translation_falls_back_and_says_so(client: Client) -> None:
    LegalTextFactory(body_es="Solo en español.")
    response = client.get("/pt-br/privacidad/")
    assert "Solo en español." in response.content.decode()
    assert not response.context["translated"]


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "privacidad.es.md")
    assert legal.load_legal_texts(tmp_path) == {"created": 1}
    write(tmp_path, "privacidad.es.md", body="Otra cosa.")
    assert legal.load_legal_texts(tmp_path) == {"unchanged": 1}
    assert LegalText.objects.get().body_es == "Texto.\n"


def test_loading_fills_translations_that_were_missing(tmp_path: Path) -> None:
    write(tmp_path, "privacidad.es.md")
    legal.load_legal_texts(tmp_path)
    write(tmp_path, "privacidad.en.md", body="Text.")
    assert legal.load_legal_texts(tmp_path) == {"completed": 1}
    assert LegalText.objects.get().body_en == "Text.\n"


def test_translation_of_another_version_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "privacidad.es.md", version="2026-02-01")
    write(tmp_path, "privacidad.en.md", version="2026-01-01")
    legal.load_legal_texts(tmp_path)
    assert LegalText.objects.get().body_en == ""


def test_file_without_front_matter_is_named(tmp_path: Path) -> None:
    (tmp_path / "privacidad.es.md").write_text("nada")
    with pytest.raises(ValueError, match=r"privacidad\.es\.md"):
        legal.load_legal_texts(tmp_path)


def test_command_says_what_it_did() -> None:
    out = StringIO()
    call_command("load_legal_texts", stdout=out)
    assert out.getvalue() == "4 created\n"


def test_terms_in_force_name_the_newest_versions() -> None:
    assert legal.terms_in_force() == ""
    LegalTextFactory(kind=LegalKind.TERMS, version=date(2025, 1, 1))
    LegalTextFactory(kind=LegalKind.TERMS, version=date(2026, 1, 1))
    LegalTextFactory(kind=LegalKind.TERMS, version=timezone.localdate() + timedelta(days=1))
    LegalTextFactory(kind=LegalKind.CONDUCT, version=date(2026, 2, 1))
    LegalTextFactory(kind=LegalKind.PRIVACY)
    assert legal.terms_in_force() == "codigo-de-conducta 2026-02-01; terminos 2026-01-01"
