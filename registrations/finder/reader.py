"""Who looks at the finder, and what they hope to find there."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from events.models import Edition
from registrations.finder.fit import Wish
from registrations.finder.statements import READER
from registrations.states import NlpLevel
from registrations.states.teams import PATH_OF_LEVEL, TASKS_OF_PATH, Path, Profile
from somosnlp.ui.hours import week_of


def tasks_until(path: str) -> list[str]:
    """Return the tasks that somebody on `path` can take: those of the paths before it too."""
    reached = list(Path)[: list(Path).index(Path(path)) + 1]
    return [task.value for step in reached for task in TASKS_OF_PATH[step]]


@dataclass(frozen=True)
class OwnProfile:
    """What the reader told of themselves."""

    profiles: list[str]
    tasks: list[str]
    challenge: int | None
    hours: int
    is_listed: bool


@dataclass(frozen=True)
class OwnTeam:
    """The team the reader is in."""

    slug: str
    name: str
    free_places: int
    profiles: list[str]
    tasks: list[str]
    languages: list[str]
    challenge: int | None
    hours: int
    time_zone: str


@dataclass(frozen=True)
class Reader:
    """Somebody registered in the edition, with their profile and team where they have them."""

    registration: int
    countries: list[str]
    languages: list[str]
    level: str
    zone: str
    leads: bool
    profile: OwnProfile | None
    team: OwnTeam | None

    @property
    def invites_for(self) -> OwnTeam | None:
        """The team they lead, while it has a place."""
        return self.team if self.leads and self.team is not None and self.team.free_places > 0 else None

    @property
    def path(self) -> Path:
        return PATH_OF_LEVEL[NlpLevel(self.level)]

    def wish_for_team(self, now: datetime) -> Wish:
        """Return what this person looks for in a team: one that looks for what they bring."""
        profile = self.profile or OwnProfile([], [], None, 0, is_listed=False)
        return Wish(
            profiles=frozenset(profile.profiles),
            tasks=frozenset(profile.tasks),
            level_tasks=frozenset(TASKS_OF_PATH[self.path]),
            languages=frozenset(self.languages),
            countries=frozenset(self.countries),
            challenge=profile.challenge,
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
            challenge=team.challenge,
            week=week_of(team.hours, team.time_zone or self.zone, now) if team.hours else mine.week,
        )


def find_reader(user: Any, edition: Edition) -> Reader | None:
    """Return the person as one registered in `edition`; None for everybody else. One query."""
    if not user.is_authenticated:
        return None
    with connection.cursor() as cursor:
        cursor.execute(READER, {"user": user.pk, "edition": edition.pk})
        row = cursor.fetchone()
    if row is None:
        return None
    number, countries, languages, level, leads, has_profile, has_team = row[:7]
    return Reader(
        registration=number,
        countries=countries,
        languages=languages,
        level=level,
        zone=user.time_zone or edition.time_zone,
        leads=leads,
        profile=OwnProfile(*row[7:12]) if has_profile else None,
        team=OwnTeam(*row[12:]) if has_team else None,
    )
