"""Teams for tests: made through the service, so that counter, captain and history are right."""

from typing import Any

from django.db import transaction

from events.models import Edition
from registrations.models import Membership, Registration, Team, TeamProfile
from registrations.services.membership import admit
from registrations.services.teams import TeamFacts, create_team
from tests.factories.registrations import RegistrationFactory


def make_team(edition: Edition, *, members: int = 1, name: str = "Los del quipu", **facts: Any) -> Team:
    """Return a team with its captain and as many more as asked for."""
    captain = RegistrationFactory(edition=edition)
    team = create_team(edition=edition, facts=TeamFacts(name=name, **facts), by=captain.user)
    for _ in range(members - 1):
        add_member(team)
    return team


def add_member(team: Team, registration: Registration | None = None) -> Membership:
    """Return the membership of somebody who came in."""
    with transaction.atomic():
        return admit(registration or RegistrationFactory(edition=team.edition), team, by=None)


def captain_of(team: Team) -> Any:
    """Return the person who leads the team."""
    return Membership.objects.get(team=team, is_captain=True).registration.user


def make_profile(registration: Registration, **values: Any) -> TeamProfile:
    """Return the profile of somebody who looks for a team and may be found and matched."""
    defaults = {"is_listed": True, "wants_match": True, "profiles": ["linguistic"], "hours": 0b1111 << 4}
    return TeamProfile.objects.create(
        registration=registration, edition=registration.edition, **(defaults | values)
    )
