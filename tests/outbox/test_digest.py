"""The weekly digest: on the chosen day, in the morning of the organiser, once, and only for organisers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registrations.models import Registration
from somosnlp.accounts.models import User
from somosnlp.outbox.digest import choose_day, send_digests
from somosnlp.outbox.models import DigestPreference, OutgoingEmail
from tests.factories.events import EditionFactory
from tests.factories.organisers import OrganiserApplicationFactory
from tests.factories.outbox import OutgoingEmailFactory
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/outbox/digestpreference/"
WEDNESDAY = datetime(2026, 4, 8, 13, tzinfo=UTC)  # eight in the morning in Bogotá


@pytest.fixture
def organiser() -> User:
    return User.objects.create_superuser("yo@example.org", time_zone="America/Bogota")


def test_digest_comes_on_the_day_in_the_morning_and_once(organiser: User) -> None:
    choose_day(organiser.pk, 2)
    assert send_digests(WEDNESDAY - timedelta(minutes=1)) == 0
    assert send_digests(WEDNESDAY - timedelta(days=1)) == 0
    assert [send_digests(WEDNESDAY), send_digests(WEDNESDAY + timedelta(hours=2))] == [1, 0]
    assert send_digests(WEDNESDAY + timedelta(days=7)) == 1


def test_changing_the_day_does_not_bring_a_second_one_that_week(organiser: User) -> None:
    choose_day(organiser.pk, 2)
    send_digests(WEDNESDAY)
    choose_day(organiser.pk, 3)
    assert send_digests(WEDNESDAY + timedelta(days=1)) == 0


@pytest.mark.parametrize("change", [{"is_staff": False}, {"is_active": False}])
def test_who_is_no_organiser_any_more_gets_none(organiser: User, change: dict[str, bool]) -> None:
    choose_day(organiser.pk, 2)
    User.objects.filter(pk=organiser.pk).update(**change)
    assert send_digests(WEDNESDAY) == 0


def test_never_is_never(organiser: User) -> None:
    choose_day(organiser.pk, 2)
    choose_day(organiser.pk, None)
    assert send_digests(WEDNESDAY) == 0


def test_digest_says_what_waits_what_failed_and_who_is_stuck(organiser: User) -> None:
    edition = EditionFactory(ends_on=timezone.now().date() + timedelta(days=9))
    OrganiserApplicationFactory(submitted_at=timezone.now() - timedelta(days=9))
    stuck = RegistrationFactory(edition=edition, begun=True)
    Registration.objects.filter(pk=stuck.pk).update(created_at=timezone.now() - timedelta(days=3))
    OutgoingEmailFactory(failed=True)
    choose_day(organiser.pk, 2)
    send_digests(WEDNESDAY)
    body = OutgoingEmail.objects.get(template="outbox/mail/digest").body_text
    assert "1 por revisar (la más antigua espera 9 días)" in body
    assert f"{edition.name}: 1 inscripción a medias" in body
    assert "1 correo falló esta semana" in body
    assert "http://127.0.0.1:8000/admin/" in body


def test_digest_with_nothing_to_say_says_so(organiser: User) -> None:
    choose_day(organiser.pk, 2)
    send_digests(WEDNESDAY)
    assert "No hay nada pendiente" in OutgoingEmail.objects.get().body_text


def test_organiser_chooses_the_own_day_and_sees_what_it_says(organiser: User, client: Client) -> None:
    client.force_login(organiser)
    OutgoingEmailFactory(failed=True)
    assert "1 correo falló" in client.get(PAGE).content.decode()
    client.post(PAGE, {"weekday": "4"})
    assert DigestPreference.objects.get().weekday == 4
    client.post(PAGE, {"weekday": "9"})
    assert not DigestPreference.objects.exists()


def test_page_is_for_organisers(client: Client) -> None:
    client.force_login(User.objects.create_user("x@example.org"))
    assert client.get(PAGE).status_code == 302


TOPICS = "/correos/temas/"


def test_who_reviews_chooses_the_day_beside_the_topics(organiser: User, client: Client) -> None:
    client.force_login(organiser)
    assert "a las 08:00 (hora de Bogotá)" in client.get(TOPICS).content.decode()
    page = client.post(TOPICS, {"weekday": "2"}, follow=True).content.decode()
    assert "Anotado: cada miércoles a las 08:00 (hora de Bogotá)." in page
    assert '<option value="2" selected>' in page
    assert send_digests(WEDNESDAY) == 1
    assert "no te enviaremos el resumen" in client.post(TOPICS, {"weekday": ""}, follow=True).content.decode()
    assert not DigestPreference.objects.exists()


@pytest.mark.parametrize("day", ["7", "-1", "x", "²"])
def test_a_day_that_is_none_changes_nothing(organiser: User, client: Client, day: str) -> None:
    client.force_login(organiser)
    assert client.post(TOPICS, {"weekday": day}).status_code == 404
    assert not DigestPreference.objects.exists()


def test_who_does_not_review_is_offered_no_day(client: Client) -> None:
    client.force_login(User.objects.create_user("x@example.org"))
    assert "weekday" not in client.get(TOPICS).content.decode()
    assert client.post(TOPICS, {"weekday": "2"}).status_code == 404
    assert not DigestPreference.objects.exists()


@pytest.mark.parametrize(
    ("zone", "before", "at"),
    [
        # The clock changes that very morning: eight is an hour earlier, or later, than a week ago.
        ("Europe/Madrid", "2027-03-28T05:59Z", "2027-03-28T06:00Z"),
        ("America/Santiago", "2027-04-04T11:59Z", "2027-04-04T12:00Z"),
        ("Australia/Lord_Howe", "2027-10-02T20:59Z", "2027-10-02T21:00Z"),
    ],
)
def test_eight_is_eight_where_the_person_lives_whatever_the_clocks_do(
    organiser: User, zone: str, before: str, at: str
) -> None:
    User.objects.filter(pk=organiser.pk).update(time_zone=zone)
    choose_day(organiser.pk, 6)
    assert send_digests(datetime.fromisoformat(before)) == 0
    assert send_digests(datetime.fromisoformat(at)) == 1
