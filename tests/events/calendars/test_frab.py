"""frab's schedule: the rules of its published schemas, written down here, and the same data in both files.

The schemas (https://c3voc.de/schedule/schema.xsd and schema.json) are under the EUPL and not copied.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from events.models import Edition, Release
from events.states import SessionKind, SessionStatus
from tests.events.pages import Asserter, full_edition
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, SessionFactory, SessionPersonFactory, TopicFactory
from tests.factories.proposals import KeynoteProposalFactory

pytestmark = pytest.mark.django_db

HOSTILE = 'Comas, "comillas"; <b>&amp;\nBEGIN:VEVENT ]]> ñ 🗓️\x07\x0b\ufffe'
EVENT = ("room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track")
ISO_WITH_ZONE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"
XML_PATTERNS = {
    "date": ISO_WITH_ZONE,
    "start": r"[0-2]\d:[0-5]\d",
    "duration": r"\d{1,2}:\d{2}",
    "slug": r"[a-z0-9_]{4,}-[a-z0-9\-_]{4,}",
    "url": "https?://.*",
}
OF_A_TALK = {
    "abstract", "date", "duration", "guid", "id", "language", "links", "persons",
    "room", "slug", "start", "subtitle", "title", "track", "type", "url",
}  # fmt: skip


@pytest.fixture
def edition() -> Edition:
    return EditionFactory(slug="2026", time_zone="Europe/Madrid")


def read_xml(client: Client, year: str = "2026") -> ET.Element:
    response = client.get(f"/{year}/schedule.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ET.fromstring(response.content)


def read_json(client: Client, year: str = "2026") -> dict[str, Any]:
    response = client.get(f"/{year}/schedule.json")
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return json.loads(response.content)["schedule"]  # type: ignore[no-any-return]


def talks(schedule: dict[str, Any]) -> list[dict[str, Any]]:
    days = schedule["conference"]["days"]
    return [talk for day in days for room in day["rooms"].values() for talk in room]


@pytest.mark.usefixtures("real_editions")
@pytest.mark.parametrize("year", ["2022", "2023", "2024", "2025", "2026"])
def test_real_editions_follow_the_published_rules(client: Client, year: str) -> None:
    root, schedule = read_xml(client, year), read_json(client, year)
    assert [child.tag for child in root][:4] == ["generator", "url", "version", "conference"]
    assert re.fullmatch("[a-z0-9_-]{4,}", root.findtext("conference/acronym") or "")
    for day in root.iter("day"):
        assert all(re.fullmatch(ISO_WITH_ZONE, day.attrib[name]) for name in ("start", "end"))
    for event in root.iter("event"):
        assert set(EVENT) <= {child.tag for child in event}
        for name, pattern in XML_PATTERNS.items():
            assert re.fullmatch(pattern, event.findtext(name) or ""), (name, event.findtext(name))
    assert all(set(talk) >= OF_A_TALK for talk in talks(schedule))
    guids = [UUID(event.attrib["guid"]) for event in root.iter("event")]
    assert len(guids) == len(set(guids))
    assert [str(guid) for guid in guids] == [talk["guid"] for talk in talks(schedule)]


def test_schedule_says_when_where_and_who(client: Client, edition: Edition) -> None:
    session = SessionFactory(
        edition=edition,
        kind=SessionKind.WORKSHOP,
        starts_at=datetime(2026, 3, 28, 23, 30, tzinfo=UTC),
        minutes=90,
        video="abc",
        topic=TopicFactory(edition=edition, label_es="Ética"),
    )
    seat = SessionPersonFactory(session=session)
    [talk] = talks(read_json(client))
    assert talk["date"] == "2026-03-29T00:30:00+01:00"
    assert talk["end"] == "2026-03-29T03:00:00+02:00"  # the clocks change in between
    assert (talk["start"], talk["duration"], talk["room"], talk["track"]) == (
        "00:30", "01:30", "En línea", "Ética",
    )  # fmt: skip
    assert talk["persons"][0]["name"] == seat.person.name
    [event] = read_xml(client).iter("event")
    assert event.findtext("recording/link") == "https://www.youtube.com/watch?v=abc"
    assert event.findtext("video_download_url") == "https://www.youtube.com/watch?v=abc"
    [day] = read_xml(client).iter("day")
    assert (day.attrib["start"], day.attrib["end"]) == (
        "2026-03-29T00:00:00+01:00",
        "2026-03-30T00:00:00+02:00",
    )


def test_version_is_the_number_of_the_last_release(client: Client, edition: Edition) -> None:
    assert read_json(client)["version"] == "0"
    other = EditionFactory(slug="2027")
    Release.objects.create(edition=other, number=3, published_by=UserFactory())
    assert read_xml(client, "2027").findtext("version") == "3"


def test_hostile_text_is_text(client: Client, edition: Edition) -> None:
    SessionFactory(edition=edition, title=HOSTILE, abstract=HOSTILE, venue=HOSTILE, slug="A", minutes=30_000)
    clean = HOSTILE.translate({0x07: None, 0x0B: None, 0xFFFE: None})
    [event] = read_xml(client).iter("event")
    assert (event.findtext("title"), event.findtext("room")) == (clean, clean)
    assert re.fullmatch(XML_PATTERNS["slug"], event.findtext("slug") or "")
    assert event.findtext("duration") == "99:59"
    assert talks(read_json(client))[0]["abstract"] == clean


def test_only_published_sessions_with_an_hour_that_take_place(client: Client, edition: Edition) -> None:
    shown = SessionFactory(edition=edition)
    SessionFactory(edition=edition, is_published=False)
    SessionFactory(edition=edition, status=SessionStatus.CANCELLED)
    SessionFactory(edition=edition, day_only=True)
    assert [talk["id"] for talk in talks(read_json(client))] == [shown.pk]


def test_who_said_no_is_not_recorded(client: Client, edition: Edition) -> None:
    session = SessionFactory(edition=edition)
    KeynoteProposalFactory(edition=edition, session=session, may_record=False)
    assert talks(read_json(client))[0]["do_not_record"] is True
    assert read_xml(client).findtext("day/room/event/recording/optout") == "true"


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("kind", ["xml", "json"])
def test_schedule_query_counts(
    client: Client, django_assert_num_queries: Asserter, rows: int, kind: str
) -> None:
    edition = full_edition(rows)
    with django_assert_num_queries(6):
        client.get(f"/{edition.slug}/schedule.{kind}")
