"""Sponsors in the admin: whose pages change when one does."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from sponsors.models import Sponsor, Sponsorship
from tests.factories.accounts import UserFactory
from tests.factories.sponsors import SponsorFactory, SponsorshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client: Client) -> Client:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_sponsor_renamed_drops_the_pages_of_its_editions(
    organiser: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    held = SponsorshipFactory()
    data = {
        "name": "Fundación Tilde",
        "slug": held.sponsor.slug,
        "website": "tilde.example.org",
        "sponsorships-TOTAL_FORMS": "1",
        "sponsorships-INITIAL_FORMS": "1",
        "sponsorships-0-id": str(held.pk),
        "sponsorships-0-sponsor": str(held.sponsor.pk),
        "sponsorships-0-tier": str(held.tier.pk),
        "sponsorships-0-position": "0",
    }
    with django_capture_on_commit_callbacks(execute=True):
        response = organiser.post(reverse("admin:sponsors_sponsor_change", args=[held.sponsor.pk]), data)

    assert response.status_code == 302, response.context["errors"]
    assert Sponsor.objects.get().website == "https://tilde.example.org"
    assert cache.get(f"page-version:{held.tier.edition.slug}")


@pytest.mark.parametrize("in_bulk", [False, True])
def test_sponsorship_deleted_drops_the_pages_of_its_edition(
    organiser: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, in_bulk: bool
) -> None:
    held = SponsorshipFactory()
    url = reverse("admin:sponsors_sponsorship_delete", args=[held.pk])
    data: dict[str, object] = {"post": "yes"}
    if in_bulk:
        url = reverse("admin:sponsors_sponsorship_changelist")
        data |= {"action": "delete_selected", "_selected_action": [held.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        organiser.post(url, data)

    assert not Sponsorship.objects.exists()
    assert cache.get(f"page-version:{held.tier.edition.slug}")


def test_sponsor_with_a_sponsorship_is_not_deleted(organiser: Client) -> None:
    held = SponsorshipFactory()
    organiser.post(reverse("admin:sponsors_sponsor_delete", args=[held.sponsor.pk]), {"post": "yes"})
    assert Sponsor.objects.exists()


def test_sponsor_list_names_tiers_with_their_edition(organiser: Client) -> None:
    held = SponsorshipFactory(tier__label_es="Oro")
    SponsorFactory()
    text = organiser.get(reverse("admin:sponsors_sponsor_changelist")).content.decode()
    assert f"{held.tier.edition.slug} Oro" in text
