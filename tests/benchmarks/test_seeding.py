"""The crowd of the bench: so many people as were asked for, as the pages expect them."""

import pytest
from django.db import connection
from django.test import Client

from benchmarks import seeding
from benchmarks.rows import ROWS
from events.models import Attendance, Edition, KeynoteProposal, SessionPerson
from events.states import CallKind
from registrations.models import Membership, Registration, Team, TeamProfile
from registrations.states import Status
from somosnlp.accounts.models import User
from somosnlp.accounts.search import matching
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.models import Review, Score
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, SessionFactory
from tests.factories.registrations import RegistrationFactory

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


def test_teams_and_people_are_in_the_finder(client: Client) -> None:
    person = RegistrationFactory(
        user=UserFactory(email=seeding.PARTICIPANT), edition=Edition.objects.get(slug=seeding.EDITION)
    ).user
    connection.ensure_connection()
    seeding.seed_people(connection.connection, 200)
    seeding.seed_registrations(connection.connection)
    seeding.seed_teams(connection.connection, 20, 30)

    assert [team.members for team in Team.objects.looking()] == [3] * 20
    assert Membership.objects.filter(is_captain=True).count() == 20
    assert TeamProfile.objects.listed().count() == 30 + 1
    client.force_login(person)
    for row in ROWS:
        if row.name.startswith("finder"):
            assert client.get(row.path).content.count(b"finder-fit") >= 20, row.name


def test_programme_has_so_many_sessions_with_somebody_who_speaks() -> None:
    edition = Edition.objects.get(slug=seeding.EDITION)
    SessionFactory.create_batch(3, edition=edition)
    connection.ensure_connection()
    seeding.seed_programme(connection.connection, 20)

    assert edition.sessions.published().count() == 20
    assert SessionPerson.objects.count() == 17


def test_participant_goes_to_sessions() -> None:
    edition = Edition.objects.get(slug=seeding.EDITION)
    UserFactory(email=seeding.PARTICIPANT)
    SessionFactory.create_batch(5, edition=edition)
    connection.ensure_connection()
    seeding.seed_attendances(connection.connection, 3)

    assert Attendance.objects.filter(session__edition=edition, status="going").count() == 3


def test_proposals_have_three_reviews_with_two_scores_each() -> None:
    call = CallFactory(edition=Edition.objects.get(slug=seeding.EDITION), kind=CallKind.KEYNOTE)
    connection.ensure_connection()
    seeding.seed_people(connection.connection, 60)
    seeding.seed_proposals(connection.connection, 40)

    assert KeynoteProposal.objects.filter(status="submitted").count() == 40
    assert Review.objects.count() == 40 * 3
    assert Score.objects.count() == 40 * 3 * 2
    call.refresh_from_db()
    assert call.review_round
    assert call.review_round.uses_scores


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
