"""The start page: what it says about registrations, to whom, and what that costs."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from registrations.figures import Figures, figures_of
from registrations.models import Registration
from registrations.panels import COUNTRIES, funnel, per_country, per_language, per_level
from registrations.states import PathStep, Status
from somosnlp.accounts.models import User
from somosnlp.outbox.groups import segments
from somosnlp.ui.countries import COMMUNITY
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db
CODES = sorted(COMMUNITY)[:21]


def staff(*codenames: str) -> User:
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("count", [10, 250])
def test_start_page_costs_the_same_for_many_rows(
    client: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    edition = EditionFactory(is_current=True)
    for place in range(count):
        RegistrationFactory(edition=edition, countries=[CODES[place % len(CODES)]])
    for _ in range(count // 10):
        MilestoneFactory(edition=edition, code=f"reto-{_}")
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    with django_assert_max_num_queries(16):
        page = client.get(reverse("admin:index"))
    assertContains(page, "Dónde se queda la gente")
    assertContains(page, "Próximos plazos")


def test_funnel_adds_up_and_each_step_leads_to_its_people(admin_client: Client) -> None:
    edition = EditionFactory(is_current=True)
    RegistrationFactory.create_batch(3, edition=edition)
    RegistrationFactory.create_batch(2, edition=edition, begun=True)
    RegistrationFactory(edition=edition, user__discord="bego")
    steps = funnel(figures_of(edition), edition)
    assert [(step.reached, step.stuck) for step in steps] == [(6, 0), (6, 2), (4, 3), (1, 1), (0, 0), (0, 0)]
    assert steps[2].share == pytest.approx(4 / 6)
    for step in steps[:-1]:
        assert len(admin_client.get(step.url).context["cl"].result_list) == step.stuck


def test_who_is_stuck_can_be_written_to_once_the_address_is_proven(admin_client: Client) -> None:
    edition = EditionFactory(is_current=True)
    RegistrationFactory.create_batch(3, edition=edition)
    RegistrationFactory.create_batch(2, edition=edition, begun=True)
    RegistrationFactory(edition=edition, status=Status.UNCONFIRMED, registered_at=None)
    steps = funnel(figures_of(edition), edition)
    assert [bool(step.write_url) for step in steps] == [False, True, True, True, True, False]
    people = {segment.key: segment.recipients for segment in segments()}
    for step in steps[1:-1]:
        chosen = admin_client.get(step.write_url).context["form"]
        assert chosen["edition"].value() == str(edition.pk)
        assert people[chosen["segment"].value()](edition.pk).count() == step.stuck
    assertContains(admin_client.get(reverse("admin:index")), "Escribirles", count=2)


def test_start_page_shows_the_funnel_and_four_charts_with_tables(admin_client: Client) -> None:
    edition = EditionFactory(is_current=True)
    RegistrationFactory(edition=edition, countries=["PE"])
    page = admin_client.get(reverse("admin:index"))
    assertContains(page, "1 persona se quedó aquí")
    assertContains(page, 'role="img"', count=4)
    assertContains(page, '<details class="chart-table">', count=4)
    assertContains(page, "Perú")


def test_start_page_before_anybody_began_and_before_any_edition(admin_client: Client) -> None:
    assert admin_client.get(reverse("admin:index")).status_code == 200
    EditionFactory(is_current=True)
    page = admin_client.get(reverse("admin:index"))
    assertContains(page, "Nadie ha empezado todavía")
    assertContains(page, "Todavía no hay datos.", count=4)


def test_without_the_permission_nothing_is_shown_nor_counted(
    client: Client, django_assert_num_queries: Any
) -> None:
    edition = EditionFactory(is_current=True)
    RegistrationFactory(edition=edition)
    client.force_login(staff("view_topic"))
    with django_assert_num_queries(5):  # session, person, two of permissions, recent actions
        page = client.get(reverse("admin:index"))
    for text in ("Dónde se queda", "Próximos plazos", "Por país", "todo en orden", edition.slug):
        assertNotContains(page, text)


def test_another_edition_by_its_address(admin_client: Client) -> None:
    RegistrationFactory(edition=EditionFactory(is_current=True, slug="2124"))
    RegistrationFactory.create_batch(2, edition=EditionFactory(slug="2123"))
    assertContains(admin_client.get(reverse("admin:index")), "1 persona se quedó aquí")
    assertContains(admin_client.get("/admin/?edicion=2123"), "2 personas se quedaron aquí")
    assertContains(admin_client.get("/admin/?edicion=%00x"), "1 persona se quedó aquí")


def test_rest_of_the_countries_is_one_bar() -> None:
    edition = EditionFactory()
    for place, code in enumerate(CODES):
        RegistrationFactory.create_batch(2 if place < COUNTRIES else 1, edition=edition, countries=[code])
    chart = per_country(figures_of(edition), edition)
    assert len(chart.bars) == COUNTRIES + 1
    assert (chart.bars[-1].label, chart.bars[-1].value) == ("Otros 6 países", 6)
    assert chart.total == Registration.objects.filter(edition=edition).count()


def test_levels_are_all_there_and_languages_have_their_names() -> None:
    edition = EditionFactory()
    RegistrationFactory(edition=edition, level="advanced", languages=["es", "nah"])
    figures = figures_of(edition)
    assert [(bar.label, bar.value) for bar in per_level(figures, edition).bars] == [
        ("Básico", 0),
        ("Intermedio", 0),
        ("Avanzado", 1),
    ]
    assert {bar.label for bar in per_language(figures).bars} == {"español", "náhuatl"}


def test_nobody_is_no_division_by_zero() -> None:
    edition = EditionFactory()
    figures: Figures = figures_of(edition)
    assert figures.stuck == dict.fromkeys(PathStep, 0)
    assert {step.share for step in funnel(figures, edition)} == {0.0}
