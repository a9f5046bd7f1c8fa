"""Pages for people without a session are kept whole; nobody gets somebody else's."""

from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from events import page_cache
from events.models import Edition
from somosnlp.accounts.models import User
from tests.events.pages import Capture, read
from tests.factories import events as make


@pytest.fixture
def edition(db: None) -> Edition:
    return make.EditionFactory(slug="2026", is_current=True, tagline_es="Titular viejo")


def rename(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(tagline_es="Titular nuevo")


def test_page_is_kept(client: Client, edition: Edition) -> None:
    read(client, "/2026/")
    rename(edition)
    assert "Titular viejo" in read(client, "/2026/")


@pytest.mark.parametrize("path", ["/", "/2026/", "/en/2026/"])
def test_touch_drops_the_pages_of_the_edition_and_of_the_site(
    client: Client, edition: Edition, path: str, django_capture_on_commit_callbacks: Capture
) -> None:
    read(client, path)
    rename(edition)
    with django_capture_on_commit_callbacks(execute=True):
        page_cache.touch(edition)
    assert "Titular nuevo" in read(client, path)


def test_touch_leaves_other_editions_alone(
    client: Client, edition: Edition, django_capture_on_commit_callbacks: Capture
) -> None:
    other = make.EditionFactory()
    read(client, "/2026/")
    rename(edition)
    with django_capture_on_commit_callbacks(execute=True):
        page_cache.touch(other)
    assert "Titular viejo" in read(client, "/2026/")


def test_touch_waits_for_the_commit(
    client: Client, edition: Edition, django_capture_on_commit_callbacks: Capture
) -> None:
    read(client, "/2026/")
    rename(edition)
    with django_capture_on_commit_callbacks():
        page_cache.touch(edition)
        assert "Titular viejo" in read(client, "/2026/")


def test_page_of_a_signed_in_person_is_theirs_alone(client: Client, edition: Edition) -> None:
    user = User.objects.create_user(email="ada@example.org", public_name="Ñusta")
    client.force_login(user)
    response = client.get("/2026/")
    assert "Ñusta" in response.content.decode()
    assert "private" in response["Cache-Control"]
    stranger = read(Client(), "/2026/")
    assert "Ñusta" not in stranger
    assert "csrfmiddlewaretoken" not in stranger
    assert "Entrar" in stranger


def test_signed_in_person_does_not_get_the_kept_page(client: Client, edition: Edition) -> None:
    read(Client(), "/2026/")
    client.force_login(User.objects.create_user(email="ada@example.org"))
    assert "csrfmiddlewaretoken" in read(client, "/2026/")


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_page_with_a_cookie_of_a_person_is_never_kept(client: Client, edition: Edition, cookie: str) -> None:
    client.cookies = SimpleCookie({cookie: "x"})
    read(client, "/2026/")
    rename(edition)
    assert "Titular nuevo" in read(Client(), "/2026/")


def test_page_in_a_chosen_zone_is_never_kept(client: Client, edition: Edition) -> None:
    session = make.SessionFactory(edition=edition)
    assert "11:00" in read(client, "/2026/programa/?tz=America/Bogota")
    assert "17:00" in read(client, "/2026/programa/")
    assert "11:00" in read(client, "/2026/programa/?tz=America/Bogota")
    assert session.title in read(client, "/2026/programa/")


def test_page_does_not_show_the_query_of_its_first_reader(client: Client, edition: Edition) -> None:
    assert "secreto" not in read(client, "/2026/?fbclid=secreto")
    assert "secreto" not in read(client, "/2026/")


def test_page_is_kept_per_language(client: Client, edition: Edition) -> None:
    assert '<html lang="es"' in read(client, "/2026/")
    assert '<html lang="en"' in read(client, "/en/2026/")
    assert '<html lang="pt-br"' in read(client, "/pt-br/2026/")


def test_page_is_kept_no_longer_than_the_next_deadline(client: Client, edition: Edition) -> None:
    make.MilestoneFactory(edition=edition, at=timezone.now() + timedelta(seconds=-40))
    read(client, "/2026/")
    valkey = redis.Redis.from_url(settings.REDIS_URL)
    [key] = [key for key in valkey.scan_iter() if b"page:" in key]
    assert 10 < valkey.ttl(key) <= 20


def test_missing_page_is_not_kept(client: Client, edition: Edition) -> None:
    read(client, "/2026/bases/", status=404)
    make.PageFactory(edition=edition)
    read(client, "/2026/bases/")


def test_page_answers_304_when_the_reader_has_it(client: Client, edition: Edition) -> None:
    first = client.get("/2026/")
    assert "no-cache" in first["Cache-Control"]
    assert {"Accept-Encoding", "Cookie"} <= set(first["Vary"].split(", "))
    again = client.get("/2026/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_page_comes_compressed_to_those_who_can_read_it(client: Client, edition: Edition) -> None:
    plain = client.get("/2026/")
    zipped = client.get("/2026/", headers={"Accept-Encoding": "gzip, br"})
    assert zipped["Content-Encoding"] == "gzip"
    assert len(zipped.content) < len(plain.content) / 2


def test_head_is_answered_like_get(client: Client, edition: Edition) -> None:
    assert client.head("/2026/").status_code == 200


def test_view_that_sets_a_cookie_is_not_kept(rf: RequestFactory) -> None:
    calls = []

    @page_cache.cached_page
    def view(request: HttpRequest) -> HttpResponse:
        calls.append(1)
        response = HttpResponse("x")
        response.set_cookie("a", "b")
        return response

    view(rf.get("/galleta/"))
    view(rf.get("/galleta/"))
    assert len(calls) == 2
