"""The solver: what it proposes is allowed, good, complete and always the same."""

import subprocess
import sys
from dataclasses import replace
from random import Random

import pytest

from registrations.matching.problem import Conditions, OpenTeam, Problem, Seeker, Solution, Why
from registrations.matching.solver import solve
from somosnlp.ui.hours import QUARTERS_AN_HOUR, shared_week
from tests.factories.matching import crowd

ALL_WEEK = (1 << 672) - 1
FIRST_DAY = (1 << 96) - 1


def seeker(key: int, **facts: object) -> Seeker:
    known = {"languages": frozenset({"es"}), "week": ALL_WEEK, "country": "CO", "profiles": frozenset()}
    return Seeker(key=key, **(known | facts))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def problem() -> Problem:
    return crowd(120, 6)


@pytest.fixture(scope="module")
def solution(problem: Problem) -> Solution:
    return solve(problem)


def test_every_proposal_respects_what_was_asked(problem: Problem, solution: Solution) -> None:
    people = {one.key: one for one in problem.seekers}
    teams = {one.key: one for one in problem.teams}
    for found in solution.proposals:
        members = [people[key] for key in found.seekers]
        team = [teams[found.team]] if found.team is not None else []
        assert found.size == len(members) + sum(one.size for one in team)
        assert 3 <= found.size <= 5
        assert all(len(members) <= one.free for one in team)
        everybody: list[Seeker | OpenTeam] = [*members, *team]
        week = shared_week(one.week for one in everybody)
        assert week.bit_count() >= problem.conditions.least_hours * QUARTERS_AN_HOUR
        assert frozenset.intersection(*(one.languages for one in everybody))


def test_nobody_is_proposed_twice_and_everybody_is_accounted_for(
    problem: Problem, solution: Solution
) -> None:
    placed = [key for found in solution.proposals for key in found.seekers]
    assert len(placed) == len(set(placed)) == solution.figures.placed
    assert set(placed) | set(solution.unmatched) == {one.key for one in problem.seekers}
    assert not set(placed) & set(solution.unmatched)


def test_teams_that_asked_for_people_get_them_and_groups_are_mixed(solution: Solution) -> None:
    figures = solution.figures
    assert figures.completed_teams == 6
    assert figures.gap < 0.02
    assert figures.mixed_share > 0.9
    assert figures.two_or_three_countries_share > 0.9


def test_the_same_people_get_the_same_answer_in_whatever_order_they_come(
    problem: Problem, solution: Solution
) -> None:
    assert solve(problem) == solution
    people, teams = list(problem.seekers), list(problem.teams)
    Random(99).shuffle(people)
    Random(98).shuffle(teams)
    assert solve(Problem(tuple(people), tuple(teams), problem.conditions)) == solution


def test_another_seed_is_another_answer(problem: Problem, solution: Solution) -> None:
    assert solve(replace(problem, conditions=replace(problem.conditions, seed=2))) != solution


def test_progress_only_grows(problem: Problem) -> None:
    told: list[int] = []
    solve(crowd(30), told.append)
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] <= 100


def test_spanish_and_portuguese_meet_where_somebody_understands_both() -> None:
    people = (
        seeker(1, languages=frozenset({"pt"})),
        seeker(2, languages=frozenset({"pt", "es"})),
        seeker(3, languages=frozenset({"pt"})),
        seeker(4),
    )
    found = solve(Problem(people))
    assert [one.seekers for one in found.proposals] == [(1, 2, 3)]
    assert found.unmatched == {4: Why.NO_GROUP}


def test_each_reason_for_being_in_no_proposal_is_told() -> None:
    people = (
        *(seeker(key, week=FIRST_DAY) for key in (1, 2, 3)),
        seeker(4, week=0),
        seeker(5, languages=frozenset({"eu"})),
        seeker(6, languages=frozenset({"other"})),
        seeker(7, languages=frozenset({"other"})),
        seeker(8, week=ALL_WEEK ^ FIRST_DAY),
    )
    found = solve(Problem(people))
    assert [one.seekers for one in found.proposals] == [(1, 2, 3)]
    assert found.unmatched == {
        4: Why.NO_HOURS,
        5: Why.NO_LANGUAGE,
        6: Why.NO_LANGUAGE,
        7: Why.NO_LANGUAGE,
        8: Why.FEW_HOURS,
    }


def test_whom_the_sizes_leave_over_is_the_odd_one_out() -> None:
    found = solve(Problem(tuple(seeker(key) for key in range(1, 5)), (), Conditions(max_size=3)))
    assert found.figures.placed == 3
    assert list(found.unmatched.values()) == [Why.ODD_ONE_OUT]


def test_a_team_of_two_is_completed_by_one_and_never_overfull() -> None:
    team = OpenTeam(1, 2, 1, frozenset({"es"}), ALL_WEEK, frozenset({"MX"}), frozenset({"technical"}))
    found = solve(Problem((seeker(1), seeker(2)), (team,)))
    assert [(one.team, len(one.seekers), one.size) for one in found.proposals] == [(1, 1, 3)]


@pytest.mark.parametrize("people", [0, 1, 2])
def test_too_few_people_make_no_team_and_no_error(people: int) -> None:
    found = solve(Problem(tuple(seeker(key) for key in range(people))))
    assert found.proposals == ()
    assert len(found.unmatched) == people


def test_the_solver_is_loaded_only_by_who_solves() -> None:
    loaded = (
        "import django, sys; django.setup(); import somosnlp.urls, registrations.tasks; "
        "from django.urls import get_resolver; get_resolver().url_patterns; "
        "print([name for name in ('highspy', 'numpy') if name in sys.modules])"
    )
    printed = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", loaded], capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == "[]"
