"""Seats as organisers set them."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Attendance, Session
from events.services import attendance as services
from events.states import SessionKind
from somosnlp.outbox.models import OutgoingEmail
from tests.events.test_admin import change_url, posted
from tests.factories.accounts import UserFactory
from tests.factories.attendance import coming_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> Client:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_seats_that_are_added_go_to_who_waits(page: Client) -> None:
    session = coming_session(seats=1, takeaways=["uno, y dos", "tres"])
    people = [UserFactory() for _ in range(3)]
    for person in people:
        services.join(session, by=person)
    data = {**posted(page, change_url(session)), "seats": 2, "takeaways": ["uno, y dos", "tres"]}
    assert page.post(change_url(session), data).status_code == 302
    states = list(Attendance.objects.order_by("pk").values_list("status", flat=True))
    assert states == ["going", "going", "waiting"]
    session.refresh_from_db()
    assert (session.seats_taken, session.takeaways) == (2, ["uno, y dos", "tres"])
    assert OutgoingEmail.objects.latest("pk").to == people[1].email


def test_fewer_seats_than_people_are_refused(page: Client) -> None:
    session = coming_session(seats=2)
    for _ in range(2):
        services.join(session, by=UserFactory())
    response = page.post(change_url(session), {**posted(page, change_url(session)), "seats": 1})
    assert "Ya hay 2 personas apuntadas" in response.content.decode()
    assert Session.objects.get().seats == 2


def test_who_signs_up_while_an_organiser_edits_is_not_lost(page: Client) -> None:
    session = coming_session()
    data = posted(page, change_url(session))
    services.join(session, by=UserFactory())
    assert page.post(change_url(session), {**data, "title": "Otro título"}).status_code == 302
    session.refresh_from_db()
    assert (session.title, session.seats_taken, session.sequence) == ("Otro título", 1, 1)


def test_new_session_is_added_whole(page: Client) -> None:
    edition = coming_session().edition
    url = reverse("admin:events_session_add")
    data = {
        **posted(page, url),
        "edition": edition.pk,
        "kind": SessionKind.TALK.value,
        "title": "Una",
        "slug": "una",
    }
    response = page.post(url, data)
    assert response.status_code == 302, response.context["adminform"].errors
    assert Session.objects.filter(slug="una").exists()
