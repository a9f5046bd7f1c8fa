"""The map of the site, robots.txt, and the translations that pages name: all of it true."""

import re
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
from django.core.management import call_command
from django.test import Client

from events.models import Edition, EditionPerson, Session
from tests.events.pages import Asserter, read
from tests.factories import events as make

BASE = "http://127.0.0.1:8000"
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
LANGUAGES = {"es", "en", "pt-br", "x-default"}
Links = dict[str, dict[str, str]]


def translations(client: Client) -> Links:
    """Return {address: {language: address}} of the map."""
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    pages = ET.fromstring(response.content).findall("s:url", SPACES)
    return {
        page.findtext("s:loc", "", SPACES): {
            link.get("hreflang", ""): link.get("href", "") for link in page.findall("x:link", SPACES)
        }
        for page in pages
    }


def paths(client: Client) -> set[str]:
    return {address.removeprefix(BASE) for address in translations(client)}


def alternates(page: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))


@pytest.fixture
def world(db: None) -> None:
    """The real editions, with two sessions each: a test that reads every page has enough of them."""
    call_command("import_editions", verbosity=0)
    call_command("load_legal_texts", verbosity=0)
    EditionPerson.objects.exclude(person__slug="maria-grandury").delete()
    for edition in Edition.objects.all():
        kept = [session.pk for session in edition.sessions.all()[:2]]
        edition.sessions.exclude(pk__in=kept).delete()


def test_every_address_answers_and_is_its_own_canonical(client: Client, world: None) -> None:
    """Nobody is sent to a page that is missing, moved, private, or that says its real address is another."""
    wrong = []
    for address, links in translations(client).items():
        response = client.get(address.removeprefix(BASE))
        page = response.content.decode()
        canonical = f'<link rel="canonical" href="{address}">'
        if response.status_code != 200 or canonical not in page or alternates(page) != links:
            wrong.append((address, response.status_code))
    assert not wrong, wrong[:5]


def test_translations_are_named_by_each_other(client: Client, world: None) -> None:
    found = translations(client)
    assert len(found) > 150
    for address, links in found.items():
        assert set(links) == LANGUAGES
        assert links["x-default"] == links["es"]
        assert address in links.values()
        assert all(found[other] == links for other in links.values())


def test_map_names_every_kind_of_page(client: Client, world: None) -> None:
    session = Session.objects.filter(edition__slug="2024").first()
    assert session
    assert paths(client) >= {
        *("/ediciones/", "/corpus/", "/privacidad/", "/2024/", "/2024/programa/", "/2024/proyectos/"),
        *("/2024/patrocinios/", f"/2024/programa/{session.slug}/", "/pt-br/2024/ponentes/maria-grandury/"),
    }


def test_map_names_the_calls_and_news_of_the_current_edition_alone(client: Client, db: None) -> None:
    make.EditionFactory(slug="2025")
    make.EditionFactory(slug="2026", is_current=True)
    found = paths(client)
    assert {"/2026/novedades/", "/2026/inscripcion/", "/2026/equipo-organizador/"} <= found
    assert "/2025/inscripcion/" not in found


def test_map_leaves_out_what_is_not_public(client: Client, db: None) -> None:
    make.EditionFactory(slug="2026", is_published=False)
    make.EditionFactory(slug="demo")
    shown = make.EditionFactory(slug="2025")
    hidden = make.SessionFactory(edition=shown, is_published=False)
    make.SessionPersonFactory(session=hidden, person__slug="nadie")
    make.PageFactory(edition=shown, is_draft=True)
    make.PageFactory(edition=shown, slug="premios", publish_at=make.in_days(1))
    make.PageFactory(edition=shown, slug="universidades", language="en")
    found = " ".join(paths(client))
    for part in ("/2026/", "/demo/", hidden.slug, "nadie", "bases", "premios", "universidades", "cuenta"):
        assert part not in found, part


def test_map_says_when_a_text_changed(client: Client, db: None) -> None:
    page = make.PageFactory(edition=make.EditionFactory(slug="2026"))
    text = read(client, "/sitemap.xml")
    assert f"<loc>{BASE}/2026/bases/</loc><lastmod>{page.updated_at:%Y-%m-%d}</lastmod>" in text
    assert f"<loc>{BASE}/2026/</loc><changefreq>" not in text


def test_map_is_kept(client: Client, world: None, django_assert_num_queries: Asserter) -> None:
    with django_assert_num_queries(6):
        first = client.get("/sitemap.xml")
    with django_assert_num_queries(0):
        assert client.get("/sitemap.xml").content == first.content


def test_map_names_our_host_whichever_was_asked(client: Client, db: None) -> None:
    make.EditionFactory(slug="2026")
    assert "evil.example" not in client.get("/sitemap.xml", headers={"host": "evil.example"}).content.decode()


def test_landing_names_its_lasting_address_in_every_language(client: Client, db: None) -> None:
    make.EditionFactory(slug="2026", is_current=True)
    expected = {"es": "/2026/", "en": "/en/2026/", "pt-br": "/pt-br/2026/", "x-default": "/2026/"}
    for path in ("/", "/en/", "/pt-br/", "/2026/"):
        found = alternates(read(client, path))
        assert found == {language: BASE + address for language, address in expected.items()}


def test_translations_forget_the_query(client: Client, db: None) -> None:
    make.EditionFactory(slug="2026")
    found = alternates(read(client, "/2026/programa/?tz=America/Bogota"))
    assert found["en"] == f"{BASE}/en/2026/programa/"


def test_robots_may_read_public_pages_and_no_others(client: Client, world: None) -> None:
    rules = RobotFileParser()
    text = read(client, "/robots.txt")
    rules.parse(text.splitlines())
    assert rules.site_maps() == [f"{BASE}/sitemap.xml"]
    private = ["/admin/", "/cuenta/entrar/", "/mi-hackathon/", "/demo/"]
    private += [f"/{language}{path}" for language in ("en", "pt-br") for path in private[1:]]
    assert not [path for path in private if rules.can_fetch("*", path)]
    public = [*translations(client), f"{BASE}/", f"{BASE}/2024/tarjeta.png", f"{BASE}/static/css/base.css"]
    assert not [address for address in public if not rules.can_fetch("*", address)]


def test_robots_know_nothing_of_unpublished_editions(client: Client, db: None) -> None:
    make.EditionFactory(slug="2027", is_published=False)
    assert "2027" not in read(client, "/robots.txt")
    assert Edition.objects.count() == 1
