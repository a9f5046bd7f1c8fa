"""Organisers find people, and cannot give themselves rights."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from somosnlp.accounts.groups import GROUPS
from somosnlp.accounts.models import User
from somosnlp.accounts.services.demo import ACCOUNTS, create_demo_accounts
from somosnlp.accounts.services.groups import sync_groups
from tests.factories.accounts import ConsentFactory, LegalTextFactory, UserFactory

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def organiser() -> Client:
    sync_groups()
    user = UserFactory(is_staff=True)
    user.groups.set(Group.objects.filter(name="Organización"))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("typed", ["martinez", "MARTÍNEZ", "jose mart", "pepe_lector", "jose@example.org"])
def test_search_minds_no_accents(organiser: Client, typed: str) -> None:
    found = UserFactory(name="José Martínez", email="jose@example.org", discord="pepe_lector")
    UserFactory(name="Otra Persona")
    page = organiser.get(PEOPLE, {"q": typed})
    assert list(page.context["cl"].result_list) == [found]


@pytest.mark.parametrize("typed", ["\0", "%", "x" * 5000, "'; DROP TABLE"])
def test_strange_searches_do_not_break(organiser: Client, typed: str) -> None:
    assert organiser.get(PEOPLE, {"q": typed}).status_code in (200, 302)


def test_search_uses_the_index(django_assert_num_queries: Any) -> None:
    from django.db import connection

    from somosnlp.accounts.search import matching

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "user_search" in matching(User.objects.all(), "Martínez").explain()


def test_list_costs_the_same_with_one_and_twenty_people(
    organiser: Client, django_assert_max_num_queries: Any
) -> None:
    UserFactory.create_batch(20)
    with django_assert_max_num_queries(8):
        organiser.get(PEOPLE)


def test_organiser_cannot_give_rights(organiser: Client) -> None:
    user = UserFactory()
    page = f"{PEOPLE}{user.pk}/change/"
    answers = {
        "name": "Nueva",
        "language": "es",
        "is_superuser": "on",
        "is_staff": "on",
        "email": "x@example.org",
    }
    assert organiser.post(page, answers).status_code == 302
    changed = User.objects.get(pk=user.pk)
    assert (changed.name, changed.is_superuser, changed.is_staff) == ("Nueva", False, False)
    assert changed.email == user.email


def test_organiser_cannot_change_a_superuser(organiser: Client) -> None:
    admin = UserFactory(is_superuser=True, name="Antes")
    organiser.post(f"{PEOPLE}{admin.pk}/change/", {"name": "Después", "language": "es"})
    assert User.objects.get(pk=admin.pk).name == "Antes"


def test_nobody_is_added_or_deleted(organiser: Client) -> None:
    user = UserFactory()
    assert organiser.get(f"{PEOPLE}add/").status_code == 403
    assert organiser.post(f"{PEOPLE}{user.pk}/delete/").status_code == 403


def test_consents_are_read_only(organiser: Client) -> None:
    consent = ConsentFactory(user__name="José Martínez")
    page = organiser.get("/admin/accounts/consent/", {"q": "martinez"})
    assert list(page.context["cl"].result_list) == [consent]
    assert organiser.post(f"/admin/accounts/consent/{consent.pk}/change/", {}).status_code == 403


def test_approved_legal_text_is_never_changed(organiser: Client) -> None:
    text = LegalTextFactory(approved=True)
    organiser.post(f"/admin/accounts/legaltext/{text.pk}/change/", {"title_es": "Otro"})
    text.refresh_from_db()
    assert text.title_es == "Privacidad"


def test_groups_get_exactly_their_permissions() -> None:
    counts = sync_groups()
    assert set(counts) == set(GROUPS)
    jury = Group.objects.get(name="Jurado")
    apps = set(jury.permissions.values_list("content_type__app_label", flat=True))
    assert apps == {"projects", "events"}
    assert not jury.permissions.filter(codename__startswith="delete").exists()
    before = set(jury.permissions.all())
    jury.permissions.clear()
    sync_groups()
    assert set(jury.permissions.all()) == before


def test_organisers_review_and_release_but_delete_nobody() -> None:
    sync_groups()
    codes = set(Group.objects.get(name="Organización").permissions.values_list("codename", flat=True))
    assert {"release_outgoingemail", "review_organiserapplication", "change_user", "view_consent"} <= codes
    assert not {"delete_user", "delete_outgoingemail", "add_user", "change_consent", "change_group"} & codes


def test_demo_accounts_can_sign_in_and_are_made_once() -> None:
    create_demo_accounts("demo-somosnlp")
    people = create_demo_accounts("demo-somosnlp")
    assert User.objects.count() == len(ACCOUNTS) == len(people)
    for email in ACCOUNTS:
        answer = Client().post("/cuenta/entrar/", {"login": email, "password": "demo-somosnlp"})
        assert answer.headers["Location"] == "/mi-hackathon/"
    assert people["organizacion@example.org"].is_superuser
    assert people["revision@example.org"].has_perm("events.review_organiserapplication")
    assert people["jurado@example.org"].groups.get().name == "Jurado"
    assert not people["participante@example.org"].is_staff
