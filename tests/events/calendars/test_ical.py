"""The calendar of the deadlines, read by a program that is not the one that writes it."""

from datetime import UTC, date, datetime, timedelta

import ics
import pytest
from django.test import Client
from icalendar import Calendar

from events.calendars import ical
from events.models import Edition, Milestone
from events.moments import Moment
from events.services.milestones import move_milestone
from events.services.moving import Move, move_milestones, undo_move
from events.states import MilestoneKind, Precision
from tests.events.pages import Asserter, Capture, full_edition
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory

AT = datetime(2030, 3, 25, 11, 59, tzinfo=UTC)
SHEET = ical.Sheet(
    "Plazos", "Se actualiza sola.", "es", "https://example.org/a.ics", "https://example.org/a/"
)


def entry(moment: Moment, **fields: object) -> ical.Entry:
    values = {"uid": "a@b", "sequence": 2, "modified": AT, "title": "Entrega, y más; 100 %", "text": "1\n2"}
    return ical.Entry(moment=moment, **{**values, **fields})  # type: ignore[arg-type]


def test_instant_is_an_event_of_one_minute_in_utc() -> None:
    text = ical.calendar(SHEET, [entry(Moment(at=AT))]).decode()
    assert "DTSTART:20300325T115900Z\r\n" in text
    assert "DTEND:20300325T120000Z\r\n" in text
    assert "SEQUENCE:2\r\n" in text
    assert "LAST-MODIFIED:20300325T115900Z\r\n" in text


def test_day_is_an_event_of_the_whole_day() -> None:
    text = ical.calendar(SHEET, [entry(Moment(day=date(2030, 4, 18)))]).decode()
    assert "DTSTART;VALUE=DATE:20300418\r\n" in text
    assert "DTEND;VALUE=DATE:20300419\r\n" in text


def test_unknown_date_is_left_out() -> None:
    assert b"VEVENT" not in ical.calendar(SHEET, [entry(Moment())])


def test_calendar_is_valid_and_says_how_often_to_ask() -> None:
    content = ical.calendar(SHEET, [entry(Moment(at=AT), title="ñ" * 90)])
    text = content.decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL:PT1H\r\n" in text
    assert "SOURCE;VALUE=URI:https://example.org/a.ics\r\n" in text
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    [read] = Calendar.from_ical(content).walk("VEVENT")
    assert read.errors == []
    assert read["summary"] == "ñ" * 90


def test_other_program_reads_the_same() -> None:
    content = ical.calendar(SHEET, [entry(Moment(at=AT)), entry(Moment(day=date(2030, 4, 18)), uid="c@d")])
    events = {event.uid: event for event in ics.Calendar(content.decode()).events}
    assert events["a@b"].begin.datetime == AT
    assert events["a@b"].name == "Entrega, y más; 100 %"
    assert events["a@b"].description == "1\n2"
    assert events["c@d"].all_day


@pytest.fixture
def edition(db: None) -> Edition:
    return EditionFactory(slug="2026", name="Hackathon 2026")


def read(client: Client, address: str = "/2026/plazos.ics") -> dict[str, ics.Event]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {event.uid: event for event in ics.Calendar(response.content.decode()).events}


def sequence(event: ics.Event) -> int:
    return int(next(line.value for line in event.extra if line.name == "SEQUENCE"))


def test_calendar_names_the_deadline_its_hours_and_what_it_was(client: Client, edition: Edition) -> None:
    delivery = MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY, at=AT)
    move_milestone(delivery, to=Moment(at=AT + timedelta(days=2)), by=None)
    [event] = read(client).values()
    assert event.uid == "plazo-2026-delivery@somosnlp"
    assert event.name == "Entrega de proyectos · Hackathon 2026"
    assert "23:59 AoE del 26 de marzo" in event.description
    assert "23:59 AoE del 24 de marzo" in event.description
    assert "/2026/#plazos" in event.url


def test_calendar_speaks_the_language_of_its_address(client: Client, edition: Edition) -> None:
    MilestoneFactory(edition=edition, kind=MilestoneKind.CHALLENGE, label_es="Reto", label_en="Challenge")
    assert [event.name for event in read(client, "/en/2026/plazos.ics").values()] == [
        "Challenge · Hackathon 2026"
    ]


def test_calendar_sequence_grows_with_every_move_and_undoing(
    client: Client, edition: Edition, django_capture_on_commit_callbacks: Capture
) -> None:
    delivery: Milestone = MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY, at=AT)
    organiser = UserFactory(is_staff=True)
    seen = [sequence(*read(client).values())]
    with django_capture_on_commit_callbacks(execute=True):
        moves = [Move(delivery.pk, delivery.moment, Moment(at=AT + timedelta(days=2)))]
        notice = move_milestones(edition, moves, reason="", by=organiser)
    [moved] = read(client).values()
    seen.append(sequence(moved))
    with django_capture_on_commit_callbacks(execute=True):
        undo_move(notice, by=organiser)
    [undone] = read(client).values()
    seen.append(sequence(undone))

    assert seen == [0, 1, 2]
    assert (moved.begin.datetime, undone.begin.datetime) == (AT + timedelta(days=2), AT)
    assert moved.uid == undone.uid
    assert moved.last_modified <= undone.last_modified


def test_calendar_is_kept_and_answers_304(
    client: Client, edition: Edition, django_assert_num_queries: Asserter
) -> None:
    MilestoneFactory(edition=edition, precision=Precision.INSTANT)
    etag = client.get("/2026/plazos.ics")["ETag"]
    with django_assert_num_queries(0):
        again = client.get("/2026/plazos.ics", headers={"if-none-match": etag})
    assert again.status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_calendar_query_counts(client: Client, django_assert_num_queries: Asserter, rows: int) -> None:
    edition = full_edition(rows)
    with django_assert_num_queries(4):
        client.get(f"/{edition.slug}/plazos.ics")


def test_calendar_of_an_edition_in_preparation_is_hidden(client: Client, db: None) -> None:
    EditionFactory(slug="2031", is_published=False)
    assert client.get("/2031/plazos.ics").status_code == 404
