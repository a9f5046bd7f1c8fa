"""The crowd of the bench: so many people as were asked for, as the pages expect them."""

import pytest
from django.db import connection
from django.test import Client

from benchmarks import seeding
from registrations.models import Registration
from registrations.states import Status
from somosnlp.accounts.models import User
from somosnlp.accounts.search import matching
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editions() -> None:
    for slug in (seeding.EDITION, "2025"):
        EditionFactory(slug=slug)


def test_everybody_is_registered_once_and_found() -> None:
    UserFactory(email=seeding.PARTICIPANT)
    connection.ensure_connection()
    seeding.seed_people(connection.connection, 400)
    seeding.seed_registrations(connection.connection)

    assert Registration.objects.count() == 400
    assert Registration.objects.filter(edition__slug="2025").count() == 40
    assert set(Registration.objects.values_list("status", flat=True)) == set(Status.values)
    assert matching(User.objects.all(), seeding.SEARCHED).count() == 50
    assert OutgoingEmail.objects.filter(to=seeding.PARTICIPANT).count() == seeding.MAILS


def test_drafts_are_of_everybody() -> None:
    connection.ensure_connection()
    seeding.seed_people(connection.connection, 30)
    seeding.seed_drafts(connection.connection)

    assert Registration.objects.filter(status=Status.DRAFT, edition__slug=seeding.EDITION).count() == 30


def test_newcomers_are_signed_in(client: Client) -> None:
    connection.ensure_connection()
    seeding.seed_newcomers(connection.connection, 3)
    cookies = list(seeding.newcomers_sessions())

    client.cookies["sessionid"] = cookies[1]
    page = client.get("/mi-hackathon/")

    assert len(cookies) == 3
    assert str(page.wsgi_request.user) == "newcomer2@example.org"
