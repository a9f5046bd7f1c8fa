"""What teams add to «Mi hackathon»."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Edition
from events.my_hackathon import path_of
from events.steps import Step
from registrations.path import person_steps
from registrations.services import mergers, offers
from somosnlp.accounts.models import User
from somosnlp.ui.hours import mask_of
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import add_member, captain_of, make_profile, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(is_current=True)
    MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    CallFactory(edition=edition, kind="registration")
    return edition


def steps_of(user: User, edition: Edition) -> dict[str, Step]:
    return {step.key: step for step in person_steps(user, edition)}


def test_somebody_without_a_team_is_led_to_the_finder(edition: Edition) -> None:
    steps = steps_of(RegistrationFactory(edition=edition).user, edition)
    assert steps["team"].url == reverse("team-finder", args=[edition.slug])
    assert steps["team"].extra_url == reverse("team-create", args=[edition.slug])
    assert steps["team"].deadline is not None
    assert (steps["team"].state, steps["team-profile"].state) == ("todo", "todo")


def test_a_complete_profile_is_done(edition: Edition) -> None:
    registration = RegistrationFactory(edition=edition)
    make_profile(registration, hours=mask_of([1]))
    assert steps_of(registration.user, edition)["team-profile"].state == "done"


def test_each_invitation_is_a_step_and_comes_first(edition: Edition) -> None:
    registration = RegistrationFactory(edition=edition)
    made = [make_team(edition, name=f"Equipo {number}") for number in range(2)]
    for team in made:
        offers.invite(team, email=registration.user.email, by=captain_of(team))
    steps = path_of(registration.user, edition)
    assert [step.title for step in steps if step.key.startswith("team-invitation")] == [
        "Te invitan a Equipo 0",
        "Te invitan a Equipo 1",
    ]
    assert next(step for step in steps if step.state == "next").title == "Te invitan a Equipo 0"


def test_who_is_invited_and_not_registered_sees_it_too(edition: Edition) -> None:
    team, user = make_team(edition), UserFactory()
    offers.invite(team, email=user.email, by=captain_of(team))
    steps = steps_of(user, edition)
    assert [step.state for key, step in steps.items() if key.startswith("team")] == ["todo", "blocked"]


def test_requests_of_ones_own_are_counted(edition: Edition) -> None:
    registration = RegistrationFactory(edition=edition)
    offers.request_to_join(make_team(edition), by=registration.user)
    assert "espera respuesta" in steps_of(registration.user, edition)["team"].detail


def test_a_captain_sees_what_waits(edition: Edition) -> None:
    team, other = make_team(edition), make_team(edition, name="Otro")
    captain = captain_of(team)
    assert "team-requests" not in steps_of(captain, edition)
    offers.request_to_join(team, by=RegistrationFactory(edition=edition).user)
    mergers.propose_merger(other, into=team, by=captain_of(other))
    assert steps_of(captain, edition)["team-requests"].title == "2 solicitudes esperan tu respuesta"
    assert "team-requests" not in steps_of(add_member(team).registration.user, edition)


def test_a_team_is_done_with_its_name(edition: Edition) -> None:
    team = make_team(edition, name="Los del quipu")
    step = steps_of(captain_of(team), edition)["team"]
    assert (step.state, step.title) == ("done", "Tu equipo: Los del quipu")


def test_after_the_milestone_the_step_says_so(edition: Edition) -> None:
    other = EditionFactory()
    MilestoneFactory(edition=other, kind="teams", at=in_days(-3))
    steps = steps_of(RegistrationFactory(edition=other).user, other)
    assert (steps["team"].state, steps["team"].detail) == ("blocked", "El plazo ya se cerró.")


@pytest.mark.parametrize("count", [1, 4])
def test_my_hackathon_costs_at_most_ten_queries(
    client: Client, edition: Edition, django_assert_max_num_queries: Any, count: int
) -> None:
    team, seeker = make_team(edition, name="Los del quipu"), RegistrationFactory(edition=edition)
    for number in range(count):
        offers.request_to_join(team, by=RegistrationFactory(edition=edition).user)
        inviting = make_team(edition, name=f"Equipo {number}")
        offers.invite(inviting, email=seeker.user.email, by=captain_of(inviting))
    for user in (captain_of(team), seeker.user):
        client.force_login(user)
        client.get(reverse("my-hackathon"))
        with django_assert_max_num_queries(10):
            client.get(reverse("my-hackathon"))
