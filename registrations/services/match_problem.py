"""Who is to be matched, as the solver wants it: from rows to `registrations.matching.problem`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from events.models import Edition
from registrations.matching.problem import Conditions, OpenTeam, Problem, Seeker
from registrations.models import Membership, Offer, Registration, Team, TeamProfile
from registrations.states import Status
from registrations.states.teams import OfferKind, OfferStatus, RunStatus
from somosnlp.ui.hours import shared_week, week_of

#: An answer that still counts: asked and not answered, or accepted and waiting for a second person.
WAITING = (OfferStatus.OPEN, OfferStatus.ACCEPTED)


def seekers_of(edition: Edition) -> QuerySet[TeamProfile]:
    """Return the profiles of people to be matched now: registered, opted in, without team or proposal."""
    asked = Offer.objects.filter(
        kind=OfferKind.MATCH, status__in=WAITING, group__run__status=RunStatus.SENT, edition=edition
    )
    rows = TeamProfile.objects.filter(
        edition=edition,
        wants_match=True,
        registration__status=Status.REGISTERED,
        registration__membership=None,
        registration__user__is_active=True,
    )
    rows = rows.exclude(registration__in=asked.values("registration"))
    return rows.select_related("registration__user").order_by("registration")


def open_teams_of(edition: Edition) -> QuerySet[Team]:
    """Return the half-empty teams that accept whom we propose."""
    return Team.objects.filter(edition=edition, takes_matches=True).looking().order_by("pk")


def read_problem(edition: Edition, conditions: Conditions, at: datetime) -> Problem:
    """Return everybody to be matched in `edition`; hours are compared with the offsets of zones at `at`."""
    return Problem(
        tuple(_seeker(profile, edition, at) for profile in seekers_of(edition)),
        tuple(_teams(edition, at)),
        conditions,
    )


def _seeker(profile: TeamProfile, edition: Edition, at: datetime) -> Seeker:
    registration = profile.registration
    return Seeker(
        key=registration.pk,
        languages=frozenset(registration.languages),
        week=_week(profile, edition, at),
        country=_country(registration),
        profiles=frozenset(profile.profiles),
        challenge=profile.challenge_id,
    )


def _teams(edition: Edition, at: datetime) -> Iterable[OpenTeam]:
    teams = list(open_teams_of(edition))
    rows = Membership.objects.filter(team__in=teams).select_related(
        "registration__user", "registration__team_profile"
    )
    people: dict[int, list[Registration]] = {team.pk: [] for team in teams}
    for membership in rows:
        people[membership.team_id].append(membership.registration)
    return [_open_team(team, people[team.pk], edition, at) for team in teams]


def _open_team(team: Team, people: list[Registration], edition: Edition, at: datetime) -> OpenTeam:
    profiles = [found for person in people if (found := _profile_of(person))]
    return OpenTeam(
        key=team.pk,
        size=team.members,
        free=team.free_places,
        languages=frozenset(team.languages) or _shared_languages(people),
        week=_team_week(team, profiles, edition, at),
        countries=frozenset(filter(None, map(_country, people))),
        profiles=frozenset(name for profile in profiles for name in profile.profiles),
        challenge=team.challenge_id,
    )


def _team_week(team: Team, profiles: list[TeamProfile], edition: Edition, at: datetime) -> int:
    """Return the hours a team said, else those its members share who said theirs."""
    if team.hours:
        return week_of(team.hours, team.time_zone or edition.time_zone, at)
    return shared_week(_week(profile, edition, at) for profile in profiles if profile.hours)


def _week(profile: TeamProfile, edition: Edition, at: datetime) -> int:
    return week_of(profile.hours, profile.registration.user.time_zone or edition.time_zone, at)


def _shared_languages(people: list[Registration]) -> frozenset[str]:
    spoken: list[Any] = [frozenset(person.languages) for person in people]
    return frozenset.intersection(*spoken) if spoken else frozenset()


def _country(registration: Registration) -> str:
    """Return one country a person: several would make a group of two look like four."""
    return registration.countries[0] if registration.countries else registration.user.country


def _profile_of(registration: Registration) -> TeamProfile | None:
    found: TeamProfile | None = getattr(registration, "team_profile", None)
    return found
