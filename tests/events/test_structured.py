"""What search engines read: Events of schema.org, with what is known and nothing else."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from events.models import Edition
from events.structured import edition_event, session_event
from tests.events.pages import read
from tests.factories import events as make

BASE = "http://127.0.0.1:8000"
#: https://schema.org/Event and Google's «Event structured data»: what an event must say, and in which form.
NEEDED = {"@context", "@type", "name", "startDate", "location", "organizer", "eventStatus", "image", "url"}
KNOWN = NEEDED | {
    *("@id", "description", "endDate", "eventAttendanceMode", "inLanguage", "isAccessibleForFree"),
    *("performer", "previousStartDate", "superEvent"),
}
WHEN = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?")


def events(page: str) -> list[dict[str, Any]]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(block) for block in blocks]


def the_event(client: Client, path: str) -> dict[str, Any]:
    [event] = events(read(client, path))
    check(event)
    return event


def check(event: dict[str, Any]) -> None:
    """Hold `event` against the vocabulary: names, kinds of values, absolute addresses."""
    assert NEEDED <= set(event) <= KNOWN
    assert event["@context"] == "https://schema.org"
    assert event["@type"] == "Event"
    for name in ("startDate", "endDate", "previousStartDate"):
        assert name not in event or WHEN.fullmatch(event[name])
    assert event.get("endDate", "9") > event["startDate"] or len(event["startDate"]) == 10
    assert event["isAccessibleForFree"] is True
    assert event["eventStatus"].startswith("https://schema.org/Event")
    assert {"@type", "name", "url"} == set(event["organizer"])
    assert all({"@type", "name", "url"} == set(person) for person in event.get("performer", []))
    addresses = [event["url"], event["image"], event["organizer"]["url"]]
    addresses += [person["url"] for person in event.get("performer", [])]
    assert all(address.startswith(f"{BASE}/") for address in addresses)


@pytest.fixture
def edition(db: None) -> Edition:
    return make.EditionFactory(
        slug="2026", starts_on=date(2026, 5, 4), ends_on=date(2026, 6, 3), languages=["es", "pt"]
    )


def test_edition_is_an_event_of_whole_days(client: Client, edition: Edition) -> None:
    event = the_event(client, "/2026/")
    assert (event["startDate"], event["endDate"]) == ("2026-05-04", "2026-06-03")
    assert event["name"] == edition.name
    assert event["url"] == f"{BASE}/2026/"
    assert event["inLanguage"] == ["es", "pt"]
    assert event["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert event["location"] == {"@type": "VirtualLocation", "url": f"{BASE}/2026/"}
    assert event["organizer"]["name"] == "SomosNLP"
    assert "performer" not in event


def test_edition_names_those_who_give_its_keynotes_once(client: Client, edition: Edition) -> None:
    person = make.PersonFactory(name="Ángela Ñandú", slug="angela")
    for _ in range(2):
        make.SessionPersonFactory(session=make.SessionFactory(edition=edition, kind="keynote"), person=person)
    make.SessionPersonFactory(session=make.SessionFactory(edition=edition, kind="keynote"), role="host")
    page = f"{BASE}/2026/ponentes/angela/"
    assert the_event(client, "/2026/")["performer"] == [{"@type": "Person", "name": person.name, "url": page}]


def test_edition_speaks_the_language_of_the_page(client: Client, edition: Edition) -> None:
    event = the_event(client, "/en/2026/")
    assert event["url"] == f"{BASE}/en/2026/"
    assert event["image"].startswith(f"{BASE}/en/2026/tarjeta.png?v=")


def test_session_with_its_hour_and_length(client: Client, edition: Edition) -> None:
    session = make.SessionFactory(edition=edition, slug="evaluar", language="en", subtitle="con pruebas")
    make.SessionPersonFactory(session=session, person__name="Ada")
    make.SessionPersonFactory(session=session, role="host", person__name="Bea")
    event = the_event(client, "/2026/programa/evaluar/")
    assert (event["startDate"], event["endDate"]) == ("2024-03-13T16:00:00Z", "2024-03-13T16:30:00Z")
    assert event["inLanguage"] == ["en"]
    assert event["description"] == "con pruebas"
    assert [person["name"] for person in event["performer"]] == ["Ada"]
    assert event["superEvent"] == {"@type": "Event", "@id": f"{BASE}/2026/"}
    assert event["location"]["url"] == f"{BASE}/2026/programa/evaluar/"


def test_session_of_which_nobody_said_how_long_has_no_end(client: Client, edition: Edition) -> None:
    make.SessionFactory(edition=edition, slug="evaluar", minutes=None)
    assert "endDate" not in the_event(client, "/2026/programa/evaluar/")


def test_session_of_which_only_the_day_is_known_has_no_hour(client: Client, edition: Edition) -> None:
    make.SessionFactory(edition=edition, slug="evaluar", day_only=True)
    event = the_event(client, "/2026/programa/evaluar/")
    assert event["startDate"] == "2024-04-11"
    assert "endDate" not in event


def test_session_without_a_date_is_no_event(client: Client, edition: Edition) -> None:
    make.SessionFactory(edition=edition, slug="evaluar", undated=True)
    assert events(read(client, "/2026/programa/evaluar/")) == []


def test_session_that_moved_says_from_when(client: Client, edition: Edition) -> None:
    was = datetime(2024, 3, 12, 16, 0, tzinfo=UTC)
    make.SessionFactory(edition=edition, slug="evaluar", originally_at=was)
    event = the_event(client, "/2026/programa/evaluar/")
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["previousStartDate"] == "2024-03-12T16:00:00Z"


def test_session_was_where_its_recording_is(client: Client, edition: Edition) -> None:
    make.SessionFactory(edition=edition, slug="evaluar", video="abc")
    event = the_event(client, "/2026/programa/evaluar/")
    assert event["location"]["url"] == "https://www.youtube.com/watch?v=abc"


def test_session_with_a_place_is_not_said_to_be_online(client: Client, edition: Edition) -> None:
    make.SessionFactory(edition=edition, slug="evaluar", venue="UPM (Madrid) + YouTube")
    event = the_event(client, "/2026/programa/evaluar/")
    assert event["location"] == "UPM (Madrid) + YouTube"
    assert "eventAttendanceMode" not in event


def test_words_cannot_end_the_block(client: Client, edition: Edition) -> None:
    title = "</script><script>alert(1)</script> & <!--"
    make.SessionFactory(edition=edition, slug="evaluar", title=title)
    page = read(client, "/2026/programa/evaluar/")
    assert "<script>alert" not in page
    assert events(page)[0]["name"] == title


def test_invented_edition_tells_the_world_nothing(client: Client, edition: Edition) -> None:
    Edition.objects.update(slug="demo")
    make.SessionFactory(edition=edition, slug="evaluar")
    assert events(read(client, "/demo/")) == []
    assert events(read(client, "/demo/programa/evaluar/")) == []


@pytest.mark.usefixtures("real_editions")
def test_everything_real_is_a_valid_event_or_none() -> None:
    for edition in Edition.objects.all():
        event = edition_event(edition)
        assert event
        check(event)
        for session in edition.sessions.published():
            event = session_event(session)
            assert bool(event) == session.moment.known
            if event:
                check(event)
