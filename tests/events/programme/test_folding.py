"""The days of a running edition that are over are folded, and open for whoever looks for something there."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Edition, Session
from events.programme.days import next_midnight
from tests.events.pages import read
from tests.factories import events as make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def edition() -> Edition:
    """With a session two days ago, today, and in two days, and one without a date."""
    edition = make.EditionFactory(slug="2026")
    for title, days, kind in (("Antes", -2, "taller"), ("Hoy", 0, "keynote"), ("Luego", 2, "ama")):
        at = timezone.now() + days * DAY
        make.SessionFactory(edition=edition, title=title, slug=title.lower(), kind=kind, starts_at=at)
    make.SessionFactory(edition=edition, title="Sin fecha", undated=True)
    return edition


def fold(page: str) -> re.Match[str] | None:
    return re.search(r"<details[^>]* data-past(?P<open> open)?>(?P<inside>.*?)</details>", page, re.DOTALL)


def test_days_before_today_are_folded_while_something_is_to_come(client: Client, edition: Edition) -> None:
    page = read(client, "/2026/programa/")
    found = fold(page)
    assert found
    assert not found["open"]
    assert [title in found["inside"] for title in ("Antes", "Hoy", "Luego", "Sin fecha")] == [
        True, False, False, False,
    ]  # fmt: skip
    assert page.index("Días anteriores") < page.index('id="sesion-hoy"') < page.index('id="sesion-luego"')
    assert 'id="sesion-antes"' in found["inside"]


def test_nothing_is_folded_once_all_is_over(client: Client, edition: Edition) -> None:
    Session.objects.filter(title__in=["Hoy", "Luego"]).delete()
    page = read(client, "/2026/programa/")
    assert fold(page) is None
    assert "Antes" in page


@pytest.mark.parametrize(
    ("query", "is_open"),
    [("tipo=taller", True), ("tipo=keynote", False), ("tipo=nada", False), ("tz=Asia/Tokyo", False)],
)
def test_filter_that_finds_something_folded_opens_it(
    client: Client, edition: Edition, query: str, is_open: bool
) -> None:
    found = fold(read(client, f"/2026/programa/?{query}"))
    assert found
    assert bool(found["open"]) is is_open


def test_page_is_kept_no_longer_than_the_day_lasts(
    client: Client, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = next_midnight(timezone.now() + DAY, edition.time_zone) - timedelta(seconds=7)
    monkeypatch.setattr(timezone, "now", lambda: late)
    response: Any = client.get("/2026/programa/")
    change: datetime = response.wsgi_request.page_changes_at
    assert change - late == timedelta(seconds=7)
