"""Matching a crowd: how long it takes, how far from the best it may be, how mixed the teams are."""

import time

from benchmarks.results import Figure
from registrations.matching.problem import Figures
from registrations.matching.solver import solve
from tests.factories.matching import crowd

PEOPLE, TEAMS = 1_000, 60
NAME = f"matching {PEOPLE:,} people"
MOST_SECONDS, MOST_GAP = 60, 2


def measure() -> list[Figure]:
    """Solve once; the time and the gap have to keep their limits."""
    problem = crowd(PEOPLE, TEAMS)
    began = time.perf_counter()
    figures = solve(problem).figures
    seconds = time.perf_counter() - began
    gap = Figure(
        f"{NAME}: gap", figures.gap * 100, MOST_GAP, "%", f"value {figures.value:,}, bound {figures.bound:,}"
    )
    return [Figure(NAME, seconds, MOST_SECONDS, "s", told(figures)), gap]


def told(figures: Figures) -> str:
    """Return how many were placed, and how mixed the teams are."""
    parts = (
        f"{figures.placed} placed in {figures.proposals} teams",
        f"{figures.completed_teams} of {TEAMS} half-empty ones completed",
        f"{figures.countries_per_team:.1f} countries a team",
        f"{figures.two_or_three_countries_share:.0%} of 2–3 countries",
        f"{figures.mixed_share:.0%} technical and linguistic",
        f"{figures.mean_hours:.1f} h in common",
    )
    return ", ".join(parts)
