"""The cheaper list of the admin says what Django's says."""

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import results
from django.contrib.admin.utils import quote
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

from registrations.models import Registration
from somosnlp.accounts.models import User
from somosnlp.ui import lists
from somosnlp.ui.lists import LightList, RememberedCount, addresses, told_by
from tests.factories.registrations import RegistrationFactory, UniversityFactory


def shouted(row: Registration) -> str:
    return row.user.name.upper()


class Light(LightList[Registration]):
    """Columns of every kind that Django tells apart."""

    list_display = (
        "__str__",
        "user",
        "university",
        "status",
        "level",
        "first_event",
        "countries",
        "created_at",
        "registered_at",
        "edition_id",
        "user__email",
        "name",
        "day",
        "is_new",
        "nothing",
        "of_country",
        shouted,
    )
    list_select_related = ("user", "edition", "university")
    list_filter = ("status",)

    def name(self, obj: Registration) -> str:
        return obj.user.name

    def day(self, obj: Registration) -> date:
        return obj.created_at.date()

    @admin.display(boolean=True)
    def is_new(self, obj: Registration) -> bool:
        return bool(obj.pk % 2)

    @admin.display(empty_value="nada")
    def nothing(self, obj: Registration) -> None:
        return None

    @told_by("countries")
    def of_country(self, obj: Registration) -> str:
        return " & ".join(obj.countries)


class LinkedElsewhere(Light):
    list_display_links = ("status", "day")


class Unlinked(Light):
    list_display_links = None


@pytest.fixture
def looking(rf: RequestFactory, db: None) -> HttpRequest:
    RegistrationFactory(user__name='Ana "la <b>', university=UniversityFactory(name="U & I"))
    RegistrationFactory(user__name=" ", begun=True, first_event=True)
    RegistrationFactory(countries=["PE"], university=None)
    request = rf.get("/admin/registrations/registration/", {"q": "", "o": "1"})
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    return request


@pytest.mark.parametrize("kind", [Light, LinkedElsewhere, Unlinked])
@pytest.mark.parametrize("language", ["es", "en"])
def test_rows_are_djangos_to_the_letter(looking: HttpRequest, kind: type[Light], language: str) -> None:
    with override(language):
        cl: Any = kind(Registration, admin.site).get_changelist_instance(looking)
        cl.formset = None
        theirs = ["".join(row) for row in results(cl)]
        assert list(cl.rows()) == theirs
    assert len(theirs) == 3
    assert all("action-checkbox" in row for row in theirs)


def test_only_long_lists_are_remembered_and_not_for_other_filters(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(lists, "MANY", 2)
    RegistrationFactory.create_batch(2)
    assert RememberedCount(Registration.objects.all(), 100).count == 2
    RegistrationFactory(countries=["CU"])
    assert RememberedCount(Registration.objects.all(), 100).count == 3
    RegistrationFactory()
    assert RememberedCount(Registration.objects.order_by("pk"), 100).count == 3
    cuban = Registration.objects.filter(countries=["CU"])
    assert RememberedCount(cuban, 100).count == 1
    assert RememberedCount(cuban.none(), 100).count == 0
    cache.clear()
    assert RememberedCount(Registration.objects.all(), 100).count == 4


@pytest.mark.parametrize("key", [7, "año/1_"])
def test_addresses_are_what_the_resolver_says(key: int | str) -> None:
    name = "admin:registrations_registration_change"
    assert addresses(name)(key) == reverse(name, args=[quote(key)])
