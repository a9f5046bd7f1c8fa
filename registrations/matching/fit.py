"""What a group has in common while it grows, and how well it fits. The weights are all here.

The community's own advice: mix 2–3 countries, mix technical and linguistic profiles, tell your hours
(the README of #encuentra-equipo).
"""

from typing import NamedTuple

from registrations.matching.problem import Conditions, OpenTeam, Seeker
from somosnlp.ui.hours import QUARTERS_AN_HOUR

TECHNICAL = frozenset({"technical", "data"})
LINGUISTIC = frozenset({"linguistic"})
#: Two people may both have ticked "other" and not understand each other.
NO_LANGUAGE_IN_COMMON = frozenset({"other"})

#: Somebody more in a team is always worth more than better teams (quality is at most 100 a person).
PLACED = 1000
COUNTRIES = {1: 0, 2: 35, 3: 35}
MANY_COUNTRIES = 20
MIXED = 35
SPARE_HOURS, MOST_SPARE = 10, 6
CHALLENGE = 10
#: Four or five survive that one of them says no.
ROBUST_SIZE, ROBUST = 4, 10
#: Beyond quality: half-empty teams that asked for people get them first.
FILLS = 20


class Bond(NamedTuple):
    """What the people of a group share; of the countries and profiles, what they add up to."""

    languages: frozenset[str]
    week: int
    countries: frozenset[str]
    profiles: frozenset[str]
    challenges: frozenset[int]
    wishes: int
    size: int
    newcomers: int

    @property
    def hours(self) -> float:
        return self.week.bit_count() / QUARTERS_AN_HOUR

    @property
    def is_mixed(self) -> bool:
        """Technical and linguistic people meet."""
        return not TECHNICAL.isdisjoint(self.profiles) and not LINGUISTIC.isdisjoint(self.profiles)

    @property
    def agreed_challenge(self) -> int | None:
        """The challenge that all who wish one wish, where at least two do."""
        return next(iter(self.challenges)) if self.wishes > 1 and len(self.challenges) == 1 else None


def bond_of(seeker: Seeker) -> Bond:
    """Return a group of one."""
    return Bond(
        languages=seeker.languages - NO_LANGUAGE_IN_COMMON,
        week=seeker.week,
        countries=frozenset({seeker.country}) if seeker.country else frozenset(),
        profiles=seeker.profiles,
        challenges=_wish(seeker.challenge),
        wishes=seeker.challenge is not None,
        size=1,
        newcomers=1,
    )


def bond_of_team(team: OpenTeam) -> Bond:
    """Return the group that a half-empty team is."""
    return Bond(
        languages=team.languages - NO_LANGUAGE_IN_COMMON,
        week=team.week,
        countries=team.countries,
        profiles=team.profiles,
        challenges=_wish(team.challenge),
        wishes=team.challenge is not None,
        size=team.size,
        newcomers=0,
    )


def joined(bond: Bond, other: Bond, least_quarters: int) -> Bond | None:
    """Return the group of both; None where they could not talk, or not at the same hours."""
    week = bond.week & other.week
    if week.bit_count() < least_quarters:
        return None
    languages = bond.languages & other.languages
    if not languages:
        return None
    return Bond(
        languages,
        week,
        bond.countries | other.countries,
        bond.profiles | other.profiles,
        bond.challenges | other.challenges,
        bond.wishes + other.wishes,
        bond.size + other.size,
        bond.newcomers + other.newcomers,
    )


def quality(bond: Bond, conditions: Conditions) -> int:
    """Return how well the group fits, 0 to 100."""
    points = COUNTRIES.get(len(bond.countries), MANY_COUNTRIES) if bond.countries else 0
    if bond.is_mixed:
        points += MIXED
    if bond.agreed_challenge is not None:
        points += CHALLENGE
    if bond.size >= ROBUST_SIZE:
        points += ROBUST
    return points + spare_points(bond.hours, conditions)


def spare_points(hours: float, conditions: Conditions) -> int:
    """Return the points for hours beyond those that are needed."""
    spare = min(max(hours - conditions.least_hours, 0), MOST_SPARE)
    return int(SPARE_HOURS * spare / MOST_SPARE)


def worth(bond: Bond, conditions: Conditions) -> int:
    """Return what proposing the group is worth: each person placed, how well, teams that fill up."""
    fills = FILLS if bond.newcomers < bond.size else 0
    return bond.newcomers * (PLACED + fills + quality(bond, conditions))


def least_quarters(conditions: Conditions) -> int:
    """Return the least overlap as quarters of an hour; nobody is matched without any."""
    return max(conditions.least_hours * QUARTERS_AN_HOUR, 1)


def _wish(challenge: int | None) -> frozenset[int]:
    return frozenset() if challenge is None else frozenset({challenge})
