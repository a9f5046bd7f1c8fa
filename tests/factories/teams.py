"""Teams for tests: made through the service, so that counter, captain and history are right."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from events.models import Edition
from registrations.models import MatchGroup, MatchRun, Membership, Offer, Registration, Team, TeamProfile
from registrations.services.membership import admit
from registrations.services.teams import TeamFacts, create_team
from tests.factories.accounts import UserFactory
from tests.factories.events import in_days
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


def make_group(edition: Edition, *, team: Team | None = None) -> MatchGroup:
    """Return a group as a run that was sent has it; its people come with `make_proposal`."""
    organiser = UserFactory(is_staff=True)
    run = MatchRun.objects.create(
        edition=edition, status="sent", created_by=organiser, sent_at=timezone.now(), answer_by=in_days(3)
    )
    reasons = {
        "people": [], "is_new": team is None, "hours": 6.0, "languages": ["es"], "countries": ["CO", "MX"],
        "profiles": ["technical"], "is_mixed": True, "challenge": None, "size": 3, "quality": 90,
    }  # fmt: skip
    return MatchGroup.objects.create(run=run, number=1, team=team, reasons=reasons)


def make_proposal(registration: Registration, group: MatchGroup | None = None, *, nonce: str = "") -> Offer:
    """Return an open proposal of the matching to that person."""
    return Offer.objects.create(
        edition=registration.edition,
        kind="match",
        group=group or make_group(registration.edition),
        registration=registration,
        nonce=nonce or get_random_string(22),
        expires_at=in_days(3),
    )
