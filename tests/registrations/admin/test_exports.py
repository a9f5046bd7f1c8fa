"""Files of registrations: who may take them, what is in them, and that somebody writes it down."""

import csv
import io
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from somosnlp.accounts.models import User
from somosnlp.accounts.services.groups import sync_groups
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.registrations import RegistrationFactory

LIST = "admin:registrations_registration_changelist"
EXPORT = "admin:registrations_registration_export"
FORMULA = "=1+1"

pytestmark = pytest.mark.django_db


def csv_of(response: Any) -> list[list[str]]:
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def cells(response: Any) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_button_exports_what_the_filters_show_and_logs_it(client: Client, organiser: User, kind: str) -> None:
    edition = EditionFactory()
    RegistrationFactory.create_batch(2, edition=edition, countries=["PE"], user__name=FORMULA)
    RegistrationFactory(edition=edition, countries=["CO"])
    response = client.post(f"{reverse(EXPORT)}?country=PE", {"formato": kind})
    rows = csv_of(response) if kind == "csv" else cells(response)
    assert [row[0] for row in rows[1:]] == [f"'{FORMULA}" if kind == "csv" else FORMULA] * 2
    assert f".{kind}" in response["Content-Disposition"]
    entry = LogEntry.objects.get()
    assert entry.user == organiser
    assert entry.object_repr == f"2 inscripciones exportadas ({kind.upper()})"
    assert entry.change_message == "country=PE"


def test_action_exports_the_chosen_rows(client: Client, organiser: User) -> None:
    chosen = RegistrationFactory.create_batch(2)
    RegistrationFactory()
    keys = [one.pk for one in chosen]
    response = client.post(reverse(LIST), {"action": "export_csv", "_selected_action": keys})
    assert sorted(row[1] for row in csv_of(response)[1:]) == sorted(one.user.email for one in chosen)
    response = client.post(
        reverse(LIST), {"action": "export_xlsx", "_selected_action": keys[:1], "select_across": "1"}
    )
    assert len(cells(response)) == 1 + 3


def test_export_is_for_who_may_and_never_by_a_get(client: Client, organiser: User) -> None:
    assert client.get(reverse(EXPORT)).status_code == 405
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_registration"))
    client.force_login(reader)
    RegistrationFactory()
    page = client.get(reverse(LIST))
    assert page.status_code == 200
    assert "exportar" not in page.content.decode().lower()
    assert client.post(reverse(EXPORT), {"formato": "csv"}).status_code == 403
    assert LogEntry.objects.count() == 0


def test_strange_filters_lead_back_to_the_list(client: Client, organiser: User) -> None:
    response = client.post(f"{reverse(EXPORT)}?no_such_field=1", {"formato": "csv"})
    assert response.status_code == 302
    assert LogEntry.objects.count() == 0
    assert client.post(f"{reverse(EXPORT)}?paso=nada", {"formato": "csv"}).status_code == 200


def test_groups_of_organisers_and_teams_may_export() -> None:
    sync_groups()
    may = Group.objects.filter(permissions__codename="export_registration")
    assert set(may.values_list("name", flat=True)) == {"Organización", "Equipos"}
