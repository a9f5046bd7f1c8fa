"""A person's own calendar: what is in it, who may read it, and what it costs when nothing changed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from events.models import CalendarFeed, Edition, Person, Session
from events.services.calendars import close_feed, feed_token, find_feed, open_feed, renew_feed
from events.states import AttendanceStatus, MilestoneKind, Precision, SessionStatus
from somosnlp.accounts.models import User
from somosnlp.review.states import Status
from tests.events.pages import Asserter, read
from tests.factories.accounts import UserFactory
from tests.factories.calendars import AttendanceFactory, CalendarFeedFactory
from tests.factories.events import EditionFactory, MilestoneFactory, SessionFactory, SessionPersonFactory
from tests.factories.proposals import KeynoteProposalFactory
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db

ROOM = "https://discord.example.org/sala"
PAGE = "/cuenta/calendario/"


@pytest.fixture
def person() -> User:
    return UserFactory(time_zone="America/Bogota")


@pytest.fixture
def edition() -> Edition:
    return EditionFactory(slug="2026", name="Hackathon 2026")


def address(person: User) -> str:
    return reverse("personal-ics", args=[feed_token(open_feed(by=person))])


def events(client: Client, person: User) -> dict[str, Any]:
    response = client.get(address(person))
    assert response.status_code == 200
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def uid(session: Session) -> str:
    return f"sesion-{session.pk}@somosnlp"


def test_calendar_has_the_sessions_signed_up_for_with_their_rooms(
    client: Client, person: User, edition: Edition
) -> None:
    going = AttendanceFactory(user=person, session__edition=edition, session__room_url=ROOM).session
    for status in (AttendanceStatus.WAITING, AttendanceStatus.CANCELLED, AttendanceStatus.PENDING):
        AttendanceFactory(user=person, session__edition=edition, status=status)
    AttendanceFactory(session__edition=edition)
    found = events(client, person)
    assert list(found) == [uid(going)]
    event = found[uid(going)]
    assert (event["location"], event["conference"], event["transp"]) == (ROOM, ROOM, "OPAQUE")


def test_calendar_has_the_talks_of_who_speaks_once(client: Client, person: User, edition: Edition) -> None:
    credited = SessionFactory(edition=edition)
    SessionPersonFactory(session=credited, person__user=person)
    proposed = SessionFactory(edition=edition)
    KeynoteProposalFactory(edition=edition, submitted_by=person, session=proposed)
    AttendanceFactory(user=person, session=credited)
    private = SessionFactory(edition=edition, is_published=False)
    SessionPersonFactory(session=private, person=Person.objects.get(user=person))
    assert set(events(client, person)) == {uid(credited), uid(proposed)}


def test_calendar_has_the_dates_of_editions_one_takes_part_in(
    client: Client, person: User, edition: Edition
) -> None:
    MilestoneFactory(edition=edition, kind=MilestoneKind.TEAMS)
    MilestoneFactory(edition=edition, kind=MilestoneKind.SPONSORS)
    MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY, precision=Precision.UNKNOWN, at=None)
    other = EditionFactory(slug="2027")
    MilestoneFactory(edition=other, kind=MilestoneKind.TEAMS)
    RegistrationFactory(user=person, edition=edition)
    RegistrationFactory(user=person, edition=other, status="cancelled", cancelled_at=timezone.now())
    [event] = events(client, person).values()
    assert event["uid"] == "plazo-2026-teams@somosnlp"
    assert "hora de Bogotá" in event["description"]


def test_calendar_has_the_deadline_of_what_is_not_sent_yet(
    client: Client, person: User, edition: Edition
) -> None:
    MilestoneFactory(edition=edition, kind=MilestoneKind.KEYNOTES)
    MilestoneFactory(edition=edition, kind=MilestoneKind.MENTORSHIPS)
    KeynoteProposalFactory(edition=edition, submitted_by=person, status=Status.DRAFT)
    assert list(events(client, person)) == ["plazo-2026-keynotes@somosnlp"]


def test_cancelled_session_is_told_and_takes_no_time(client: Client, person: User, edition: Edition) -> None:
    session = AttendanceFactory(user=person, session__edition=edition).session
    Session.objects.filter(pk=session.pk).update(status=SessionStatus.CANCELLED)
    [event] = events(client, person).values()
    assert (event["status"], event["transp"], event["sequence"]) == ("CANCELLED", "TRANSPARENT", 1)


def test_nothing_is_rendered_for_who_has_it(
    client: Client, person: User, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = AttendanceFactory(user=person, session__edition=edition).session
    first = client.get(address(person))
    monkeypatch.setattr("events.views.calendars.personal_file", pytest.fail)
    again = client.get(address(person), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in again["Cache-Control"]
    assert again["X-Robots-Tag"] == "noindex"
    monkeypatch.undo()
    Session.objects.filter(pk=session.pk).update(room_url=ROOM)
    assert client.get(address(person), headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_calendar_query_counts(
    client: Client, person: User, edition: Edition, django_assert_num_queries: Asserter, rows: int
) -> None:
    RegistrationFactory(user=person, edition=edition)
    MilestoneFactory(edition=edition, kind=MilestoneKind.TEAMS)
    for _row in range(rows):
        session = AttendanceFactory(user=person, session__edition=edition).session
        SessionPersonFactory(session=session)
    path = address(person)
    client.get(path)
    with django_assert_num_queries(6):
        client.get(path)


def test_changed_or_closed_address_stops_at_once(client: Client, person: User) -> None:
    old = address(person)
    assert client.get(old).status_code == 200
    assert renew_feed(by=person, seen=old.split("/")[-1].removesuffix(".ics"))
    assert client.get(old).status_code == 404
    new = address(person)
    assert client.get(new).status_code == 200
    assert close_feed(by=person)
    assert client.get(new).status_code == 404


def test_calendar_of_another_language_or_person_is_another(client: Client, person: User) -> None:
    """Even while nothing is in it: what a program has of the one is not told to be the other."""
    first = client.get(address(person))
    for path in (f"/en{address(person)}", f"/pt-br{address(person)}"):
        other = client.get(path, headers={"if-none-match": first["ETag"]})
        assert (other.status_code, other["ETag"] != first["ETag"]) == (200, True)
    AttendanceFactory(user=person)
    mine, others = client.get(address(person)), client.get(address(UserFactory()))
    assert b"BEGIN:VEVENT" in mine.content
    assert b"BEGIN:VEVENT" not in others.content
    assert "private" in mine["Cache-Control"]


def test_forged_and_foreign_tokens_open_nothing(client: Client, person: User) -> None:
    feed, other = open_feed(by=person), CalendarFeedFactory()
    token = feed_token(feed)
    body, signature = token.rsplit(".", 1)
    for forged in (body, f"{body}.{signature[:-1]}x", f"{other.pk}-{feed.nonce}.{signature}", "ñ", "1-2-3.x"):
        assert find_feed(forged) is None, forged
        assert client.get(f"/calendario/{forged}.ics").status_code == 404
    assert find_feed(token) == feed
    assert not renew_feed(by=other.user, seen=token)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert find_feed(token) is None


def test_page_makes_one_address_and_shows_the_same_every_time(client: Client, person: User) -> None:
    client.force_login(person)
    assert "Crear mi calendario" in read(client, PAGE)
    assert not CalendarFeed.objects.exists()
    for _click in range(2):
        assert client.post(PAGE, {"deed": "open"}).status_code == 302
    feed = CalendarFeed.objects.get()
    page = read(client, PAGE)
    assert f"/calendario/{feed_token(feed)}.ics" in page
    assert "webcal:" in page
    assert "calendar.google.com" in page
    assert page.count(feed_token(feed)) == read(client, PAGE).count(feed_token(feed))


def test_second_click_on_change_does_not_change_again(client: Client, person: User) -> None:
    client.force_login(person)
    seen = feed_token(open_feed(by=person))
    for _click in range(2):
        client.post(PAGE, {"deed": "renew", "address": seen})
        nonce = CalendarFeed.objects.get().nonce
    assert feed_token(CalendarFeed.objects.get()) != seen
    client.post(PAGE, {"deed": "renew", "address": seen})
    assert CalendarFeed.objects.get().nonce == nonce


def test_page_lists_what_is_inside(client: Client, person: User, edition: Edition) -> None:
    AttendanceFactory(user=person, session__edition=edition, session__title="<b>Evaluar</b>")
    client.force_login(person)
    page = read(client, PAGE)
    assert "Te apuntaste" in page
    assert "&lt;b&gt;Evaluar&lt;/b&gt;" in page
