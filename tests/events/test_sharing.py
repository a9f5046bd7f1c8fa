"""Cards for social networks: drawn by us, of the right size, whatever the title; and how pages name them."""

import re
from html import unescape
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from events.models import Edition, Session
from events.sharing.cards import Card, edition_card, session_card
from events.sharing.drawing import BOTTOM, MEASURE, draw_card
from events.sharing.lettering import drawable, fit
from tests.events.pages import Asserter, read
from tests.factories import events as make

YELLOW = (250, 204, 21)
ACCENTS = "áéíóúñü¿¡ãõç ÁÉÍÓÚÑÜ àèòïl·l êôâ «»–…"
STRANGE = ("🤗", "🤗 Hola 👩🏽‍🏫 mundo 🇪🇸", "", "人工知能")
LONG = "Detección y mitigación de sesgos en grandes modelos de lenguaje ".ljust(200, "ñ")


def picture(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def card(**words: str) -> Card:
    return Card(**({"over": "Hackathon", "title": "Título", "kind": "", "people": "", "when": ""} | words))


def properties(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)"', page)
    return {name: unescape(content) for name, content in found}


@pytest.fixture
def edition(db: None) -> Edition:
    return make.EditionFactory(slug="2026", is_current=True, tagline_es="Hola, mundo", tagline_en="Hello")


@pytest.fixture
def session(edition: Edition) -> Session:
    session = make.SessionFactory(edition=edition, slug="evaluar", title="Evaluar modelos")
    make.SessionPersonFactory(session=session, person__name="Ángela Ñandú")
    return session


# --- What a card says ----------------------------------------------------------------------------


def test_card_of_an_edition_says_what_and_when(edition: Edition) -> None:
    said = edition_card(edition)
    assert (said.over, said.title) == (edition.name, "Hola, mundo")
    assert said.when.startswith("Del ")
    assert said.when.endswith("en línea y gratis")


def test_card_speaks_the_language_of_the_address(edition: Edition) -> None:
    with translation.override("en"):
        assert edition_card(edition).title == "Hello"


def test_card_does_not_say_the_name_twice() -> None:
    edition = Edition(name="Hackathon", starts_on=make.in_days(0).date(), ends_on=make.in_days(9).date())
    assert (edition_card(edition).over, edition_card(edition).title) == ("", "Hackathon")


def test_card_of_a_session_says_who_and_names_the_zone(session: Session) -> None:
    said = session_card(session)
    assert (said.kind, said.people) == ("Charla", "Ángela Ñandú")
    assert said.when == "miércoles 13 de marzo de 2024, 17:00 (hora de Madrid)"


def test_card_of_a_session_invents_no_date(edition: Edition) -> None:
    assert (
        session_card(make.SessionFactory(edition=edition, day_only=True)).when == "jueves 11 de abril de 2024"
    )
    assert session_card(make.SessionFactory(edition=edition, undated=True)).when == ""


def test_version_changes_with_every_word() -> None:
    versions = {card().version, *(card(**{name: "otro"}).version for name in ("title", "people", "when"))}
    assert len(versions) == 4
    assert card().version == card().version


# --- The drawing ---------------------------------------------------------------------------------


def test_card_is_a_png_of_1200_by_630_that_whatsapp_takes() -> None:
    png = draw_card(card(title=LONG, when="Del 1 al 9 de marzo", people="Ada, Bea", kind="Taller"))
    assert png.startswith(b"\x89PNG")
    assert Image.open(BytesIO(png)).size == (1200, 630)
    assert len(png) < 150_000


@pytest.mark.parametrize("title", [LONG, "W" * 200, *STRANGE])
def test_title_stays_in_its_place(title: str) -> None:
    """Neither a title of 200 characters nor emoji reach the globe, the lines below, or break anything."""
    empty, drawn = picture(draw_card(card(title="i"))), picture(draw_card(card(title=title)))
    right = (64 + MEASURE + 4, 0, 1200, 630)
    assert drawn.crop(right).tobytes() == empty.crop(right).tobytes()
    below = (0, BOTTOM + 16, 1200, 630)
    assert drawn.crop(below).tobytes() == empty.crop(below).tobytes()
    title_box = drawn.crop((64, 176, 64 + MEASURE, BOTTOM))
    assert YELLOW in {colour for _count, colour in title_box.getcolors(1 << 20) or []}


def test_titles_are_drawn_differently() -> None:
    drawings = {draw_card(card(title=title)) for title in ("Hola", "Hóla", "Holã", "🤗 Hola")}
    assert len(drawings) == 3, "only emoji leave no trace"


def test_font_has_what_our_languages_need() -> None:
    assert drawable(ACCENTS) == ACCENTS


def test_decomposed_accents_are_composed() -> None:
    assert drawable("n\u0303andu\u0301") == "ñandú"


def test_what_the_font_lacks_is_left_out() -> None:
    assert drawable("Hola 🤗 a\u200btodo\n el  👩🏽‍🏫mundo ❤️ 1️⃣ \ud83d") == "Hola atodo el mundo ❤ 1"


def test_text_shrinks_before_it_is_cut() -> None:
    large = fit("Hola", sizes=(92, 34), weight=800, measure=720, room=300)
    small = fit("Una frase de varias palabras " * 5, sizes=(92, 34), weight=800, measure=720, room=300)
    cut = fit("palabra " * 100, sizes=(92, 34), weight=800, measure=720, room=300)
    assert large
    assert small
    assert cut
    assert large.size == 92 > small.size > 34
    assert not any(line.endswith("…") for line in small.lines)
    assert cut.lines[-1].endswith("palabra…")
    assert cut.width <= 720
    assert len(cut.lines) * cut.leading <= 300


def test_lines_are_of_similar_length() -> None:
    block = fit("Que la IA entienda cómo vivimos", sizes=(60, 60), weight=800, measure=720, room=200)
    assert block
    assert len(block.lines) == 2
    assert len(block.lines[1]) > 10


def test_word_on_each_line_needs_no_balance() -> None:
    block = fit("Somos Iberoamérica", sizes=(90, 90), weight=800, measure=600, room=200)
    assert block
    assert block.lines == ["Somos", "Iberoamérica"]


# --- The address ---------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/en", "/pt-br"])
@pytest.mark.parametrize("path", ["/2026/tarjeta.png", "/2026/programa/evaluar/tarjeta.png"])
def test_address_answers_a_card(client: Client, session: Session, prefix: str, path: str) -> None:
    response = client.get(prefix + path)
    assert response["Content-Type"] == "image/png"
    assert Image.open(BytesIO(response.content)).size == (1200, 630)


def test_cards_differ_by_edition_and_language(client: Client, edition: Edition, session: Session) -> None:
    make.EditionFactory(slug="2025", tagline_es="Otro titular")
    paths = ["/2026/tarjeta.png", "/en/2026/tarjeta.png", "/2025/tarjeta.png"]
    paths.append("/2026/programa/evaluar/tarjeta.png")
    assert len({client.get(path).content for path in paths}) == 4


def test_card_is_drawn_once(client: Client, edition: Edition, django_assert_num_queries: Asserter) -> None:
    first = client.get("/2026/tarjeta.png")
    again = client.get("/2026/tarjeta.png", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    with django_assert_num_queries(1):
        assert client.get("/2026/tarjeta.png").content == first.content


def test_card_changes_with_its_edition(client: Client, edition: Edition) -> None:
    before = client.get("/2026/tarjeta.png")
    Edition.objects.update(tagline_es="Otro titular")
    after = client.get("/2026/tarjeta.png", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content


def test_named_version_is_kept_for_a_year(client: Client, edition: Edition) -> None:
    version = edition_card(edition).version
    assert "immutable" in client.get(f"/2026/tarjeta.png?v={version}")["Cache-Control"]
    assert client.get("/2026/tarjeta.png?v=old")["Cache-Control"] == "public, max-age=3600"


def test_card_of_what_nobody_may_see_is_not_found(client: Client, session: Session) -> None:
    Session.objects.update(is_published=False)
    assert client.get("/2026/programa/evaluar/tarjeta.png").status_code == 404
    assert client.get("/2026/programa/nada/tarjeta.png").status_code == 404
    Edition.objects.update(is_published=False)
    assert client.get("/2026/tarjeta.png").status_code == 404
    assert client.post("/2026/tarjeta.png").status_code == 405


def test_card_in_preparation_is_for_organisers_alone(admin_client: Client, edition: Edition) -> None:
    Edition.objects.update(is_published=False)
    response = admin_client.get("/2026/tarjeta.png")
    assert response.status_code == 200
    assert "private" in response["Cache-Control"]


# --- The head of a page --------------------------------------------------------------------------


def test_landing_says_how_a_link_to_it_reads(client: Client, edition: Edition) -> None:
    said = properties(read(client, "/"))
    assert said["og:title"] == f"{edition.name} · SomosNLP"
    assert said["og:description"] == "Una entrada."
    assert said["og:url"] == "http://127.0.0.1:8000/2026/"
    version = edition_card(edition).version
    assert said["og:image"] == f"http://127.0.0.1:8000/2026/tarjeta.png?v={version}"
    assert said["og:image:alt"].startswith("Hola, mundo · ")
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["twitter:card"] == "summary_large_image"


def test_session_shows_its_own_card(client: Client, session: Session) -> None:
    said = properties(read(client, "/en/2026/programa/evaluar/"))
    assert said["og:image"].startswith("http://127.0.0.1:8000/en/2026/programa/evaluar/tarjeta.png?v=")
    assert said["og:locale"] == "en_US"
    response = client.get(said["og:image"].removeprefix("http://127.0.0.1:8000"))
    assert "immutable" in response["Cache-Control"], "the page names the version that is drawn"


def test_words_of_a_link_are_escaped(client: Client, edition: Edition) -> None:
    name, intro = 'Un "hackathon" <b>', 'Dice "hola"\n y <script>'
    Edition.objects.update(name=name, intro_es=intro)
    page = read(client, "/2026/")
    assert "<script>" not in page
    assert properties(page)["og:title"] == f"{name} · SomosNLP"
    assert properties(page)["og:description"] == 'Dice "hola" y <script>'


def test_page_without_edition_has_the_card_of_the_site(client: Client, db: None) -> None:
    said = properties(read(client, "/"))
    address = said["og:image"].removeprefix(settings.SITE_URL)
    assert address.startswith("/tarjeta.png?v=")
    assert said["og:title"] == "SomosNLP"
    picture = client.get(address)
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert "immutable" in picture["Cache-Control"]


@pytest.mark.parametrize(("slug", "hidden"), [("demo", True), ("2026", False)])
def test_invented_edition_asks_not_to_be_found(client: Client, db: None, slug: str, *, hidden: bool) -> None:
    edition = make.EditionFactory(slug=slug)
    for name in ("edition", "programme", "notices"):
        page = read(client, reverse(name, args=[edition.slug]))
        assert ('<meta name="robots" content="noindex">' in page) is hidden
