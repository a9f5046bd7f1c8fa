"""Invented crowds for the matching: how many live where, what they speak and when they have time."""

from datetime import UTC, datetime
from random import Random

from registrations.matching.problem import Conditions, OpenTeam, Problem, Seeker
from somosnlp.ui.hours import mask_of, week_of

AT = datetime(2026, 4, 1, tzinfo=UTC)
#: Country, zone, and how many of a hundred people live there.
PLACES = (
    ("MX", "America/Mexico_City", 22),
    ("ES", "Europe/Madrid", 18),
    ("CO", "America/Bogota", 14),
    ("AR", "America/Argentina/Buenos_Aires", 12),
    ("PE", "America/Lima", 10),
    ("BR", "America/Sao_Paulo", 8),
    ("CL", "America/Santiago", 6),
    ("BO", "America/La_Paz", 5),
    ("EC", "America/Guayaquil", 3),
    ("GQ", "Africa/Malabo", 2),
)
PROFILES = ("technical", "data", "linguistic", "domain", "design", "writing")
EVENING, AFTERNOON = 3, 2


def crowd(people: int, teams: int = 0, *, seed: int = 3, conditions: Conditions | None = None) -> Problem:
    """Return a problem like those of past editions; the same arguments, the same people."""
    random = Random(seed)
    return Problem(
        tuple(_seeker(random, key) for key in range(1, people + 1)),
        tuple(_team(random, key) for key in range(1, teams + 1)),
        conditions or Conditions(),
    )


def _seeker(random: Random, key: int) -> Seeker:
    country, zone = _place(random)
    # One of a hundred opts in and ticks no hour.
    hours = 0 if random.random() < 0.01 else boxes(random)
    return Seeker(
        key=key,
        languages=_languages(random, country),
        week=week_of(hours, zone, AT),
        country=country,
        profiles=frozenset(random.sample(PROFILES, random.choice([1, 1, 2]), counts=[5, 3, 4, 2, 1, 2])),
        challenge=random.choice([None, None, 1, 2, 3]),
    )


def _team(random: Random, key: int) -> OpenTeam:
    country, zone = _place(random)
    size = random.choice([1, 2, 3])
    return OpenTeam(
        key=key,
        size=size,
        free=5 - size,
        languages=_languages(random, country),
        week=week_of(boxes(random), zone, AT),
        countries=frozenset({country}),
        profiles=frozenset(random.sample(PROFILES, 1)),
    )


def boxes(random: Random) -> int:
    """Return hours of somebody who works: some evenings, much of the weekend."""
    week = [4 * day + EVENING for day in range(5) if random.random() < 0.5]
    week += [4 * day + AFTERNOON for day in range(5) if random.random() < 0.15]
    week += [4 * day + part for day in (5, 6) for part in (1, 2, 3) if random.random() < 0.4]
    return mask_of(week)


def _place(random: Random) -> tuple[str, str]:
    country, zone, _weight = random.choices(PLACES, [weight for *_, weight in PLACES])[0]
    return country, zone


def _languages(random: Random, country: str) -> frozenset[str]:
    mother, other = ("pt", "es") if country == "BR" else ("es", "pt")
    understood = {other} if random.random() < (0.5 if country == "BR" else 0.08) else set()
    return frozenset({mother, *understood, *({"en"} if random.random() < 0.4 else set())})
