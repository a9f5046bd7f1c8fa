"""Candidate groups: grown one person at a time from people and half-empty teams, among those given.

There are too many feasible groups to list (10¹² for 1,000 people); grown ones are good by themselves, and the
solver chooses among many of a few dozen people at a time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random

from registrations.matching.fit import Bond, bond_of, bond_of_team, joined, least_quarters, worth
from registrations.matching.problem import Problem

#: Of those who could come in next, how many are looked at, and by how much luck may decide.
LOOKED_AT = 40
LUCK = 40


@dataclass(frozen=True)
class Candidate:
    """A group that may be proposed: seekers by their place in the problem, perhaps a team by its place."""

    seekers: tuple[int, ...]
    team: int | None
    bond: Bond
    worth: int


class Grower:
    """Grows candidates of one problem, whose order is that of the keys."""

    def __init__(self, problem: Problem, random: Random) -> None:
        self.problem = problem
        self.conditions = problem.conditions
        self.least = least_quarters(problem.conditions)
        self.bonds = [bond_of(seeker) for seeker in problem.seekers]
        self.team_bonds = [bond_of_team(team) for team in problem.teams]
        self._random = random

    @cached_property
    def neighbours(self) -> list[list[int]]:
        """For each seeker, with whom they share a language and enough hours."""
        near: list[list[int]] = [[] for _ in self.bonds]
        for one, bond in enumerate(self.bonds):
            for other in range(one + 1, len(self.bonds)):
                if joined(bond, self.bonds[other], self.least):
                    near[one].append(other)
                    near[other].append(one)
        return near

    @cached_property
    def team_neighbours(self) -> list[list[int]]:
        """For each team, who would fit in it."""
        return [
            [one for one, bond in enumerate(self.bonds) if joined(team, bond, self.least)]
            for team in self.team_bonds
        ]

    def grow_around(self, one: int, among: Iterable[int]) -> Iterator[Candidate]:
        """Yield groups of more and more people around a seeker; `among` are the others who may be in them."""
        pool = [other for other in among if other != one]
        yield from self._grow((one,), None, self.bonds[one], pool, self.conditions.max_size)

    def grow_into(self, team: int, among: Iterable[int]) -> Iterator[Candidate]:
        """Yield groups of more and more people who complete a team."""
        facts = self.problem.teams[team]
        most = min(self.conditions.max_size, facts.size + facts.free)
        yield from self._grow((), team, self.team_bonds[team], list(among), most)

    def _grow(
        self, members: tuple[int, ...], team: int | None, bond: Bond, pool: list[int], most: int
    ) -> Iterator[Candidate]:
        while bond.size < most:
            found = self._best_next(bond, pool)
            if found is None:
                return
            chosen, bond = found
            members = (*members, chosen)
            pool = [one for one in pool if one != chosen]
            if bond.size >= self.conditions.min_size:
                yield Candidate(tuple(sorted(members)), team, bond, worth(bond, self.conditions))

    def _best_next(self, bond: Bond, pool: list[int]) -> tuple[int, Bond] | None:
        """Return who of some of the pool makes the best group, and that group."""
        some = pool if len(pool) <= LOOKED_AT else self._random.sample(pool, LOOKED_AT)
        best, found = float("-inf"), None
        for one in some:
            grown = joined(bond, self.bonds[one], self.least)
            if grown is None:
                continue
            # Hours that are shared beyond those that count leave room for who comes next.
            gain = worth(grown, self.conditions) + grown.hours + self._random.random() * LUCK
            if gain > best:
                best, found = gain, (one, grown)
        return found
