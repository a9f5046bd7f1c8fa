"""What came out: the proposals in plain values, who is left and why, and how good the answer is."""

from collections import Counter
from collections.abc import Iterable, Iterator

from registrations.matching.candidates import Candidate, Grower
from registrations.matching.fit import (
    CHALLENGE,
    COUNTRIES,
    FILLS,
    LINGUISTIC,
    MIXED,
    PLACED,
    ROBUST,
    ROBUST_SIZE,
    TECHNICAL,
    Bond,
    joined,
    quality,
    spare_points,
)
from registrations.matching.problem import Figures, Proposal, Solution, Why

#: How many steps the search for a group around somebody left over may take.
MOST_STEPS = 20_000


def solution_of(grower: Grower, groups: Iterable[Candidate], tried: int) -> Solution:
    """Return the answer of chosen groups, the best first."""
    proposals = sorted(
        (_proposal(grower, group) for group in groups), key=lambda found: (-found.quality, found.seekers)
    )
    placed = {one for group in groups for one in group.seekers}
    keys = [seeker.key for seeker in grower.problem.seekers]
    unmatched = {key: why(grower, one) for one, key in enumerate(keys) if one not in placed}
    value = sum(group.worth for group in groups)
    return Solution(tuple(proposals), unmatched, _figures(grower, proposals, value, tried))


def why(grower: Grower, one: int) -> Why:
    """Return why nobody was proposed to that seeker."""
    bond = grower.bonds[one]
    if bond.week.bit_count() < grower.least:
        return Why.NO_HOURS
    others = [*grower.bonds[:one], *grower.bonds[one + 1 :], *grower.team_bonds]
    if all(bond.languages.isdisjoint(other.languages) for other in others):
        return Why.NO_LANGUAGE
    if not grower.neighbours[one] and not any(one in near for near in grower.team_neighbours):
        return Why.FEW_HOURS
    return Why.ODD_ONE_OUT if _has_group(grower, one) else Why.NO_GROUP


def bound_of(grower: Grower) -> int:
    """Return a value that no answer passes: each person in the best group that their pairs would allow."""
    into_team = {one for near in grower.team_neighbours for one in near}
    filled = min(len(into_team), sum(team.free for team in grower.problem.teams))
    return filled * FILLS + sum(
        PLACED + _best_quality(grower, one)
        for one, near in enumerate(grower.neighbours)
        if len(near) >= grower.conditions.min_size - 1 or one in into_team
    )


def _best_quality(grower: Grower, one: int) -> int:
    """Return a quality that no group of that seeker passes, from what those near them bring, all at once."""
    bond, conditions = grower.bonds[one], grower.conditions
    near = [grower.bonds[other] for other in grower.neighbours[one]]
    teams = [grower.team_bonds[team] for team, fits in enumerate(grower.team_neighbours) if one in fits]
    everybody = [bond, *near, *teams]
    countries = frozenset().union(*(other.countries for other in everybody))
    profiles = frozenset().union(*(other.profiles for other in everybody))
    hours = max((bond._replace(week=bond.week & other.week).hours for other in everybody[1:]), default=0)
    points = COUNTRIES.get(min(len(countries), max(COUNTRIES)), 0)
    points += MIXED if not (TECHNICAL.isdisjoint(profiles) or LINGUISTIC.isdisjoint(profiles)) else 0
    points += CHALLENGE if _may_agree(bond, everybody) else 0
    points += ROBUST if sum(other.size for other in everybody) >= ROBUST_SIZE else 0
    return points + spare_points(hours, conditions)


def _may_agree(bond: Bond, everybody: list[Bond]) -> bool:
    wishes = Counter(wish for other in everybody for wish in other.challenges)
    return any(wishes[wish] > 1 for wish in (bond.challenges or wishes))


def _has_group(grower: Grower, one: int) -> bool:
    """Tell whether any group with that seeker would have been possible, had nobody else needed its people."""
    steps = iter(range(MOST_STEPS))
    starts = [(grower.bonds[one], grower.neighbours[one])]
    for team, near in enumerate(grower.team_neighbours):
        grown = joined(grower.team_bonds[team], grower.bonds[one], grower.least) if one in near else None
        if grown:
            starts.append((grown, near))
    return any(_can_grow(grower, bond, pool, steps) for bond, pool in starts)


def _can_grow(grower: Grower, bond: Bond, pool: list[int], steps: Iterator[int]) -> bool:
    if bond.size >= grower.conditions.min_size:
        return True
    for place, other in enumerate(pool):
        if next(steps, None) is None:
            return True
        grown = joined(bond, grower.bonds[other], grower.least)
        if grown and _can_grow(grower, grown, pool[place + 1 :], steps):
            return True
    return False


def _proposal(grower: Grower, group: Candidate) -> Proposal:
    problem, bond = grower.problem, group.bond
    return Proposal(
        seekers=tuple(problem.seekers[one].key for one in group.seekers),
        team=None if group.team is None else problem.teams[group.team].key,
        size=bond.size,
        hours=bond.hours,
        languages=tuple(sorted(bond.languages)),
        countries=tuple(sorted(bond.countries)),
        profiles=tuple(sorted(bond.profiles)),
        is_mixed=bond.is_mixed,
        challenge=bond.agreed_challenge,
        quality=quality(bond, problem.conditions),
    )


def _figures(grower: Grower, proposals: list[Proposal], value: int, tried: int) -> Figures:
    number = max(len(proposals), 1)
    bound = max(bound_of(grower), value)
    placed = sum(len(found.seekers) for found in proposals)
    return Figures(
        seekers=len(grower.problem.seekers),
        placed=placed,
        proposals=len(proposals),
        completed_teams=sum(found.team is not None for found in proposals),
        candidates=tried,
        value=value,
        bound=bound,
        gap=(bound - value) / bound if bound else 0.0,
        countries_per_team=sum(len(found.countries) for found in proposals) / number,
        mixed_share=sum(found.is_mixed for found in proposals) / number,
        two_or_three_countries_share=sum(len(found.countries) in (2, 3) for found in proposals) / number,
        mean_quality=sum(found.quality for found in proposals) / number,
        mean_hours=sum(found.hours for found in proposals) / number,
        sizes=dict(sorted(Counter(found.size for found in proposals).items())),
    )
