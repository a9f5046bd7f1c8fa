"""Who looks for a team, which teams take people, what a proposal has to respect, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Seeker:
    """Somebody without a team who asked to be matched.

    `week` are the quarters of the UTC week in which they can work (`somosnlp.ui.hours.week_of`);
    `languages` are those in which they can talk with others.
    """

    key: int
    languages: frozenset[str]
    week: int
    country: str
    profiles: frozenset[str]
    challenge: int | None = None


@dataclass(frozen=True)
class OpenTeam:
    """A half-empty team that accepts matches; `size` people are in it, `free` more fit."""

    key: int
    size: int
    free: int
    languages: frozenset[str]
    week: int
    countries: frozenset[str]
    profiles: frozenset[str]
    challenge: int | None = None


@dataclass(frozen=True)
class Conditions:
    """What every proposed team respects. `seed` decides among equals: the same seed, the same answer."""

    min_size: int = 3
    max_size: int = 5
    least_hours: int = 4
    seed: int = 1


@dataclass(frozen=True)
class Problem:
    seekers: tuple[Seeker, ...]
    teams: tuple[OpenTeam, ...] = ()
    conditions: Conditions = Conditions()

    def sorted(self) -> "Problem":
        """Return the same problem in the order of the keys: the order of the input decides nothing."""
        return Problem(
            tuple(sorted(self.seekers, key=lambda seeker: seeker.key)),
            tuple(sorted(self.teams, key=lambda team: team.key)),
            self.conditions,
        )


@dataclass(frozen=True)
class Proposal:
    """People proposed to each other, or to `team`; what they share and how well they fit (0–100)."""

    seekers: tuple[int, ...]
    team: int | None
    size: int
    hours: float
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    profiles: tuple[str, ...]
    is_mixed: bool
    challenge: int | None
    quality: int


class Why(StrEnum):
    """Why somebody is in no proposal, from what only they can change to plain bad luck."""

    NO_HOURS = "no_hours"
    NO_LANGUAGE = "no_language"
    FEW_HOURS = "few_hours"
    NO_GROUP = "no_group"
    ODD_ONE_OUT = "odd_one_out"


@dataclass(frozen=True)
class Figures:
    """How good the answer is.

    `bound` is a value that no answer can pass, whatever groups were tried; `gap` is how far below it this
    one is, as a share.
    """

    seekers: int
    placed: int
    proposals: int
    completed_teams: int
    candidates: int
    value: int
    bound: int
    gap: float
    countries_per_team: float
    mixed_share: float
    two_or_three_countries_share: float
    mean_quality: float
    mean_hours: float
    sizes: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Solution:
    proposals: tuple[Proposal, ...]
    unmatched: Mapping[int, Why]
    figures: Figures
