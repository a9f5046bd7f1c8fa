"""Demographics in aggregate: whom they count, and what they never show."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from events.models import Edition
from registrations.demographics import OTHER_COUNTRIES, QUESTIONS, Table, csv_lines, tables
from registrations.models import Demographics
from registrations.states import Status
from registrations.suppression import TOTAL
from somosnlp.accounts.states import Purpose
from tests.factories.accounts import ConsentFactory, UserFactory
from tests.factories.events import EditionFactory
from tests.factories.registrations import RegistrationFactory
from tests.registrations.admin.test_exports import csv_of

pytestmark = pytest.mark.django_db
PAGE = "admin:registrations_registration_demographics"


def people(edition: Edition, count: int, country: str = "CO", consent: bool = False, **answers: Any) -> None:
    for _ in range(count):
        one = RegistrationFactory(edition=edition, countries=[country, "ES"])
        Demographics.objects.create(registration=one, **answers)
        if consent:
            ConsentFactory(user=one.user, purpose=Purpose.PAPERS)


def table(edition: Edition, key: str, *, for_papers: bool = False) -> Table:
    return next(one for one in tables(edition, for_papers=for_papers) if one.question.key == key)


def line(found: Table, country: str) -> dict[str, str]:
    return dict(zip(found.headings, dict(found.lines)[country], strict=True))


def test_each_question_is_one_statement(django_assert_num_queries: Any) -> None:
    edition = EditionFactory()
    people(edition, 6, education="isced6")
    with django_assert_num_queries(len(QUESTIONS)):
        tables(edition, for_papers=True)


def test_only_registered_people_of_the_edition_with_an_answer_count_in_their_first_country() -> None:
    edition = EditionFactory()
    people(edition, 7, education="isced6")
    people(edition, 3, education="")
    people(EditionFactory(), 5, education="isced6")
    gone = RegistrationFactory(edition=edition, status=Status.CANCELLED, cancelled_at=timezone.now())
    Demographics.objects.create(registration=gone, education="isced6")
    found = table(edition, "education")
    assert found.safe.rows == ["CO"]
    assert {cell: count for cell, count in found.safe.counts.items() if count} == dict.fromkeys(
        [("CO", "isced6"), ("CO", TOTAL), (TOTAL, "isced6"), (TOTAL, TOTAL)], 7
    )


def test_small_cells_and_small_countries_are_not_shown() -> None:
    edition = EditionFactory()
    people(edition, 12, "CO", education="isced6")
    people(edition, 9, "CO", education="isced7")
    people(edition, 2, "CO", education="isced8")
    people(edition, 3, "PE", education="isced6")
    people(edition, 4, "BO", education="isced6")
    found = table(edition, "education")
    assert [name for name, _cells in found.lines] == ["Colombia", "Otros países", "Total"]
    assert line(found, "Colombia")["Doctorado"] == "<5"
    assert line(found, "Total")["Doctorado"] == "<5"
    assert found.safe.counts[OTHER_COUNTRIES, "isced6"] == 7


def test_difference_between_total_and_the_shown_is_never_a_small_cell() -> None:
    """One small cell beside big ones: with the total it would be a subtraction."""
    edition = EditionFactory(starts_on="2026-03-01", ends_on="2026-04-20")
    edition.refresh_from_db()
    for country in ("CO", "PE"):
        for year in (2010, 2005, 1995, 1985, 1975, 1965):
            people(edition, 5, country, birth_year=year)
    people(edition, 4, "CO", birth_year=1950)
    people(edition, 6, "PE", birth_year=1950)
    row = line(table(edition, "age"), "Colombia")
    assert row["65 +"] == "<5"
    assert [cell for cell in row.values() if not cell.isdecimal()] != ["<5"]


def test_several_answers_count_each_and_have_no_total_per_country() -> None:
    edition = EditionFactory()
    people(edition, 6, fields=["computing", "health"])
    found = table(edition, "fields")
    assert "Total" not in found.headings
    assert line(found, "Colombia")["Informática"] == "6"
    assert line(found, "Total")["Salud y bienestar"] == "6"


def test_publications_count_only_consents_in_force() -> None:
    edition = EditionFactory()
    people(edition, 6, consent=True, education="isced6")
    people(edition, 5, education="isced6")
    withdrawn = RegistrationFactory(edition=edition)
    Demographics.objects.create(registration=withdrawn, education="isced6")
    ConsentFactory(user=withdrawn.user, purpose=Purpose.PAPERS, withdrawn_at=timezone.now())
    other = RegistrationFactory(edition=edition)
    Demographics.objects.create(registration=other, education="isced6")
    ConsentFactory(user=other.user, purpose=Purpose.NEWS)
    assert table(edition, "education").safe.counts[TOTAL, TOTAL] == 13
    assert table(edition, "education", for_papers=True).safe.counts[TOTAL, TOTAL] == 6


def test_pronouns_of_the_person_count() -> None:
    edition = EditionFactory()
    RegistrationFactory.create_batch(5, edition=edition, user__pronouns="elle")
    assert table(edition, "pronouns").safe.counts["CO", "elle"] == 5


def test_page_and_csv_show_the_same_and_hide_the_same(admin_client: Client) -> None:
    edition = EditionFactory(is_current=True)
    people(edition, 8, education="isced6")
    people(edition, 2, education="isced8")
    page = admin_client.get(reverse(PAGE))
    assertContains(page, "Estudios terminados")
    assertContains(page, "<td>&lt;5</td>")
    lines = csv_of(admin_client.get(reverse(PAGE), {"formato": "csv", "edicion": edition.slug}))
    assert lines == list(csv_lines(tables(edition, for_papers=False)))
    assert ["Estudios terminados", "Colombia", "Doctorado", "<5"] in lines
    assert admin_client.get(reverse(PAGE), {"edicion": "\0", "para": "x", "formato": "y"}).status_code == 200


def test_page_before_there_are_answers_or_editions(admin_client: Client) -> None:
    assert admin_client.get(reverse(PAGE)).status_code == 200
    assert admin_client.get(reverse(PAGE), {"formato": "csv"}).status_code == 200
    EditionFactory(is_current=True)
    assertContains(admin_client.get(reverse(PAGE)), "Todavía no hay respuestas.", count=len(QUESTIONS))


def test_page_is_for_who_may_see_demographics(client: Client) -> None:
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_registration"))
    client.force_login(reader)
    assert client.get(reverse(PAGE)).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_demographics"))
    assert client.get(reverse(PAGE)).status_code == 200
