"""What organisers see and do with teams."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from events.models import Edition
from registrations.models import Membership, Report, Team
from registrations.services.team_profiles import report
from registrations.states.teams import LogEvent, ReportStatus, TeamStatus
from registrations.teams.figures import count_teams
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import add_member, captain_of, make_profile, make_team

pytestmark = pytest.mark.django_db
LIST = reverse("admin:registrations_team_changelist")
FORMULA = "=cmd|'/C calc'!A0"


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(slug="2026", is_current=True, team_size_max=3)
    MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    return edition


def page_of(team: Team, action: str = "change") -> str:
    return reverse(f"admin:registrations_team_{action}", args=[team.pk])


def found(client: Client, **filters: str) -> list[str]:
    page = client.get(LIST, filters)
    return sorted(team.name for team in page.context["cl"].result_list)


@pytest.mark.parametrize("count", [1, 12])
def test_list_costs_the_same_for_many_teams(
    client: Client, organiser: User, edition: Edition, django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(count):
        make_team(edition, name=f"Equipo {number}", members=3)
    with django_assert_max_num_queries(12):
        page = client.get(LIST)
    assertContains(page, "Equipo 0")


def test_filters_and_search_find_teams_and_their_people(
    client: Client, organiser: User, edition: Edition
) -> None:
    make_team(edition, name="Canción de cuna", idea="Coplas de los **Andes**")
    other = make_team(edition, name="Otros", members=2)
    add_member(other, RegistrationFactory(edition=edition, user__name="Íñigo Ibáñez", countries=["ES"]))
    assert found(client, q="cancion") == found(client, q="andes") == ["Canción de cuna"]
    assert found(client, q="inigo") == found(client, tamano="lleno") == ["Otros"]
    assert found(client, tamano="una") == found(client, tamano="sitio") == ["Canción de cuna"]
    assert found(client, country="ES") == ["Otros"]
    assert found(client, tamano="sin-capitan") == []
    Membership.objects.filter(team=other).update(is_captain=False)
    assert found(client, tamano="sin-capitan") == ["Otros"]


def test_page_shows_people_and_history_and_changes_nothing(
    client: Client, organiser: User, edition: Edition
) -> None:
    team = make_team(edition, name="<script>alert(1)</script>", members=2)
    page = client.get(page_of(team))
    assertContains(page, "&lt;script&gt;alert(1)&lt;/script&gt;")
    assertNotContains(page, "<script>alert(1)")
    assertContains(page, captain_of(team).name)
    client.post(page_of(team), {"name": "Otro", "_save": ""})
    team.refresh_from_db()
    assert team.name.startswith("<script>")


def test_moving_somebody_shows_it_first(client: Client, organiser: User, edition: Edition) -> None:
    one, two = make_team(edition, name="Uno", members=2), make_team(edition, name="Dos")
    member = one.memberships.get(is_captain=False)
    typed = {"member": member.pk, "to": two.pk}
    assertContains(client.post(page_of(one, "mover"), typed), "pasa de «Uno» a «Dos»")
    assert Membership.objects.get(registration=member.registration).team == one
    done = client.post(page_of(one, "mover"), typed | {"confirmed": "1"})
    assertRedirects(done, page_of(one))
    assert Membership.objects.get(registration=member.registration).team == two
    assert OutgoingEmail.objects.filter(
        to=member.registration.user.email, template__endswith="team_joined"
    ).exists()


def test_moving_into_a_full_team_is_refused_beside_the_form(
    client: Client, organiser: User, edition: Edition
) -> None:
    one, full = make_team(edition, name="Uno", members=2), make_team(edition, name="Lleno", members=3)
    member = one.memberships.get(is_captain=False)
    typed = {"member": member.pk, "to": full.pk, "confirmed": "1"}
    assertContains(client.post(page_of(one, "mover"), typed), "El equipo está completo.")
    assert Membership.objects.filter(team=one).count() == 2


def test_merging_and_appointing(client: Client, organiser: User, edition: Edition) -> None:
    one, two = make_team(edition, name="Uno"), make_team(edition, name="Dos", members=2)
    heir = two.memberships.get(is_captain=False)
    client.post(page_of(two, "capitania"), {"member": heir.pk, "confirmed": "1"})
    assert captain_of(two) == heir.registration.user
    client.post(page_of(one, "unir"), {"to": two.pk, "confirmed": "1"})
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.status, two.members) == (TeamStatus.DISSOLVED, 3)
    assert two.log.filter(event=LogEvent.MERGED, by=organiser).exists()


def test_who_only_looks_cannot_act(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_team"))
    client.force_login(reader)
    assert client.get(page_of(team)).status_code == 200
    assert client.post(page_of(team, "unir"), {}).status_code == 403


@pytest.mark.parametrize("action", ["export_csv", "export_xlsx"])
def test_export_names_discord_only_of_who_agreed(
    client: Client, organiser: User, edition: Edition, action: str
) -> None:
    team = make_team(edition, name=FORMULA, members=2)
    for number, member in enumerate(team.memberships.all()):
        User.objects.filter(pk=member.registration.user_id).update(discord=f"nombre{number}")
        make_profile(member.registration, shares_discord=bool(number))
    response = client.post(LIST, {"action": action, "_selected_action": [team.pk]})
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    if action == "export_csv":
        text = content.decode()
        assert "nombre1" in text
        assert "nombre0" not in text
        assert "@example.org" not in text
        assert f"'{FORMULA}" in text
    else:
        assert content.startswith(b"PK")


def test_people_without_a_team_are_found_and_written_to(
    client: Client, organiser: User, edition: Edition
) -> None:
    make_team(edition)
    lonely = RegistrationFactory(edition=edition)
    page = client.get(reverse("admin:registrations_registration_changelist"), {"equipo": "sin"})
    assert list(page.context["cl"].result_list) == [lonely]
    start = client.get(reverse("admin:index"))
    assertContains(start, "sin equipo")
    assertContains(start, "segment=registrations.without_team")


def test_the_funnel_of_teams_adds_up(edition: Edition) -> None:
    make_team(edition, members=3)
    make_team(edition, members=1)
    figures = count_teams(edition)
    assert (figures.teams, figures.complete, figures.looking, figures.alone) == (2, 1, 1, 1)
    assert (figures.people, figures.people_in_complete) == (4, 3)


def test_reports_are_closed_with_who_and_when(client: Client, organiser: User, edition: Edition) -> None:
    team = make_team(edition)
    made = report(text="Copian mi idea", by=UserFactory(), team=team)
    assertContains(client.get(reverse("admin:index")), "1 denuncia por revisar")
    address = reverse("admin:registrations_report_changelist")
    client.post(address, {"action": "resolve_selected", "_selected_action": [made.pk]})
    closed = Report.objects.get()
    assert (closed.status, closed.closed_by) == (ReportStatus.RESOLVED, organiser)
    client.post(address, {"action": "dismiss_selected", "_selected_action": [made.pk]})
    closed.refresh_from_db()
    assert closed.status == ReportStatus.RESOLVED


def test_teams_follow_the_size_of_their_edition(
    organiser: User, edition: Edition, rf: RequestFactory
) -> None:
    team = make_team(edition, members=2)
    request = rf.post("/")
    request.user = organiser
    edition.team_size_max = 2
    admin.site.get_model_admin(Edition).save_model(request, edition, form=None, change=True)
    team.refresh_from_db()
    assert (team.places, team.status) == (2, TeamStatus.COMPLETE)
    assert team.log.get(event=LogEvent.RESIZED).by == organiser
