"""Texts per edition and language, and the pages of other apps that show one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from events.services.pages import find_texts
from events.states import CallKind, PageSlug
from tests.events.pages import Asserter, full_edition, read
from tests.factories import events as make
from tests.factories.projects import PaperFactory, ProjectFactory
from tests.factories.sponsors import SponsorFactory, SponsorshipFactory, TierFactory

NOTICE = "Este texto está por ahora solo en español."


@pytest.mark.django_db
def test_text_falls_back_to_spanish_and_says_so(client: Client) -> None:
    page = make.PageFactory(body="Hola **mundo**.")
    shown = read(client, f"/en/{page.edition.slug}/bases/")
    assert '<div class="text" lang="es"><p>Hola <strong>mundo</strong>.</p>' in shown
    with override("en"):
        assert gettext(NOTICE) in shown


@pytest.mark.django_db
def test_text_in_the_readers_language_needs_no_notice(client: Client) -> None:
    page = make.PageFactory()
    make.PageFactory(edition=page.edition, language="en", body="Hello.")
    shown = read(client, f"/en/{page.edition.slug}/bases/")
    assert "Hello." in shown
    with override("en"):
        assert gettext(NOTICE) not in shown
    assert 'class="text" lang' not in shown


@pytest.mark.django_db
def test_text_not_published_yet_says_when(client: Client) -> None:
    page = make.PageFactory(publish_at=timezone.now() + timedelta(days=3), body="Secreto.")
    shown = read(client, f"/{page.edition.slug}/bases/", status=404)
    assert "se publica el" in shown
    assert "Secreto" not in shown


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["bases", "premios", "universidades"])
def test_text_that_nobody_wrote_answers_404_with_help(client: Client, address: str) -> None:
    edition = make.EditionFactory()
    shown = read(client, f"/{edition.slug}/{address}/", status=404)
    assert "aún no está publicada" in shown
    assert f'href="/{edition.slug}/"' in shown


@pytest.mark.django_db
def test_wide_table_can_be_scrolled_by_keyboard(client: Client) -> None:
    page = make.PageFactory(body="| a | b |\n| --- | --- |\n| c | d |\n")
    assert '<table tabindex="0">' in read(client, f"/{page.edition.slug}/bases/")


@pytest.mark.django_db
def test_draft_is_not_shown_whatever_its_date(client: Client) -> None:
    page = make.PageFactory(is_draft=True)
    assert client.get(f"/{page.edition.slug}/bases/").status_code == 404


@pytest.mark.django_db
def test_find_texts_prefers_the_language_and_asks_once(django_assert_num_queries: Asserter) -> None:
    page = make.PageFactory()
    make.PageFactory(edition=page.edition, language="en", body="Hello.")
    make.PageFactory(edition=page.edition, slug=PageSlug.PRIZES)
    with override("en"), django_assert_num_queries(1):
        texts = find_texts(page.edition, PageSlug.values)
    assert texts[PageSlug.RULES].body == "Hello."
    assert not texts[PageSlug.RULES].fallback
    assert texts[PageSlug.PRIZES].fallback


@pytest.mark.django_db
def test_rules_lead_to_registration_while_it_is_open(client: Client) -> None:
    page = make.PageFactory()
    make.CallFactory(edition=page.edition)
    assert f'href="/{page.edition.slug}/inscripcion/"' in read(client, f"/{page.edition.slug}/bases/")


@pytest.mark.django_db
def test_sponsorship_shows_thresholds_and_everybody_in_both_their_tiers(client: Client) -> None:
    gold = TierFactory(threshold=2500)
    corpus = TierFactory(edition=gold.edition, threshold=None, label_es="Corpus")
    twice = SponsorFactory(name="Fundación Palabra")
    for tier in (gold, corpus):
        SponsorshipFactory(tier=tier, sponsor=twice)
    page = read(client, f"/{gold.edition.slug}/patrocinios/")
    assert "2500&nbsp;€" in page
    assert page.count("Fundación Palabra") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_sponsorship_query_counts(client: Client, django_assert_num_queries: Asserter, rows: int) -> None:
    edition = full_edition(rows)
    with django_assert_num_queries(5):
        read(client, f"/{edition.slug}/patrocinios/")


@pytest.mark.django_db
def test_projects_show_award_team_and_papers(client: Client) -> None:
    project = ProjectFactory(award="1.º", about="coplas de todas partes")
    PaperFactory(project=project, arxiv="2507.00999")
    page = read(client, f"/{project.edition.slug}/proyectos/")
    for words in ("1.º", "Coplas de todas partes", "Ada Ejemplo, Íñigo Muestra", "arxiv.org/abs/2507.00999"):
        assert words in page


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_projects_query_counts(client: Client, django_assert_num_queries: Asserter, rows: int) -> None:
    edition = full_edition(rows)
    with django_assert_num_queries(5):
        read(client, f"/{edition.slug}/proyectos/")


@pytest.mark.django_db
def test_corpus_says_whether_donations_are_open(client: Client) -> None:
    edition = make.EditionFactory(is_current=True)
    make.PageFactory(edition=None, slug=PageSlug.CORPUS, title="Dona tu corpus", body="Así se dona.")
    call = make.CallFactory(edition=edition, kind=CallKind.CORPUS, external_url="https://example.org/dona")
    page = read(client, "/corpus/")
    assert "Así se dona." in page
    assert call.external_url in page


@pytest.mark.django_db
def test_corpus_exists_before_anything_else(client: Client) -> None:
    assert "Estamos preparando" in read(client, "/corpus/")
