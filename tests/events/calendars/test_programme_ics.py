"""The programme and its sessions as calendars, read by programs that are not the one that writes them."""

import gzip
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import ics
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from events.models import Edition, Session
from events.page_cache import touch
from events.states import SessionKind, SessionStatus
from somosnlp.accounts.models import User
from tests.events.pages import Asserter, Capture, full_edition
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, SessionFactory, SessionPersonFactory

pytestmark = pytest.mark.django_db

#: A title that tries to be an event of its own, with every sign that has a meaning in a calendar.
HOSTILE = "Comas, puntos; y comas\nBEGIN:VEVENT\r\nUID:x\nEND:VCALENDAR: \\n «ñ» 🗓️" + "ñandú " * 20
READABLE = HOSTILE.replace("\r\n", "\n")


@pytest.fixture
def edition() -> Edition:
    return EditionFactory(slug="2026", name="Hackathon 2026")


def events(client: Client, address: str = "/2026/programa.ics") -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_session_is_an_event_in_utc_with_who_and_where(client: Client, edition: Edition) -> None:
    session = SessionFactory(
        edition=edition, title="Evaluar", kind=SessionKind.WORKSHOP, abstract="De qué va.", minutes=45
    )
    SessionPersonFactory(session=session, person__name="Ángela Ñandú")
    SessionPersonFactory(session=session, person__name="Bruno Çelik", role="host")
    [event] = events(client).values()
    assert event["uid"] == f"sesion-{session.pk}@somosnlp"
    assert event["dtstart"].dt == datetime(2024, 3, 13, 16, 0, tzinfo=UTC)
    assert event["dtend"].dt == datetime(2024, 3, 13, 16, 45, tzinfo=UTC)
    assert event["dtstart"].to_ical() == b"20240313T160000Z"
    assert (event["summary"], event["status"], event["location"]) == ("Evaluar", "CONFIRMED", "En línea")
    assert event["categories"].cats == ["taller"]
    assert event["transp"] == "TRANSPARENT"
    assert event["url"] == f"{settings.SITE_URL}/2026/programa/{session.slug}/"
    text = str(event["description"])
    assert "Con Ángela Ñandú." in text
    assert "Presenta: Bruno Çelik." in text
    assert "De qué va." in text


def test_session_without_a_length_takes_an_hour(client: Client, edition: Edition) -> None:
    SessionFactory(edition=edition, minutes=None)
    [event] = events(client).values()
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)


def test_day_without_an_hour_is_a_whole_day_and_no_date_is_left_out(client: Client, edition: Edition) -> None:
    SessionFactory(edition=edition, day_only=True)
    SessionFactory(edition=edition, undated=True)
    [event] = events(client).values()
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2024, 4, 11), date(2024, 4, 12))


def test_unpublished_session_and_its_room_are_in_no_feed(client: Client, edition: Edition) -> None:
    SessionFactory(edition=edition, room_url="https://discord.example.org/sala")
    hidden = SessionFactory(edition=edition, is_published=False)
    found = events(client)
    assert f"sesion-{hidden.pk}@somosnlp" not in found
    assert b"discord.example.org" not in client.get("/2026/programa.ics").content
    assert client.get(f"/2026/programa/{hidden.slug}.ics").status_code == 404


def test_hostile_title_comes_back_as_it_was(client: Client, edition: Edition) -> None:
    session = SessionFactory(
        edition=edition, title=HOSTILE[:200], abstract=HOSTILE, venue="Aula 1; piso 2, Madrid\nBEGIN:VALARM"
    )
    SessionFactory(edition=edition, title="Otra")
    found = events(client)
    assert len(found) == 2
    event = found[f"sesion-{session.pk}@somosnlp"]
    assert event.errors == []
    assert str(event["summary"]) == HOSTILE[:200].replace("\r\n", "\n")
    assert READABLE in str(event["description"])
    assert str(event["location"]) == "Aula 1; piso 2, Madrid\nBEGIN:VALARM"
    content = client.get("/2026/programa.ics").content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    others = [each.name for each in ics.Calendar(content.decode()).events]
    assert len(others) == 2
    assert any(name.startswith("Comas, puntos; y comas\nBEGIN:VEVENT\nUID:x") for name in others)


def test_control_signs_do_not_reach_the_file(client: Client, edition: Edition) -> None:
    SessionFactory(edition=edition, title="a\x07b\u2028c\x0bd")
    [event] = events(client).values()
    assert event["summary"] == "abcd"


def test_moved_session_keeps_its_uid_and_its_sequence_grows(
    client: Client, edition: Edition, django_capture_on_commit_callbacks: Capture
) -> None:
    session = SessionFactory(edition=edition)
    [before] = events(client).values()
    with django_capture_on_commit_callbacks(execute=True):
        Session.objects.filter(pk=session.pk).update(starts_at=datetime(2024, 3, 14, 9, 30, tzinfo=UTC))
        touch(edition)
    [after] = events(client).values()
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["last-modified"].dt > before["last-modified"].dt or after["sequence"] > before["sequence"]
    assert after["dtstart"].dt == datetime(2024, 3, 14, 9, 30, tzinfo=UTC)


def test_cancelled_session_stays_and_says_so(client: Client, edition: Edition) -> None:
    session = SessionFactory(edition=edition, title="Evaluar")
    Session.objects.filter(pk=session.pk).update(status=SessionStatus.CANCELLED)
    [event] = events(client).values()
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert event["summary"] == "Cancelada: Evaluar"


def test_one_session_has_a_calendar_of_its_own(client: Client, edition: Edition) -> None:
    session = SessionFactory(edition=edition)
    SessionFactory(edition=edition)
    assert list(events(client, f"/2026/programa/{session.slug}.ics")) == [f"sesion-{session.pk}@somosnlp"]
    undated = SessionFactory(edition=edition, undated=True)
    assert client.get(f"/2026/programa/{undated.slug}.ics").status_code == 404
    assert client.get("/2026/programa/no-hay.ics").status_code == 404


def test_feed_speaks_the_language_of_its_address(client: Client, edition: Edition) -> None:
    SessionFactory(edition=edition, kind=SessionKind.PRESENTATIONS)
    response = client.get("/en/2026/programa.ics", headers={"accept-language": "pt-BR"})
    assert b"PRODID:-//SomosNLP//Hackathon//EN" in response.content
    assert f"{settings.SITE_URL}/en/2026/programa/".encode() in response.content.replace(b"\r\n ", b"")


def test_feed_is_kept_for_people_with_and_without_cookies(
    client: Client, edition: Edition, django_assert_num_queries: Asserter
) -> None:
    SessionFactory(edition=edition)
    etag = client.get("/2026/programa.ics")["ETag"]
    client.force_login(UserFactory())
    with django_assert_num_queries(4):  # of the middleware: the session and the person, twice
        again = client.get("/2026/programa.ics?x=1", headers={"accept-encoding": "gzip"})
        same = client.get("/2026/programa.ics", headers={"if-none-match": etag})
    assert gzip.decompress(again.content).startswith(b"BEGIN:VCALENDAR")
    assert again["Content-Disposition"] == 'inline; filename="programa-2026.ics"'
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
    assert "Set-Cookie" not in again.headers
    assert client.head("/2026/programa.ics").content == b""


def test_touched_edition_gives_new_bytes_at_once(
    client: Client, edition: Edition, django_capture_on_commit_callbacks: Capture
) -> None:
    session = SessionFactory(edition=edition, title="Antes")
    first = client.get("/2026/programa.ics")
    with django_capture_on_commit_callbacks(execute=True):
        touch(edition)
    alike = client.get("/2026/programa.ics", headers={"if-none-match": first["ETag"]})
    assert alike.status_code == 304
    assert alike["Last-Modified"] == first["Last-Modified"]
    with django_capture_on_commit_callbacks(execute=True):
        Session.objects.filter(pk=session.pk).update(title="Después")
        touch(edition)
    changed = client.get("/2026/programa.ics", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert "Después".encode() in changed.content


def test_feed_is_made_again_after_a_minute(
    client: Client, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever nobody told the cache about is in the feed a minute later."""
    session, now = SessionFactory(edition=edition, title="Antes"), time.time()
    first = client.get("/2026/programa.ics")
    monkeypatch.setattr(time, "time", lambda: now + 61)
    alike = client.get("/2026/programa.ics")
    assert (alike.content, alike["Last-Modified"]) == (first.content, first["Last-Modified"])
    Session.objects.filter(pk=session.pk).update(title="Después")
    assert client.get("/2026/programa.ics").content == first.content
    monkeypatch.setattr(time, "time", lambda: now + 122)
    changed = client.get("/2026/programa.ics")
    assert "Después" in changed.content.decode()
    assert changed["Last-Modified"] != first["Last-Modified"]


def test_feeds_of_each_language_and_session_are_kept_apart(client: Client, edition: Edition) -> None:
    one, other = SessionFactory.create_batch(2, edition=edition)
    paths = ["programa.ics", f"programa/{one.slug}.ics", f"programa/{other.slug}.ics", "schedule.json"]
    addresses = [f"{prefix}/2026/{path}" for prefix in ("", "/en", "/pt-br") for path in paths]
    fresh = [client.get(address).content for address in addresses]
    assert len(set(fresh)) == len(addresses)
    assert [client.get(address).content for address in addresses] == fresh


@pytest.mark.parametrize(
    ("columns", "counts"),
    [
        ({"title": "Otro"}, True),
        ({"starts_at": datetime(2024, 3, 13, 16, 1, tzinfo=UTC)}, True),
        ({"starts_at": None, "day": date(2024, 3, 13), "precision": "day"}, True),
        ({"minutes": 46}, True),
        ({"venue": "Madrid"}, True),
        ({"status": SessionStatus.CANCELLED}, True),
        ({"is_published": False}, True),
        ({"title": "Evaluar", "minutes": 45, "venue": ""}, False),
        ({"video": "abc", "seats_taken": 3, "note": "x", "slides_url": "https://example.org/"}, False),
    ],
)
def test_sequence_grows_with_what_people_must_hear_of(columns: dict[str, Any], counts: bool) -> None:
    """Whoever writes the row: here SQL does, past every service."""
    session = SessionFactory(title="Evaluar", minutes=45, venue="")
    Session.objects.filter(pk=session.pk).update(sequence=7, changed_at=None)
    Session.objects.filter(pk=session.pk).update(**columns)
    session.refresh_from_db()
    assert session.sequence == 7 + counts
    assert (session.changed_at is not None) is counts
    if session.changed_at:
        assert abs(timezone.now() - session.changed_at) < timedelta(minutes=1)


@pytest.mark.parametrize("who", ["nobody", "organiser"])
def test_edition_in_preparation_has_no_feed_for_anybody(client: Client, edition: Edition, who: str) -> None:
    """What an organiser asks for is kept for everybody, so they get no more than everybody."""
    Edition.objects.update(is_published=False)
    SessionFactory(edition=edition)
    if who == "organiser":
        organiser: User = UserFactory(is_staff=True)
        client.force_login(organiser)
    for address in ("programa.ics", "schedule.xml", "schedule.json"):
        assert client.get(f"/2026/{address}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_query_counts(client: Client, django_assert_num_queries: Asserter, rows: int) -> None:
    edition = full_edition(rows)
    with django_assert_num_queries(3):
        client.get(f"/{edition.slug}/programa.ics")


@pytest.mark.usefixtures("real_editions")
def test_2024_keynotes_are_at_their_instants(client: Client) -> None:
    found = {str(event["summary"]): event for event in events(client, "/2024/programa.ics").values()}
    elena = found["IA y Modelos del Lenguaje, Retos y Oportunidades"]
    assert elena["dtstart"].dt == Session.objects.get(title=elena["summary"]).starts_at
    assert elena["dtstart"].dt.hour == 17
    dated = Session.objects.published().filter(edition__slug="2024").exclude(starts_at=None, day=None)
    assert len(found) == dated.count()
