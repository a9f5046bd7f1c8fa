"""How well somebody fits a team, or another person, and why. No Django here: `scoring` says the same in SQL.

The weights follow the community's advice (facts §6): profiles that complete each other, a language in common,
hours in common, two or three countries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from somosnlp.ui.hours import QUARTERS_AN_HOUR, bit_planes, offset_of, weights_at

PROFILE = 40
LANGUAGE = 30
TASK = 20
CHALLENGE = 15
#: A task that somebody of the reader's level can take, though they did not name it.
LEVEL_TASK = 10
#: Another country than the reader's.
COUNTRY = 10
#: Two points for each hour in common, up to so many hours.
MOST_HOURS = 12
QUARTERS_A_POINT = 2
MOST_QUARTERS = MOST_HOURS * QUARTERS_AN_HOUR

#: Five masks for `shared_quarters`.
Planes = tuple[int, ...]


@dataclass(frozen=True)
class Wish:
    """What somebody hopes to find on the other side; `week` are their own hours (somosnlp.ui.hours)."""

    profiles: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    level_tasks: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    challenge: int | None = None
    week: int = 0


@dataclass(frozen=True)
class Found:
    """What the other side says of itself, and how long it is free when the reader is."""

    profiles: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    challenge: int | None = None
    quarters: int = 0


@dataclass(frozen=True)
class Fit:
    """The points of one that was found, and what they are for: what both sides share."""

    points: int
    profiles: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    new_countries: tuple[str, ...] = ()
    same_challenge: bool = False
    hours: int = 0


def fit_of(wish: Wish, found: Found) -> Fit:
    """Return how well `found` answers `wish`."""
    profiles = _shared(found.profiles, wish.profiles)
    named = _shared(found.tasks, wish.tasks)
    tasks = named or _shared(found.tasks, wish.level_tasks)
    languages = _shared(found.languages, wish.languages)
    is_new = bool(wish.countries) and wish.countries.isdisjoint(found.countries)
    same_challenge = wish.challenge is not None and wish.challenge == found.challenge
    points = (
        PROFILE * bool(profiles)
        + LANGUAGE * bool(languages)
        + (TASK if named else LEVEL_TASK * bool(tasks))
        + CHALLENGE * same_challenge
        + COUNTRY * is_new
        + min(found.quarters, MOST_QUARTERS) // QUARTERS_A_POINT
    )
    return Fit(
        points=points,
        profiles=profiles,
        tasks=tasks,
        languages=languages,
        new_countries=found.countries if is_new else (),
        same_challenge=same_challenge,
        hours=found.quarters // QUARTERS_AN_HOUR,
    )


@lru_cache(maxsize=1024)
def _planes(week: int, offset: int) -> Planes:
    return tuple(bit_planes(weights_at(week, offset)))


def planes_of(week: int, zones: Iterable[str], at: datetime, default: str) -> dict[str, Planes]:
    """Return, for each zone, the masks that tell how much of `week` lies in each box of somebody there.

    `default` is the zone of who gave none. Zones of one offset share their masks.
    """
    return {zone: _planes(week, offset_of(zone or default, at)) for zone in zones}


def shared_quarters(boxes: int, planes: Planes) -> int:
    """Return how many quarters of an hour the 28 `boxes` share with the week of `planes`."""
    return sum((boxes & plane).bit_count() << n for n, plane in enumerate(planes))


def _shared(said: tuple[str, ...], wished: frozenset[str]) -> tuple[str, ...]:
    return tuple(value for value in said if value in wished)
