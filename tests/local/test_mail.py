"""Mails of `make run`: written as files, shown under /correo/."""

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives  # noqa: TID251 (to feed the backend itself)
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from somosnlp.local.mail import EmailFileBackend, find, newest

pytestmark = pytest.mark.urls("tests.local.urls")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.LOCAL_DIR = tmp_path
    return tmp_path / "mail"


def send(subject: str = "Tu código", *, html: str = "") -> None:
    message = EmailMultiAlternatives(
        subject, "Tu código es 482913 <b>", "SomosNLP <a@example.org>", ["ana@example.org"]
    )
    if html:
        message.attach_alternative(html, "text/html")
    assert EmailFileBackend().send_messages([message]) == 1


def test_message_is_written_whole(folder: Path) -> None:
    send("Año nuevo ñandú")
    [path] = folder.iterdir()
    assert path.suffix == ".eml"
    [mail] = newest(10)
    assert (mail.subject, mail.recipient) == ("Año nuevo ñandú", "ana@example.org")
    assert "482913" in mail.text


def test_newest_mail_is_first() -> None:
    for number in range(3):
        send(f"Número {number}")
    assert [mail.subject for mail in newest(2)] == ["Número 2", "Número 1"]


@pytest.mark.parametrize("name", ["../secret", "20260101T000000000000-zzzzzzzz", ""])
def test_find_strange_name_finds_nothing(name: str) -> None:
    assert find(name) is None


def test_list_without_mails_says_what_to_do(client: Client, db: None) -> None:
    assert "Todavía no hay mensajes" in client.get("/correo/").content.decode()


def test_page_shows_text_and_code_escaped(client: Client, db: None) -> None:
    send()
    [mail] = newest(1)
    page = client.get(f"/correo/{mail.name}/").content.decode()
    assert "Tu código es 482913 &lt;b&gt;" in page
    assert "<iframe" not in page


def test_html_is_framed_under_its_own_policy(client: Client, db: None) -> None:
    send(html="<html><head></head><body><script>alert(1)</script>Hola</body></html>")
    [mail] = newest(1)
    page = client.get(f"/correo/{mail.name}/")
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    part = client.get(f"/correo/{mail.name}/html")
    assert part["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in part["Content-Security-Policy"]
    assert part["X-Frame-Options"] == "SAMEORIGIN"
    assert "Hola" in part.content.decode()


def test_pages_of_unknown_mail_are_404(client: Client, db: None) -> None:
    assert client.get("/correo/20260101T000000000000-00000000/").status_code == 404
    assert client.get("/correo/20260101T000000000000-00000000/html").status_code == 404


def test_list_asks_the_database_nothing(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    send()
    client.get("/correo/")
    with django_assert_num_queries(0):
        client.get("/correo/")
