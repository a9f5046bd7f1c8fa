"""The next deadlines on the admin's start page."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from events.panels import SHOWN, coming
from events.states import MilestoneKind, Precision
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory, in_days

pytestmark = pytest.mark.django_db


def test_coming_are_those_with_a_date_that_has_not_passed_the_first_to_end_first() -> None:
    edition = EditionFactory()
    later = MilestoneFactory(edition=edition, at=in_days(20))
    MilestoneFactory(edition=edition, kind=MilestoneKind.START, past=True)
    MilestoneFactory(edition=edition, kind=MilestoneKind.END, precision=Precision.UNKNOWN, at=None)
    day = (timezone.now() + timedelta(days=5)).date()
    soon = MilestoneFactory(
        edition=edition, kind=MilestoneKind.LIKES, precision=Precision.DAY, at=None, day=day
    )
    MilestoneFactory(at=in_days(1))
    assert [row.milestone for row in coming(edition, timezone.now(), may_move=True)] == [soon, later]


def test_no_more_than_a_few_are_shown_and_the_near_ones_are_marked() -> None:
    edition = EditionFactory()
    for place in range(SHOWN + 3):
        MilestoneFactory(edition=edition, code=f"reto-{place}", at=in_days(place + 1.5))
    rows = coming(edition, timezone.now(), may_move=False)
    assert len(rows) == SHOWN
    assert [row.soon for row in rows] == [True, True, False, False, False, False]
    assert {row.move_url for row in rows} == {""}


def test_panel_says_when_in_both_zones_and_where_to_move(
    client: Client,
) -> None:
    edition = EditionFactory(is_current=True)
    milestone = MilestoneFactory(edition=edition)
    client.force_login(UserFactory(is_staff=True, is_superuser=True, time_zone="America/Lima"))
    page = client.get(reverse("admin:index"))
    assertContains(page, "hora de Lima")
    assertContains(page, "AoE del")
    assertContains(page, reverse("admin:events_milestone_move", args=[milestone.pk]))


def test_who_may_only_look_is_not_offered_to_move(client: Client) -> None:
    milestone = MilestoneFactory(edition=EditionFactory(is_current=True))
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_milestone"))
    client.force_login(reader)
    page = client.get(reverse("admin:index"))
    assertContains(page, "Próximos plazos")
    assertNotContains(page, reverse("admin:events_milestone_move", args=[milestone.pk]))


def test_edition_without_deadlines_says_so(admin_client: Client) -> None:
    edition = EditionFactory(is_current=True)
    page = admin_client.get(reverse("admin:index"))
    assertContains(page, "no le queda ningún plazo con fecha")
    assertContains(page, f'title="{edition.name}"')
