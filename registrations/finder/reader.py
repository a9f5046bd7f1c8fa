"""Who looks at the finder, and what they hope to find there."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from events.models import Edition
from registrations.finder.fit import Wish
from registrations.hours import week_of
from registrations.models import Membership, Registration, Team, TeamProfile
from registrations.states import NlpLevel, Status
from registrations.states.teams import PATH_OF_LEVEL, TASKS_OF_PATH, Path, Profile

_COLUMNS = (
    "countries",
    "languages",
    "level",
    "edition_id",
    "team_profile__profiles",
    "team_profile__tasks",
    "team_profile__challenge_id",
    "team_profile__hours",
    "team_profile__is_listed",
    "membership__is_captain",
    "membership__team__slug",
    "membership__team__name",
    "membership__team__members",
    "membership__team__places",
    "membership__team__status",
    "membership__team__profiles",
    "membership__team__tasks",
    "membership__team__languages",
    "membership__team__challenge_id",
    "membership__team__hours",
    "membership__team__time_zone",
)


def tasks_until(path: str) -> list[str]:
    """Return the tasks that somebody on `path` can take: those of the paths before it too."""
    reached = list(Path)[: list(Path).index(Path(path)) + 1]
    return [task.value for step in reached for task in TASKS_OF_PATH[step]]


@dataclass(frozen=True)
class Reader:
    """Somebody registered in the edition, with their profile and team where they have them."""

    registration: Registration
    zone: str

    @cached_property
    def profile(self) -> TeamProfile | None:
        return getattr(self.registration, "team_profile", None)

    @cached_property
    def membership(self) -> Membership | None:
        return getattr(self.registration, "membership", None)

    @property
    def team(self) -> Team | None:
        return self.membership.team if self.membership else None

    @property
    def invites_for(self) -> Team | None:
        """The team they lead, while it has a place."""
        team = self.team
        leads = self.membership is not None and self.membership.is_captain
        return team if leads and team is not None and team.free_places > 0 else None

    @property
    def path(self) -> Path:
        return PATH_OF_LEVEL[NlpLevel(self.registration.level)]

    def wish_for_team(self, now: datetime) -> Wish:
        """Return what this person looks for in a team: one that looks for what they bring."""
        me, profile = self.registration, self.profile or TeamProfile()
        return Wish(
            profiles=frozenset(profile.profiles),
            tasks=frozenset(profile.tasks),
            level_tasks=frozenset(TASKS_OF_PATH[self.path]),
            languages=frozenset(me.languages),
            countries=frozenset(me.countries),
            challenge=profile.challenge_id,
            week=week_of(profile.hours, self.zone, now),
        )

    def wish_for_people(self, now: datetime) -> Wish:
        """Return whom this person looks for: whom their team wants, or else who completes them."""
        mine, team = self.wish_for_team(now), self.team
        if team is None:
            lacking = frozenset(Profile.values) - mine.profiles if mine.profiles else frozenset[str]()
            return replace(mine, profiles=lacking)
        return replace(
            mine,
            profiles=frozenset(team.profiles),
            tasks=frozenset(team.tasks),
            level_tasks=frozenset(),
            languages=frozenset(team.languages) or mine.languages,
            challenge=team.challenge_id,
            week=week_of(team.hours, team.time_zone or self.zone, now) if team.hours else mine.week,
        )


def find_reader(user: Any, edition: Edition) -> Reader | None:
    """Return the person as one registered in `edition`; None for everybody else. One query."""
    if not user.is_authenticated:
        return None
    rows = Registration.objects.visible_to(user).filter(edition=edition, status=Status.REGISTERED)
    found = rows.select_related("team_profile", "membership__team").only(*_COLUMNS).first()
    return Reader(found, user.time_zone or edition.time_zone) if found else None
