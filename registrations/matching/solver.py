"""From a problem to proposals: a first answer person by person, then HiGHS over a few groups at a time.

Choosing among candidate groups is set packing. Over all people at once it is too large to solve well in a
minute; over a handful of groups and some of those left over it is solved to the proven optimum in a tenth of
a second. So groups are taken apart and put together again, pass after pass, each time with other neighbours:
the answer never gets worse. No clock decides anything: the same problem has the same answer (ADR 0010).
"""

from collections.abc import Callable, Iterable, Iterator
from math import inf
from random import Random
from typing import TYPE_CHECKING

from registrations.matching.candidates import Candidate, Grower
from registrations.matching.problem import Problem, Solution
from registrations.matching.report import solution_of

if TYPE_CHECKING:
    from highspy import Highs

#: Groups, left-over people and idle teams taken together; how often each start is grown; how often all.
GROUPS_AT_ONCE = 7
LEFT_OVER_AT_ONCE = 8
IDLE_TEAMS_AT_ONCE = 3
STARTS = 5
FIRST_STARTS = 4
PASSES = 5
#: A pass that adds less than this share of the value is the last one.
LEAST_GAIN = 0.0002
#: Of HiGHS. Nearly every handful is optimal at the first node; the limit is a count, because a clock would
#: give another answer on another day.
SETTINGS: dict[str, bool | int | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 1,
    "mip_max_nodes": 200,
}

Progress = Callable[[int], None]


def solve(problem: Problem, on_progress: Progress = lambda _percent: None) -> Solution:
    """Return the best proposals found; `on_progress` is told how far it is, 0 to 100.

    The same people, teams and conditions give the same answer, in whatever order they come.
    """
    work = _Work(problem.sorted())
    on_progress(5)
    work.construct()
    on_progress(20)
    for number in range(PASSES):
        before = work.value
        for done, of in work.improve():
            on_progress(20 + int(75 * (number + done / of) / PASSES))
        if work.value - before <= before * LEAST_GAIN:
            break
    on_progress(97)
    return solution_of(work.grower, work.groups, work.tried)


class _Work:
    """The answer as it is now: `groups`, and who is `free` of those whom somebody fits."""

    def __init__(self, problem: Problem) -> None:
        self._random = Random(problem.conditions.seed)  # noqa: S311 -- reproducible, not secret
        self.grower = Grower(problem, self._random)
        self.groups: list[Candidate] = []
        self.free = set(range(len(problem.seekers)))
        self.tried = 0

    @property
    def value(self) -> int:
        return sum(group.worth for group in self.groups)

    def construct(self) -> None:
        """Fill the teams, then make groups around who has the fewest others to be with."""
        grower = self.grower
        for team, near in enumerate(grower.team_neighbours):
            pool = self._free_of(near)
            self._take(grown for _ in range(FIRST_STARTS) for grown in grower.grow_into(team, pool))
        for one in sorted(self.free, key=lambda one: (len(grower.neighbours[one]), one)):
            if one in self.free:
                pool = self._free_of(grower.neighbours[one])
                self._take(grown for _ in range(FIRST_STARTS) for grown in grower.grow_around(one, pool))

    def improve(self) -> Iterator[tuple[int, int]]:
        """Take every group apart once, in handfuls; yields (handfuls done, of how many)."""
        order = list(self.groups)
        self._random.shuffle(order)
        handfuls = [order[at : at + GROUPS_AT_ONCE] for at in range(0, len(order), GROUPS_AT_ONCE)]
        for number, handful in enumerate(handfuls, start=1):
            self._regroup(handful)
            yield number, len(handfuls)

    def _regroup(self, handful: list[Candidate]) -> None:
        """Put these groups and some of those left over together as well as can be."""
        left = sorted(one for one in self.free if self.grower.neighbours[one])
        some = self._random.sample(left, min(LEFT_OVER_AT_ONCE, len(left)))
        people = sorted({*some, *(one for group in handful for one in group.seekers)})
        teams = self._teams_for(handful)
        candidates = self._candidates(handful, people, teams)
        self.tried += len(candidates)
        chosen = choose(candidates, len(handful))
        kept = {id(group) for group in handful}
        self.groups = [group for group in self.groups if id(group) not in kept] + chosen
        self.free = (self.free | set(people)) - {one for group in chosen for one in group.seekers}

    def _teams_for(self, handful: list[Candidate]) -> list[int]:
        """Return the teams of the handful and some that nobody was proposed to."""
        taken = {group.team for group in self.groups}
        idle = [team for team, near in enumerate(self.grower.team_neighbours) if near and team not in taken]
        some = self._random.sample(idle, min(IDLE_TEAMS_AT_ONCE, len(idle)))
        return sorted({*some, *(group.team for group in handful if group.team is not None)})

    def _candidates(self, handful: list[Candidate], people: list[int], teams: list[int]) -> list[Candidate]:
        """Return the groups of the handful first, then grown ones, each once."""
        found = {(group.seekers, group.team): group for group in handful}
        for _ in range(STARTS):
            for one in people:
                for grown in self.grower.grow_around(one, people):
                    found.setdefault((grown.seekers, None), grown)
            for team in teams:
                for grown in self.grower.grow_into(team, people):
                    found.setdefault((grown.seekers, team), grown)
        return list(found.values())

    def _take(self, grown: Iterable[Candidate]) -> None:
        best = max(grown, key=lambda candidate: candidate.worth, default=None)
        if best is not None:
            self.groups.append(best)
            self.free.difference_update(best.seekers)

    def _free_of(self, near: list[int]) -> list[int]:
        return [one for one in near if one in self.free]


def choose(candidates: list[Candidate], present: int) -> list[Candidate]:
    """Return the candidates of the greatest worth in which nobody, and no team, is twice.

    The first `present` of them are the answer of before: whatever is returned is worth no less.
    """
    model = _model(candidates)
    from highspy import HighsSolution  # noqa: PLC0415 -- only the worker loads the solver

    before = HighsSolution()
    before.col_value = [float(place < present) for place in range(len(candidates))]
    model.setSolution(before)
    model.run()
    values = model.getSolution().col_value
    return [candidate for candidate, value in zip(candidates, values, strict=True) if value > 0.5]


def _model(candidates: list[Candidate]) -> "Highs":
    """Return the packing: a column of 0 or 1 a candidate, a row (at most one) a person or team."""
    from highspy import Highs, HighsVarType, ObjSense  # noqa: PLC0415

    model = Highs()  # type: ignore[no-untyped-call]
    for option, value in SETTINGS.items():
        model.setOptionValue(option, value)
    rows: dict[tuple[str, int], int] = {}
    for key in (key for candidate in candidates for key in _keys(candidate)):
        if rows.setdefault(key, len(rows)) == model.getNumRow():
            model.addRow(-inf, 1.0, 0, [], [])
    for place, candidate in enumerate(candidates):
        members = [rows[key] for key in _keys(candidate)]
        model.addCol(float(candidate.worth), 0.0, 1.0, len(members), members, [1.0] * len(members))
        model.changeColIntegrality(place, HighsVarType.kInteger)
    model.changeObjectiveSense(ObjSense.kMaximize)
    return model


def _keys(candidate: Candidate) -> list[tuple[str, int]]:
    team = [] if candidate.team is None else [("team", candidate.team)]
    return [("seeker", one) for one in candidate.seekers] + team
