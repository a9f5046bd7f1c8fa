"""The forecast as organisers see it, the settings of a rule, and a try to oneself."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from somosnlp import providers
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail, ReminderRule
from somosnlp.outbox.topics import Reader, switch
from tests.outbox import rules_for_tests as given
from tests.outbox.rules_for_tests import CLOSING, EDITION, UNFINISHED, person

pytestmark = pytest.mark.django_db
RULES = "/admin/outbox/reminderrule/"
FORECAST = f"{RULES}prevision/"


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> Iterator[None]:
    settings.PROVIDERS = {**settings.PROVIDERS, **given.PROVIDERS}
    given.instants.clear()
    given.instants[EDITION] = timezone.now() + timedelta(days=4)
    yield
    providers._resolve.cache_clear()


@pytest.fixture
def organiser() -> Callable[..., Client]:
    def make(*codenames: str) -> Client:
        user = User.objects.create_user("yo@example.org", is_staff=True, name="ya")
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client = Client()
        client.force_login(user)
        return client

    return make


def people_of(rule: str = CLOSING.key, **query: Any) -> dict[str, Any]:
    return {"rule": rule, "object": EDITION, **query}


def test_forecast_shows_who_when_and_why_not(admin_client: Client) -> None:
    person("ana@example.org", "America/Bogota")
    baja = person("baja@example.org")
    switch("registration", Reader(baja.email, baja.pk), on=False)
    page = admin_client.get(FORECAST).content.decode()
    assert "Se cierra mañana · Hackathon 2026" in page
    assert "1 días antes, a las 09:00 de cada lugar" in page
    assert "Bogotá" in page
    assert "no quiere correos sobre este tema" in page
    people = admin_client.get(f"{FORECAST}personas/", people_of()).content.decode()
    assert "ana@example.org" in people
    assert "baja@example.org" not in people
    assert "09:00 (hora de Bogotá)" in people
    declined = admin_client.get(f"{FORECAST}personas/", people_of(why="declined", q="BAJA")).content.decode()
    assert "baja@example.org" in declined


@pytest.mark.parametrize(
    "query",
    [
        {},
        people_of("inventada"),
        people_of(why="nada"),
        people_of() | {"object": "x"},
        people_of() | {"object": "²"},
    ],
)
def test_people_of_nothing_are_not_found(admin_client: Client, query: dict[str, Any]) -> None:
    assert admin_client.get(f"{FORECAST}personas/", query).status_code == 404


def test_forecast_needs_a_permission(organiser: Any) -> None:
    client = organiser("view_reminderrule")
    assert client.get(FORECAST).status_code == 403
    assert client.get(f"{FORECAST}personas/", people_of()).status_code == 403


def test_try_to_oneself_carries_the_data_of_the_person_to_nobody_else(organiser: Any) -> None:
    client = organiser("view_outgoingemail", "release_outgoingemail")
    ana = person("ana@example.org", name="Ana Luz", language="en")
    answer = client.post(f"{FORECAST}prueba/", people_of(user=ana.pk), follow=True)
    assert "Te la enviamos a yo@example.org" in answer.content.decode()
    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.topic, mail.language) == ("yo@example.org", "", "en")
    assert mail.subject.startswith("[Prueba] ")
    assert "Hola, Ana Luz." in mail.body_text
    assert "ana@example.org" not in mail.body_text + mail.body_html
    assert "No recibir más" not in mail.body_text
    assert f"los datos de la persona {ana.pk}" in LogEntry.objects.get().change_message


def test_try_needs_the_permission_and_a_post(organiser: Any) -> None:
    client = organiser("view_outgoingemail")
    ana = person("ana@example.org")
    assert client.post(f"{FORECAST}prueba/", people_of(user=ana.pk)).status_code == 403
    assert client.get(f"{FORECAST}prueba/", people_of(user=ana.pk)).status_code == 405
    assert not OutgoingEmail.objects.exists()


def test_try_with_somebody_who_is_not_meant_is_not_found(admin_client: Client) -> None:
    other = person("otra@example.org", name=given.DONE)
    for user in (other.pk, "", "x"):
        assert admin_client.post(f"{FORECAST}prueba/", people_of(user=user)).status_code == 404


def test_organiser_changes_a_rule_and_the_history_says_so(admin_client: Client) -> None:
    data = {"rule": CLOSING.key, "edition_id": EDITION, "is_on": "on", "days": 3, "at": "18:00"}
    assert admin_client.post(f"{RULES}add/", data).status_code == 302
    row = ReminderRule.objects.get()
    assert (row.edition_id, row.days, row.hours, str(row.at)) == (EDITION, 3, None, "18:00:00")
    assert "Hackathon 2026" in admin_client.get(RULES).content.decode()
    admin_client.post(f"{RULES}{row.pk}/change/", {**data, "days": 5})
    history = admin_client.get(f"{RULES}{row.pk}/history/").content.decode()
    assert "Días antes" in history
    assert "admin@example.com" in history


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"rule": CLOSING.key, "hours": 3}, "cuenta días antes"),
        ({"rule": UNFINISHED.key, "days": 3}, "cuenta horas después"),
        ({"rule": UNFINISHED.key, "at": "09:00"}, "cuenta horas después"),
        ({"rule": "inventada"}, "inventada"),
        ({"rule": CLOSING.key, "days": 91}, "90"),
        ({"rule": CLOSING.key, "lateness": 0}, "72"),
        ({"rule": CLOSING.key, "edition_id": 999}, "999"),
        ({"rule": CLOSING.key, "at": "25:00"}, "hora"),
    ],
)
def test_nonsense_is_refused_with_the_reason(admin_client: Client, data: dict[str, Any], reason: str) -> None:
    answer = admin_client.post(f"{RULES}add/", {"is_on": "on", **data})
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert not ReminderRule.objects.exists()


def test_second_setting_for_the_same_is_refused(admin_client: Client) -> None:
    ReminderRule.objects.create(rule=CLOSING.key)
    answer = admin_client.post(f"{RULES}add/", {"rule": CLOSING.key, "is_on": "on"})
    assert "ya tiene un ajuste" in answer.content.decode()
