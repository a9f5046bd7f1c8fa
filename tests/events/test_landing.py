"""The landing: every section and call of the real one, few queries, honest about what is not known."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from events.landing import build_landing, has_ended, split_by_heading
from events.states import CallKind, LinkKind, PageSlug
from somosnlp.accounts.models import User
from tests.events.pages import Asserter, full_edition, read
from tests.factories import events as make

ANCHORS = ("keynotes-de-especialistas", "talleres-y-amas", "evaluacion-y-premios", "patrocinios")


@pytest.mark.usefixtures("real_editions")
def test_landing_of_2024_has_every_section_and_call_of_the_real_one(client: Client) -> None:
    page = read(client, "/2024/")
    for anchor in ANCHORS:
        assert f'id="{anchor}"' in page
    for kind in CallKind:
        assert str(kind.label) in page
    assert "600 millones" in page
    assert "leaderboard" in page
    for words in ("Por qué participar", "Así se participa", "Evaluación y premios", "Preguntas frecuentes"):
        assert words in page
    for address in (
        "/2024/bases/",
        "/2024/premios/",
        "/2024/universidades/",
        "/2024/patrocinios/",
        "/corpus/",
    ):
        assert f'href="{address}"' in page
    for channel in (LinkKind.DISCORD, LinkKind.X, LinkKind.LINKEDIN, LinkKind.CALENDAR, LinkKind.PLAYLIST):
        assert str(channel.label) in page
    assert "Elena González-Blanco" in page
    assert "https://www.youtube.com/watch?v=riM3pgV4m_I" in page


@pytest.mark.usefixtures("real_editions")
def test_landing_of_2024_shows_its_dates_with_their_history(client: Client) -> None:
    page = read(client, "/2024/")
    delivery = page.split("Entrega de proyectos", 1)[1].split("</li>", 1)[0]
    assert "23:59 AoE del 10 de abril de 2024" in delivery
    for before in ("24 de marzo", "26 de marzo", "29 de marzo"):
        assert f"<del>{before}" in delivery


@pytest.mark.usefixtures("real_editions")
@pytest.mark.parametrize("year", ["2022", "2023", "2024", "2025", "2026"])
@pytest.mark.parametrize("prefix", ["", "/en", "/pt-br"])
def test_landing_has_the_anchors_in_every_edition_and_language(
    client: Client, year: str, prefix: str
) -> None:
    page = read(client, f"{prefix}/{year}/")
    assert all(f'id="{anchor}"' in page for anchor in ANCHORS)
    assert page.count("<h1") == 1


@pytest.mark.usefixtures("real_editions")
def test_landing_of_a_past_edition_reads_as_past(client: Client) -> None:
    page = read(client, "/2024/")
    assert "Ver los proyectos" in page
    assert "Inscríbete en dos minutos" not in page
    assert page.index("Lo que se creó") < page.index("Así se participa")


@pytest.mark.usefixtures("real_editions")
def test_landing_says_which_dates_sources_disagree_about(client: Client) -> None:
    assert "Las fuentes no coinciden" in read(client, "/2026/")


@pytest.mark.django_db
def test_landing_of_the_current_edition_invites(client: Client) -> None:
    edition = full_edition(1, is_current=True)
    page = read(client, "/")
    assert "Inscríbete en dos minutos" in page
    assert f'href="/{edition.slug}/inscripcion/"' in page
    assert "data-countdown=" in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/{edition.slug}/">' in page


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_landing_query_counts(client: Client, django_assert_num_queries: Asserter, rows: int) -> None:
    full_edition(rows, is_current=True)
    with django_assert_num_queries(14):
        read(client, "/")
    with django_assert_num_queries(0):
        read(client, "/")


@pytest.mark.django_db
def test_landing_without_current_edition_leads_to_the_archive(client: Client) -> None:
    assert 'href="/ediciones/"' in read(client, "/")


@pytest.mark.django_db
def test_landing_without_any_content_keeps_sections_and_anchors(client: Client) -> None:
    edition = make.EditionFactory()
    page = read(client, f"/{edition.slug}/")
    assert all(f'id="{anchor}"' in page for anchor in ANCHORS)
    assert 'id="objetivos"' not in page
    assert 'id="preguntas"' not in page


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["2019", "demo"])
def test_landing_of_an_unknown_edition_is_not_found(client: Client, year: str) -> None:
    assert client.get(f"/{year}/").status_code == 404


@pytest.mark.django_db
def test_landing_in_preparation_is_for_organisers(client: Client, admin_user: User) -> None:
    edition = make.EditionFactory(is_published=False)
    assert client.get(f"/{edition.slug}/").status_code == 404
    client.force_login(admin_user)
    assert client.get(f"/{edition.slug}/").status_code == 200


@pytest.mark.django_db
def test_landing_keeps_links_between_texts_working(client: Client) -> None:
    edition = make.EditionFactory(is_current=True)
    make.PageFactory(edition=edition, slug=PageSlug.GOALS, body="Lee [las bases](../bases/).")
    assert f'href="/{edition.slug}/bases/"' in read(client, "/")


@pytest.mark.django_db
def test_landing_of_past_hides_the_next_deadline() -> None:
    edition = make.EditionFactory(starts_on=date(2024, 3, 1), ends_on=date(2024, 4, 10))
    make.MilestoneFactory(edition=edition, past=True)
    assert build_landing(edition, User()).is_past


@pytest.mark.django_db
def test_edition_with_a_date_to_come_has_not_ended() -> None:
    edition = make.EditionFactory(starts_on=date(2024, 3, 1), ends_on=date(2024, 4, 10))
    coming = make.MilestoneFactory(edition=edition)
    assert not has_ended(edition, [coming], timezone.now())
    assert has_ended(edition, [], timezone.now())


def test_split_by_heading_leaves_out_what_stands_before() -> None:
    assert split_by_heading("Hola.\n\n## Uno\n\nA\n\n### Sub\n\nB\n\n## Dos\n\nC") == [
        ("Uno", "A\n\n### Sub\n\nB"),
        ("Dos", "C"),
    ]
    assert split_by_heading("Sin títulos") == []


def test_templates_of_the_landing_have_no_form() -> None:
    folder = Path(__file__).parents[2] / "templates/events/landing"
    assert not [path for path in folder.rglob("*.html") if "<form" in path.read_text()]
