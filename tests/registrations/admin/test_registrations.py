"""What organisers see and do with registrations."""

from typing import Any

import pytest
from django.contrib.admin.templatetags.admin_list import results
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from registrations.models import Registration
from registrations.states import NlpLevel, Status
from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory
from tests.factories.registrations import RegistrationFactory, UniversityFactory

pytestmark = pytest.mark.django_db
LIST = "admin:registrations_registration_changelist"


@pytest.mark.parametrize("count", [10, 250])
def test_list_costs_the_same_for_many_rows(
    client: Client, organiser: User, django_assert_max_num_queries: Any, count: int
) -> None:
    edition = EditionFactory()
    for _ in range(count):
        RegistrationFactory(edition=edition)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(12):
        client.get(reverse(LIST))


def test_rows_are_what_django_would_write(client: Client, organiser: User) -> None:
    RegistrationFactory(user__name="Ana <b>", countries=["BO", "ES"], university=UniversityFactory())
    RegistrationFactory(user__name="", begun=True)
    cl = client.get(reverse(LIST), {"status__exact": "registered"}).context["cl"]
    assert list(cl.rows()) == ["".join(row) for row in results(cl)]


def test_window_to_choose_a_row_from_has_what_djangos_script_needs(client: Client, organiser: User) -> None:
    registration = RegistrationFactory()
    page = client.get(reverse(LIST), {"_popup": "1"})
    assertContains(page, f'data-popup-opener="{registration.pk}"')


@pytest.mark.parametrize("typed", ["begona ONATE", "Oñate", "begona@", "begodiscord", "bego-hf"])
def test_search_finds_name_mail_and_handles_without_accents(
    client: Client, organiser: User, typed: str
) -> None:
    RegistrationFactory(
        user__name="Begoña Oñate",
        user__email="begona@example.org",
        user__discord="begodiscord",
        user__hugging_face="bego-hf",
    )
    RegistrationFactory(user__name="Otra Persona")
    response = client.get(reverse(LIST), {"q": typed})
    assertContains(response, "Begoña Oñate")
    assertNotContains(response, "Otra Persona")


@pytest.mark.parametrize("typed", ["\0", "%", "'; DROP TABLE", "x" * 5000, "(" * 50])
def test_search_survives_anything(client: Client, organiser: User, typed: str) -> None:
    assert client.get(reverse(LIST), {"q": typed}).status_code == 200


def test_filters_by_country_state_and_level(client: Client, organiser: User) -> None:
    RegistrationFactory(user__name="De Bolivia", countries=["BO", "ES"], level="advanced")
    RegistrationFactory(user__name="De Cuba", countries=["CU"], status=Status.DRAFT)
    for query in ({"country": "BO"}, {"status__exact": "registered"}, {"level__exact": "advanced"}):
        response = client.get(reverse(LIST), query)
        assertContains(response, "De Bolivia")
        assertNotContains(response, "De Cuba")


def test_bulk_cancel_and_resume_go_through_the_services(client: Client, organiser: User) -> None:
    edition = EditionFactory()
    CallFactory(edition=edition)
    chosen = RegistrationFactory.create_batch(2, edition=edition)
    draft = RegistrationFactory(edition=edition, begun=True)
    keys = [registration.pk for registration in [*chosen, draft]]
    response = client.post(
        reverse(LIST), {"action": "cancel_selected", "_selected_action": keys}, follow=True
    )
    assertContains(response, "2 inscripciones cambiadas")
    assertContains(response, "1 sin cambios")
    assert Registration.objects.filter(status=Status.CANCELLED, cancelled_at__isnull=False).count() == 2
    client.post(reverse(LIST), {"action": "resume_selected", "_selected_action": keys})
    assert Registration.objects.filter(status=Status.REGISTERED).count() == 2


def test_bulk_resume_skips_only_editions_that_are_closed(client: Client, organiser: User) -> None:
    opened, closed = CallFactory().edition, CallFactory(is_closed=True).edition
    for edition in (closed, opened, closed):
        RegistrationFactory(edition=edition, status=Status.CANCELLED, cancelled_at=timezone.now())
    keys = [registration.pk for registration in Registration.objects.all()]
    response = client.post(
        reverse(LIST), {"action": "resume_selected", "_selected_action": keys}, follow=True
    )
    assertContains(response, "1 inscripción cambiada")
    assertContains(response, "El plazo de inscripción ya se cerró.", count=1)
    assert Registration.objects.get(status=Status.REGISTERED).edition == opened


def test_each_row_leads_to_everything_about_the_person(client: Client, organiser: User) -> None:
    row = RegistrationFactory()
    assertContains(client.get(reverse(LIST)), f'href="/admin/accounts/user/{row.user_id}/ficha/"')
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_registration"))
    client.force_login(reader)
    assertNotContains(client.get(reverse(LIST)), "/ficha/")


def test_status_cannot_be_edited_by_hand(client: Client, organiser: User) -> None:
    registration = RegistrationFactory()
    page = reverse("admin:registrations_registration_change", args=[registration.pk])
    form = client.get(page).context["adminform"].form
    assert "status" not in form.fields


def test_history_shows_old_and_new(client: Client, organiser: User) -> None:
    registration = RegistrationFactory(level="basic")
    registration.level = NlpLevel.ADVANCED
    registration.save(update_fields=["level"])
    Registration.objects.filter(pk=registration.pk).update(countries=["PE"])
    page = client.get(reverse("admin:registrations_registration_history", args=[registration.pk]))
    for text in ("Básico", "Avanzado", "PE"):
        assertContains(page, text)


def test_people_without_rights_stay_out(client: Client) -> None:
    client.force_login(UserFactory(is_staff=True))
    assert client.get(reverse(LIST)).status_code == 403
