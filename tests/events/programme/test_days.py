"""The programme, its sessions and speakers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Session
from events.programme.days import OFFERED, Day, by_day, next_midnight, offered_zones, soon_at, split_past
from somosnlp.accounts.models import User
from somosnlp.ui.zones import is_known_zone
from tests.events.pages import Asserter, full_edition, read
from tests.factories import events as make

ELENA = "IA y Modelos del Lenguaje, Retos y Oportunidades"


def slot(page: str, title: str) -> str:
    """The `<li>` of the session `title`."""
    return next(part for part in page.split('<li class="slot') if title in part)


@pytest.mark.usefixtures("real_editions")
def test_programme_of_2024_in_bogota(client: Client) -> None:
    page = read(client, "/2024/programa/?tz=America/Bogota")
    assert "12:00" in slot(page, ELENA)
    assert "Elena González-Blanco" in slot(page, ELENA)
    assert "watch?v=JzpvHRrqtSU" in slot(page, ELENA)
    assert "hora de Bogotá" in page
    assert "Jueves 7 de marzo de 2024" in page


@pytest.mark.usefixtures("real_editions")
def test_programme_without_zone_is_in_the_editions(client: Client) -> None:
    page = read(client, "/2024/programa/")
    assert "18:00" in slot(page, ELENA)
    assert 'datetime="2024-03-07T17:00:00Z"' in slot(page, ELENA)
    assert "hora de Madrid" in page


@pytest.mark.usefixtures("real_editions")
def test_programme_ends_with_what_has_no_date(client: Client) -> None:
    last = read(client, "/2024/programa/").split('class="subscribe"')[0].rsplit("<section", 2)[1]
    assert "Fecha no consta" in last
    assert "Taller de MonsterAPI" in last


@pytest.mark.usefixtures("real_editions")
def test_programme_shows_a_day_without_inventing_its_hour(client: Client) -> None:
    page = read(client, "/2024/programa/")
    assert "Jueves 11 de abril de 2024" in page
    assert "<time" not in slot(page, "Presentaciones de proyectos").split("</p>", 1)[0]


@pytest.mark.usefixtures("real_editions")
def test_programme_says_when_a_session_was_before_it_moved(client: Client) -> None:
    assert "martes 19 de marzo de 2024, 17:00" in slot(read(client, "/2024/programa/"), "Empatía y Emociones")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "zone", ["Europa/Madriz", "../etc/passwd", "<script>", "a" * 5000, "America/Bogota\x00"]
)
def test_programme_with_an_unknown_zone_says_so(client: Client, zone: str) -> None:
    edition = make.EditionFactory()
    response = client.get(f"/{edition.slug}/programa/", {"tz": zone})
    assert response.status_code == 200
    assert "No conocemos la zona" in response.content.decode()
    assert "<script>»" not in response.content.decode()


@pytest.mark.django_db
def test_programme_of_a_person_is_in_their_zone(client: Client) -> None:
    session = make.SessionFactory()
    user = User.objects.create_user(email="ada@example.org", time_zone="Asia/Tokyo")
    client.force_login(user)
    assert "01:00" in slot(read(client, f"/{session.edition.slug}/programa/"), session.title)


@pytest.mark.django_db
def test_programme_without_sessions_suggests_other_editions(client: Client) -> None:
    edition = make.EditionFactory()
    assert "El programa se publica pronto" in read(client, f"/{edition.slug}/programa/")


@pytest.mark.django_db
def test_programme_hides_what_is_not_published(client: Client) -> None:
    session = make.SessionFactory(is_published=False)
    assert session.title not in read(client, f"/{session.edition.slug}/programa/")
    assert client.get(f"/{session.edition.slug}/programa/{session.slug}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_programme_query_counts(client: Client, django_assert_num_queries: Asserter, rows: int) -> None:
    edition = full_edition(rows)
    with django_assert_num_queries(3):
        read(client, f"/{edition.slug}/programa/?tz=UTC")
    with django_assert_num_queries(2):
        read(client, f"/{edition.slug}/programa/")
    with django_assert_num_queries(0):
        read(client, f"/{edition.slug}/programa/")


@pytest.mark.django_db
def test_session_page_has_time_people_and_recording(client: Client) -> None:
    seat = make.SessionPersonFactory(session__video="riM3pgV4m_I", session__level=2)
    edition = seat.session.edition
    page = read(client, f"/{edition.slug}/programa/{seat.session.slug}/")
    assert seat.person.name in page
    assert "watch?v=riM3pgV4m_I" in page
    assert "miércoles 13 de marzo de 2024, 17:00 (hora de Madrid)" in page
    assert "Básico" in page


@pytest.mark.django_db
def test_speaker_page_lists_their_sessions(client: Client) -> None:
    seat = make.SessionPersonFactory()
    edition = seat.session.edition
    make.EditionPersonFactory(edition=edition, person=seat.person, occupation="Lingüista @Casa")
    page = read(client, f"/{edition.slug}/ponentes/{seat.person.slug}/")
    assert seat.session.title in page
    assert "Lingüista @Casa" in page


@pytest.mark.django_db
def test_speaker_of_another_edition_is_not_found(client: Client) -> None:
    seat, other = make.SessionPersonFactory(), make.EditionFactory()
    assert client.get(f"/{other.slug}/ponentes/{seat.person.slug}/").status_code == 404


def test_by_day_follows_the_zone_and_puts_unknown_dates_last() -> None:
    late = Session(pk=1, starts_at=datetime(2024, 3, 7, 23, 30, tzinfo=UTC))
    only_day = Session(pk=2, day=date(2024, 3, 7))
    unknown = Session(pk=3)
    madrid = by_day([unknown, only_day, late], "Europe/Madrid")
    assert [day.day for day in madrid] == [date(2024, 3, 7), date(2024, 3, 8), None]
    bogota = by_day([unknown, only_day, late], "America/Bogota")
    assert [(day.day, day.sessions) for day in bogota] == [
        (date(2024, 3, 7), [late, only_day]),
        (None, [unknown]),
    ]


def test_days_before_today_are_past_while_something_is_to_come() -> None:
    yesterday, today, unknown = (Day(day, []) for day in (date(2027, 4, 10), date(2027, 4, 11), None))
    now = datetime(2027, 4, 11, 3, 0, tzinfo=UTC)  # still the 10th in Bogotá
    days = [yesterday, today, unknown]
    assert split_past(days, now, "Europe/Madrid") == ([yesterday], [today, unknown])
    assert split_past(days, now, "America/Bogota") == ([], days)
    assert split_past([yesterday, unknown], now, "Europe/Madrid") == ([], [yesterday, unknown])


@pytest.mark.parametrize(
    ("zone", "now", "midnight"),
    [
        ("UTC", "2027-04-11T23:59:59Z", "2027-04-12T00:00Z"),
        ("America/Bogota", "2027-04-11T04:59Z", "2027-04-11T05:00Z"),
        ("Asia/Kathmandu", "2027-04-11T00:00Z", "2027-04-11T18:15Z"),
        # A day of 25 hours, and a midnight that does not happen: clocks go from 0:00 to 1:00.
        ("Europe/Madrid", "2027-10-30T22:30Z", "2027-10-31T23:00Z"),
        ("America/Havana", "2027-03-14T04:30Z", "2027-03-14T05:00Z"),
    ],
)
def test_tomorrow_begins_at_midnight_of_the_zone(zone: str, now: str, midnight: str) -> None:
    assert next_midnight(datetime.fromisoformat(now), zone) == datetime.fromisoformat(midnight)


def test_soon_is_what_goes_on_and_what_begins_next() -> None:
    now = timezone.now()
    begun = Session(pk=1, starts_at=now - timedelta(minutes=29), minutes=30)
    over = Session(pk=2, starts_at=now - timedelta(minutes=30), minutes=30)
    off = Session(pk=4, starts_at=now + timedelta(minutes=1), status="cancelled")
    first, same = (Session(pk=pk, starts_at=now + timedelta(minutes=5)) for pk in (5, 6))
    later = Session(pk=7, starts_at=now + timedelta(minutes=6))
    soon = soon_at([begun, over, Session(pk=3), off, first, same, later], now)
    assert (soon.live, soon.following) == ([begun], [first, same])


def test_offered_zones_exist_and_hold_the_chosen_one() -> None:
    assert all(is_known_zone(zone) for zone in OFFERED)
    assert ("Asia/Tokyo", "Tokyo") in offered_zones("Asia/Tokyo")
