"""What waits, on the admin's start page."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from somosnlp.review.inbox import waiting_for
from tests.factories.accounts import UserFactory
from tests.factories.organisers import OrganiserApplicationFactory

pytestmark = pytest.mark.django_db


def test_waiting_counts_what_this_person_reviews() -> None:
    OrganiserApplicationFactory.create_batch(2)
    OrganiserApplicationFactory(decided=True)
    reviewer = UserFactory()
    reviewer.user_permissions.add(Permission.objects.get(codename="review_organiserapplication"))

    (row,) = waiting_for(type(reviewer).objects.get(pk=reviewer.pk))

    assert (row.count, row.oldest_days) == (2, 3)
    assert row.kind == "solicitudes para el equipo organizador"
    assert waiting_for(UserFactory()) == []


def test_start_page_shows_it_to_reviewers_only(client: Client, admin_client: Client) -> None:
    OrganiserApplicationFactory()
    client.force_login(UserFactory(is_staff=True))

    assert "Esperan revisión" in admin_client.get("/admin/").content.decode()
    assert "Esperan revisión" not in client.get("/admin/").content.decode()


def test_start_page_with_nothing_waiting(admin_client: Client) -> None:
    assert "No queda nada sin revisar" in admin_client.get("/admin/").content.decode()
