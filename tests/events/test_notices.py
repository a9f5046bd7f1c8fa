"""What is new in an edition: page, feed, and what other pages show of it."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Milestone, Notice
from events.services.milestones import move_milestone
from events.services.moving import Move, move_milestones, undo_move
from events.states import MilestoneKind
from somosnlp.accounts.models import User
from tests.events.pages import Asserter, Capture, full_edition, read
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory, NoticeFactory, in_days

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PAGES = ("/2026/", "/2026/novedades/", "/2026/novedades.atom")


@pytest.fixture
def edition() -> Edition:
    return EditionFactory(slug="2026", name="Hackathon 2026", is_current=True)


@pytest.fixture
def organiser() -> User:
    return UserFactory(is_staff=True)


@pytest.fixture
def moved(edition: Edition, organiser: User) -> Notice:
    delivery = MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY)
    moves = [Move(delivery.pk, delivery.moment, delivery.moment.shifted(2))]
    return move_milestones(edition, moves, reason="Pidieron más tiempo", by=organiser)


@pytest.mark.parametrize("path", PAGES)
def test_move_is_told(client: Client, moved: Notice, path: str) -> None:
    page = read(client, path)
    assert "Entrega de proyectos: nueva fecha" in page
    assert "Pidieron más tiempo" in page


def test_move_is_told_in_my_hackathon(client: Client, moved: Notice) -> None:
    client.force_login(UserFactory())
    assert "Entrega de proyectos: nueva fecha" in read(client, reverse("my-hackathon"))


@pytest.mark.parametrize("path", PAGES)
def test_undone_move_is_told_nowhere(
    client: Client,
    moved: Notice,
    organiser: User,
    path: str,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    read(client, path)
    with django_capture_on_commit_callbacks(execute=True):
        undo_move(moved, by=organiser)
    assert "nueva fecha" not in read(client, path)


def test_page_says_what_moved_again_since(client: Client, moved: Notice, organiser: User) -> None:
    delivery = Milestone.objects.get(kind=MilestoneKind.DELIVERY)
    assert "Cambió después" not in read(client, "/2026/novedades/")
    client.cookies["sessionid"] = "nobody"
    move_milestone(delivery, to=delivery.moment.shifted(9), by=organiser)
    assert "Cambió después" in read(client, "/2026/novedades/")
    assert "nueva fecha" not in read(client, "/2026/")


def test_landing_forgets_notices_after_two_weeks(client: Client, edition: Edition) -> None:
    NoticeFactory(edition=edition, title_es="Vieja", published_at=in_days(-15))
    NoticeFactory(edition=edition, title_es="Fresca")
    page = read(client, "/2026/")
    assert "Fresca" in page
    assert "Vieja" not in page
    assert "Vieja" in read(client, "/2026/novedades/")


def test_withdrawn_and_future_notices_are_not_shown(client: Client, edition: Edition) -> None:
    NoticeFactory(edition=edition, title_es="Retirada", withdrawn_at=timezone.now())
    NoticeFactory(edition=edition, title_es="Futura", published_at=in_days(1))
    page = read(client, "/2026/novedades/")
    assert "Retirada" not in page
    assert "Futura" not in page


def test_news_are_told_in_the_language_of_the_reader(client: Client, edition: Edition) -> None:
    NoticeFactory(edition=edition, title_es="Hay GPU", title_en="GPUs are here")
    assert "GPUs are here" in read(client, "/en/2026/novedades/")


def test_feed_is_atom_with_stable_ids(client: Client, edition: Edition, moved: Notice) -> None:
    NoticeFactory(edition=edition, title_es="Hay <GPU>", published_at=timezone.now() - timedelta(days=1))
    response = client.get("/2026/novedades.atom")
    feed = ET.fromstring(response.content)

    assert response["Content-Type"].startswith("application/atom+xml")
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Entrega de proyectos: nueva fecha",
        "Hay <GPU>",
    ]
    assert (entries[0].findtext(f"{ATOM}id") or "").endswith(f"#novedad-{moved.pk}")
    assert feed.findtext(f"{ATOM}updated")


@pytest.mark.parametrize("rows", [1, 3])
def test_page_query_counts(client: Client, django_assert_num_queries: Asserter, rows: int) -> None:
    edition = full_edition(rows)
    with django_assert_num_queries(3):
        read(client, f"/{edition.slug}/novedades/")
    with django_assert_num_queries(0):
        read(client, f"/{edition.slug}/novedades/")


def test_page_without_notices_says_so(client: Client, edition: Edition) -> None:
    assert "Todavía no hay novedades" in read(client, "/2026/novedades/")


@pytest.mark.parametrize("path", ["/2026/", "/2026/programa/", "/mi-hackathon/"])
def test_pages_lead_to_calendar_and_notices(client: Client, edition: Edition, path: str) -> None:
    MilestoneFactory(edition=edition)
    Edition.objects.update(is_current=True)
    client.force_login(UserFactory())
    page = read(client, path)
    assert "webcal://" in page
    assert 'href="/2026/plazos.ics"' in page
    assert 'href="/2026/novedades/"' in page
