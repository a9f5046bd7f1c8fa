"""Narrowing the programme down, without a script; and what is cancelled, on now, next."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Edition
from tests.events.pages import Asserter, read
from tests.factories import events as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    edition = make.EditionFactory()
    topic = make.TopicFactory(edition=edition, number=3, label_es="Evaluación")
    make.SessionFactory(edition=edition, kind="taller", title="Uno", level=2, topic=topic)
    make.SessionFactory(edition=edition, kind="keynote", title="Dos", language="pt")
    make.SessionFactory(edition=edition, kind="keynote", title="Tres", level=4, undated=True)
    return edition


def shown(page: str) -> list[str]:
    slots = re.findall(r'<li class="slot.*?</li>', page, re.DOTALL)
    visible = [slot for slot in slots if not re.search(r"<li[^>]* hidden>", slot)]
    return [re.sub("<.*?>", "", re.search(r"<h3.*?</h3>", slot)[0]) for slot in visible]  # type: ignore[index]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("tipo=keynote", ["Dos", "Tres"]),
        ("nivel=2", ["Uno"]),
        ("tema=3", ["Uno"]),
        ("idioma=pt", ["Dos"]),
        ("tipo=keynote&nivel=4", ["Tres"]),
        ("tipo=taller&idioma=pt", []),
        ("tipo=nada&nivel=x&tema=%00&idioma=<script>", ["Uno", "Dos", "Tres"]),
    ],
)
def test_programme_by_a_filter(client: Client, edition: Edition, query: str, titles: list[str]) -> None:
    page = read(client, f"/{edition.slug}/programa/?{query}")
    assert shown(page) == titles
    assert f"<span data-programme-shown>{len(titles)}</span>" in page
    assert ("data-programme-none hidden" in page) == bool(titles)
    assert "<script>&" not in page


def test_a_filter_never_ends_in_the_page_of_everybody(client: Client, edition: Edition) -> None:
    whole = read(client, f"/{edition.slug}/programa/")
    assert shown(read(client, f"/{edition.slug}/programa/?tipo=keynote")) == ["Dos", "Tres"]
    assert read(client, f"/{edition.slug}/programa/") == whole
    assert shown(whole) == ["Uno", "Dos", "Tres"]


def test_filters_keep_the_zone_and_the_zone_the_filters(client: Client, edition: Edition) -> None:
    page = read(client, f"/{edition.slug}/programa/?tipo=keynote&tz=America/Bogota")
    assert '<input type="hidden" name="tz" value="America/Bogota">' in page
    assert '<input type="hidden" name="tipo" value="keynote">' in page
    assert "hora de Bogotá" in page


def test_filters_say_how_many_there_are_and_only_what_differs(client: Client, edition: Edition) -> None:
    page = read(client, f"/{edition.slug}/programa/")
    assert "Keynote (2)" in page
    assert "Portugués (1)" in page
    alone = make.SessionFactory()
    assert "data-programme-filters" not in read(client, f"/{alone.edition.slug}/programa/")


def test_language_nobody_knows_is_shown_by_its_code(client: Client, edition: Edition) -> None:
    session = make.SessionFactory(edition=edition, language="quz")
    assert "quz (1)" in read(client, f"/{edition.slug}/programa/")
    assert "quz" in read(client, f"/{edition.slug}/programa/{session.slug}/")


def test_cancelled_session_is_struck_through_and_never_next(client: Client) -> None:
    soon = timezone.now() + timedelta(hours=2)
    session = make.SessionFactory(starts_at=soon, status="cancelled", title="Ya no")
    page = read(client, f"/{session.edition.slug}/programa/")
    assert "<s>Ya no</s>" in page
    assert "Cancelada</b>" in page
    assert "Siguiente" not in page
    page = read(client, f"/{session.edition.slug}/programa/{session.slug}/")
    assert "Esta sesión se canceló." in page
    assert "https://schema.org/EventCancelled" in page
    assert "calendar.google.com" not in page


def test_top_of_the_programme_says_what_is_on_and_what_follows(client: Client) -> None:
    now = timezone.now()
    live = make.SessionFactory(starts_at=now - timedelta(minutes=5), title="En marcha")
    make.SessionFactory(edition=live.edition, starts_at=now + timedelta(hours=1), title="Después")
    make.SessionFactory(edition=live.edition, starts_at=now + timedelta(hours=9), title="Mucho después")
    top = read(client, f"/{live.edition.slug}/programa/").split('class="soon"')[1].split("</section>")[0]
    assert "En marcha" in top
    assert "Después" in top
    assert "Mucho después" not in top


def test_page_is_kept_no_longer_than_what_it_says_is_on(client: Client) -> None:
    make.SessionFactory(starts_at=timezone.now() + timedelta(seconds=20))
    response = client.get(f"/{Edition.objects.get().slug}/programa/")
    change = response.wsgi_request.page_changes_at  # type: ignore[attr-defined]
    assert change - timezone.now() < timedelta(seconds=20)


def test_whole_programme_is_subscribed_to_with_one_click(client: Client, edition: Edition) -> None:
    page = read(client, f"/en/{edition.slug}/programa/")
    host = "127.0.0.1:8000"
    assert f'href="webcal://{host}/en/{edition.slug}/programa.ics"' in page
    cid = f"webcal%3A%2F%2F{host.replace(':', '%3A')}%2Fen%2F{edition.slug}%2Fprograma.ics"
    assert f"https://calendar.google.com/calendar/r?cid={cid}" in page
    assert f'value="http://{host}/en/{edition.slug}/programa.ics"' in page


@pytest.mark.parametrize("rows", [5, 50])
def test_programme_costs_the_same_queries_for_any_number(
    client: Client, django_assert_num_queries: Asserter, rows: int
) -> None:
    edition = make.EditionFactory()
    for _ in range(rows):
        session = make.SessionFactory(edition=edition, topic=make.TopicFactory(edition=edition))
        make.SessionPersonFactory(session=session)
    read(client, f"/{edition.slug}/programa/?tipo=charla")  # what is kept of the edition is read once
    with django_assert_num_queries(2):
        read(client, f"/{edition.slug}/programa/?tipo=charla")


@pytest.mark.usefixtures("real_editions")
def test_all_real_sessions_are_shown_with_their_recordings(client: Client) -> None:
    found = 0
    for year in ("2022", "2023", "2024", "2025", "2026"):
        page = read(client, f"/{year}/programa/")
        found += page.count('<li class="slot')
        for session in Edition.objects.get(slug=year).sessions.exclude(video=""):
            assert session.video_url in page
    assert found == 61


@pytest.mark.usefixtures("real_editions")
def test_2022_is_in_the_wall_time_of_madrid(client: Client) -> None:
    edition = Edition.objects.get(slug="2022")
    assert edition.time_zone == "Europe/Madrid"
    assert "hora de Madrid" in read(client, "/2022/programa/")
