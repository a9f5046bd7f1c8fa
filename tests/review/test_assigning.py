"""A fair share for each reviewer: the pure plan, against every property it promises."""

from itertools import combinations, product
from random import Random

import pytest

from somosnlp.review.assigning import Plan, Task, assign

PEOPLE = (1, 2, 3, 4)


def tasks(count: int, **facts: frozenset[int]) -> list[Task]:
    return [Task(key, **facts) for key in range(100, 100 + count)]


def readers(plan: Plan, key: int) -> set[int]:
    return {person for task, person in plan.added if task == key}


def test_each_task_gets_as_many_different_readers_as_asked() -> None:
    plan = assign(tasks(10), PEOPLE, 2)

    assert all(len(readers(plan, key)) == 2 for key in range(100, 110))
    assert (plan.short, plan.removed, plan.load) == ((), (), {1: 5, 2: 5, 3: 5, 4: 5})


def test_same_input_gives_the_same_plan_in_any_order() -> None:
    listed = [Task(key, barred=frozenset({key % 4})) for key in range(30)]
    shuffled = listed[::-1]

    assert assign(listed, PEOPLE, 2) == assign(shuffled, PEOPLE[::-1], 2)


def test_nobody_gets_their_own_or_one_they_have_a_conflict_with() -> None:
    plan = assign([Task(1, barred=frozenset({1, 2})), Task(2)], PEOPLE, 2)
    assert readers(plan, 1) == {3, 4}


def test_task_that_too_few_may_read_is_named() -> None:
    plan = assign([Task(1, barred=frozenset({1, 2, 3}))], PEOPLE, 2)
    assert (plan.short, readers(plan, 1)) == ((1,), {4})


def test_what_is_assigned_stays_and_nothing_is_added_again() -> None:
    first = assign(tasks(9), PEOPLE, 2)
    kept = [Task(key, assigned=frozenset(readers(first, key))) for key in range(100, 109)]

    again = assign(kept, PEOPLE, 2)

    assert (again.added, again.removed, again.load) == ((), (), first.load)


def test_who_drops_out_is_replaced_and_only_they() -> None:
    first = assign(tasks(12), PEOPLE, 2)
    kept = [Task(key, assigned=frozenset(readers(first, key))) for key in range(100, 112)]

    plan = assign(kept, PEOPLE[:3], 2)

    assert {person for _task, person in plan.removed} == {4}
    assert len(plan.added) == len(plan.removed) == first.load[4]
    assert plan.load == {1: 8, 2: 8, 3: 8}


def test_review_of_who_dropped_out_still_counts() -> None:
    plan = assign([Task(1, reviewed=frozenset({9}), assigned=frozenset({9}))], PEOPLE, 2)
    assert (len(plan.added), plan.removed, plan.short) == (1, (), ())


def test_assignment_with_a_conflict_is_passed_on() -> None:
    plan = assign([Task(1, assigned=frozenset({1}), barred=frozenset({1}))], PEOPLE, 1)
    assert plan.removed == ((1, 1),)
    assert readers(plan, 1)
    assert 1 not in readers(plan, 1)


@pytest.mark.parametrize(("people", "each"), [((), 2), (PEOPLE, 0)])
def test_nobody_to_share_with_adds_nothing(people: tuple[int, ...], each: int) -> None:
    assert assign(tasks(3), people, each).added == ()


@pytest.mark.parametrize("seed", range(40))
def test_plan_is_as_even_as_the_best_of_all_plans(seed: int) -> None:
    """Every possible plan is tried: none has a smaller sum of squares."""
    random, people, each = Random(seed), (1, 2, 3), 1 + seed % 2
    listed = [Task(key, barred=frozenset(random.sample(people, random.randint(0, 2)))) for key in range(5)]
    options = []
    for task in listed:
        free = sorted(set(people) - task.barred)
        options.append(list(combinations(free, min(each, len(free)))))

    best = min(
        sum(sum(person in chosen for chosen in whole) ** 2 for person in people)
        for whole in product(*options)
    )

    assert sum(load**2 for load in assign(listed, people, each).load.values()) == best


def test_large_call_is_shared_evenly() -> None:
    random = Random(7)
    listed = [Task(key, barred=frozenset(random.sample(range(20), 4))) for key in range(5000)]
    plan = assign(listed, range(20), 3)
    assert (plan.short, plan.spread) == ((), 0)
