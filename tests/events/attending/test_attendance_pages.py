"""The pages of «me apunto»: button, form, and the link of every mail."""

import re

import pytest
from django.test import Client

from events.attending.links import make_token
from events.models import Attendance, Session
from events.services import attendance as services
from events.states import AttendanceStatus
from somosnlp.outbox.models import OutgoingEmail
from tests.events.pages import Asserter, Capture, read
from tests.factories.accounts import UserFactory
from tests.factories.attendance import AttendanceFactory, coming_session
from tests.factories.events import in_days

pytestmark = pytest.mark.django_db


def page_of(session: Session, end: str = "") -> str:
    return f"/{session.edition.slug}/programa/{session.slug}/{end}"


def link_of(row: Attendance) -> str:
    return f"/programa/lugar/{make_token(row)}/"


def test_by_an_address_alone_from_the_form_to_the_seat(client: Client) -> None:
    session = coming_session()
    assert "apuntarme/" in read(client, page_of(session))
    assert "csrfmiddlewaretoken" not in read(client, page_of(session))  # the page stays everybody's
    data = {"email": "Ana@example.org", "time_zone": "America/Lima"}
    response = client.post(page_of(session, "apuntarme/"), data, follow=True)
    assert "Te enviamos un correo a ana@example.org" in response.content.decode()
    row = Attendance.objects.get()
    assert (row.status, row.time_zone, row.language) == ("pending", "America/Lima", "es")
    found = re.search(r"/programa/lugar/[^/\s]+/", OutgoingEmail.objects.get().body_text)
    assert found
    link = found[0]
    assert "¿Te apuntas?" in read(client, link)
    assert Attendance.objects.get().status == "pending"  # opening a link does nothing
    assert "Vas a esta sesión" in client.post(link, {"do": "join"}, follow=True).content.decode()
    assert "Vas a esta sesión" in read(client, link)
    assert "Ya no vas" in client.post(link, {"do": "leave"}, follow=True).content.decode()
    assert "Sí, me apunto" in read(client, link)
    assert Session.objects.get().seats_taken == 0


def test_page_of_a_link_offers_the_calendars(client: Client) -> None:
    page = read(client, link_of(AttendanceFactory()))
    assert "calendar.google.com/calendar/render" in page
    assert "outlook.live.com" in page
    assert 'content="noindex"' in page


def test_answer_is_the_same_for_known_and_unknown_addresses(client: Client) -> None:
    session = coming_session()
    person = UserFactory(email="conocida@example.org")
    services.join(session, by=person)
    answers = set()
    for name in ("conocida", "desconocida"):
        response = Client().post(
            page_of(session, "apuntarme/"), {"email": f"{name}@example.org"}, follow=True
        )
        answers.add(response.content.decode().replace(name, "…"))
    assert len(answers) == 1
    assert OutgoingEmail.objects.filter(to="conocida@example.org").count() == 2


@pytest.mark.parametrize(
    "email", ["", "nada", "a@b", "a@example.org\nBcc: b@example.org", "ñ" * 300 + "@x.org"]
)
def test_a_bad_address_is_said_beside_the_field_and_kept(client: Client, email: str) -> None:
    session = coming_session()
    response = client.post(page_of(session, "apuntarme/"), {"email": email})
    assert response.status_code == 422
    assert "id_email_error" in response.content.decode()
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("zone", ["Marte/Olympus", "AoE", "../etc", ""])
def test_a_zone_nobody_knows_counts_as_none(client: Client, zone: str) -> None:
    session = coming_session()
    client.post(page_of(session, "apuntarme/"), {"email": "ana@example.org", "time_zone": zone})
    assert Attendance.objects.get().time_zone == ""


def test_many_addresses_from_one_place_are_stopped(client: Client) -> None:
    session = coming_session()
    codes = [
        client.post(page_of(session, "apuntarme/"), {"email": "ana@example.org"}).status_code
        for _ in range(6)
    ]
    assert codes == [302] * 5 + [429]


def test_language_of_the_page_is_that_of_the_mails(client: Client) -> None:
    session = coming_session()
    client.post("/pt-br" + page_of(session, "apuntarme/"), {"email": "ana@example.org"})
    assert Attendance.objects.get().language == "pt-br"
    assert "/pt-br/programa/lugar/" in OutgoingEmail.objects.get().body_text


def test_with_an_account_it_is_one_button_and_one_to_leave(client: Client) -> None:
    session, person = coming_session(), UserFactory()
    client.force_login(person)
    assert f'action="{page_of(session, "apuntarme/")}"' in read(client, page_of(session))
    page = client.post(page_of(session, "apuntarme/"), follow=True).content.decode()
    assert "¡Te esperamos!" in page
    assert "Vas a esta sesión" in page
    client.post(page_of(session, "ya-no-voy/"))
    assert Attendance.objects.get().status == AttendanceStatus.CANCELLED


def test_without_seats_left_the_page_offers_the_queue(client: Client) -> None:
    session = coming_session(seats=1)
    services.join(session, by=UserFactory())
    assert "No quedan plazas" in read(client, page_of(session))
    client.force_login(UserFactory())
    page = client.post(page_of(session, "apuntarme/"), follow=True).content.decode()
    assert "lista de espera" in page
    assert "Salir de la lista" in page


def test_kept_page_forgets_the_seats_it_showed(
    client: Client, django_capture_on_commit_callbacks: Capture
) -> None:
    session = coming_session(seats=2)
    assert "Quedan 2 plazas" in read(client, page_of(session))
    with django_capture_on_commit_callbacks(execute=True):
        services.join(session, by=UserFactory())
    assert "Queda 1 plaza" in read(client, page_of(session))


@pytest.mark.parametrize("fields", [{"starts_at": in_days(-1)}, {"status": "cancelled"}])
def test_what_is_over_or_cancelled_takes_nobody(client: Client, fields: dict[str, object]) -> None:
    session = coming_session(**fields)
    row = AttendanceFactory(session=session, status=AttendanceStatus.PENDING, joined_at=None)
    assert "Me apunto" not in read(client, page_of(session))
    assert '<form method="post"' not in read(client, page_of(session, "apuntarme/"))
    client.post(page_of(session, "apuntarme/"), {"email": "ana@example.org"})
    client.post(link_of(row), {"do": "join"})
    assert "<button" not in read(client, link_of(row)).split("<h1>")[1].split("</main>")[0]
    assert not Attendance.objects.exclude(pk=row.pk).exists()
    assert not OutgoingEmail.objects.exists()


def test_room_is_shown_to_who_comes_and_to_everybody_an_hour_before(client: Client) -> None:
    room = "https://discord.example.org/sala"
    far, near = coming_session(room_url=room), coming_session(room_url=room, starts_at=in_days(1 / 25))
    over = coming_session(room_url=room, starts_at=in_days(-1))
    assert room not in read(client, page_of(far))
    assert room in read(client, page_of(near))
    assert room not in read(client, page_of(over))
    person = UserFactory()
    services.join(far, by=person)
    client.force_login(person)
    assert room in read(client, page_of(far))


def test_links_that_are_not_ours_are_not_found(client: Client) -> None:
    row = AttendanceFactory(session=coming_session(is_published=False))
    assert client.get("/programa/lugar/1:false/").status_code == 404
    assert client.get(link_of(row)).status_code == 404
    assert client.post(page_of(row.session, "apuntarme/"), {"email": "a@example.org"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_programme_of_a_person_marks_what_they_come_to(
    client: Client, django_assert_num_queries: Asserter, rows: int
) -> None:
    person = UserFactory()
    edition = coming_session().edition
    for _ in range(rows):
        services.join(coming_session(edition=edition, seats=1), by=person)
    full = coming_session(edition=edition, seats=1)
    services.join(full, by=UserFactory())
    services.join(full, by=person)
    client.force_login(person)
    read(client, f"/{edition.slug}/programa/")  # what is kept of the edition is read once
    with django_assert_num_queries(5):
        page = read(client, f"/{edition.slug}/programa/")
    assert page.count("Vas</b>") == rows
    assert page.count("En lista de espera</b>") == 1
    assert "Vas</b>" not in read(Client(), f"/{edition.slug}/programa/")
