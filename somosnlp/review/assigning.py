"""Who reads which proposal: as many readers each as asked, the work spread evenly, no Django.

What is assigned stays while its reader takes part; who dropped out is replaced. The same input always gives
the same plan.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import permutations

Pair = tuple[int, int]


@dataclass(frozen=True)
class Task:
    """A proposal: who may not read it, who has reviewed it already, whom it is assigned to."""

    key: int
    barred: frozenset[int] = frozenset()
    reviewed: frozenset[int] = frozenset()
    assigned: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Plan:
    """Pairs of proposal and reader to add and remove; proposals with too few; what each reader has then."""

    added: tuple[Pair, ...]
    removed: tuple[Pair, ...]
    short: tuple[int, ...]
    load: dict[int, int]

    @property
    def spread(self) -> int:
        """How many more the busiest reader has than the least busy."""
        return max(self.load.values(), default=0) - min(self.load.values(), default=0)


def assign(tasks: Iterable[Task], people: Iterable[int], each: int) -> Plan:
    """Return the plan that gives every task `each` readers out of `people`, as evenly as can be."""
    desk = _Desk(list(tasks), sorted(set(people)))
    for task in sorted(desk.tasks.values(), key=lambda task: (len(desk.free(task)), task.key)):
        for _place in range(each - len(desk.readers[task.key])):
            free = desk.free(task)
            if free:
                desk.give(task.key, min(free, key=partial(desk.rank, task.key)))
    while desk.even_out():
        pass
    return Plan(
        added=tuple(sorted((task, person) for person, given in desk.given.items() for task in given)),
        removed=tuple(sorted(desk.removed)),
        short=tuple(sorted(key for key, readers in desk.readers.items() if len(readers) < each)),
        load=desk.load,
    )


@dataclass
class _Desk:
    """The assignment while it is made: who reads what, and what was given out just now."""

    listed: list[Task]
    people: list[int]
    tasks: dict[int, Task] = field(init=False)
    readers: dict[int, set[int]] = field(init=False)
    given: dict[int, set[int]] = field(init=False)
    load: dict[int, int] = field(init=False)
    removed: list[Pair] = field(init=False)
    met: Counter[Pair] = field(init=False)

    def __post_init__(self) -> None:
        taking_part = set(self.people)
        self.tasks = {task.key: task for task in self.listed}
        self.given = {person: set() for person in self.people}
        self.readers, self.removed = {}, []
        for task in self.listed:
            staying = (task.assigned & taking_part) - task.barred
            self.readers[task.key] = set(task.reviewed | staying)
            self.removed += [(task.key, person) for person in task.assigned - task.reviewed - staying]
        self.met = Counter(
            pair for readers in self.readers.values() for pair in permutations(sorted(readers), 2)
        )
        held = Counter(person for readers in self.readers.values() for person in readers)
        self.load = {person: held[person] for person in self.people}

    def free(self, task: Task) -> list[int]:
        """Return who may read `task` and does not."""
        taken = self.readers[task.key] | task.barred
        return [person for person in self.people if person not in taken]

    def rank(self, key: int, person: int) -> tuple[int, int, int]:
        """Return how soon `person` is asked: who has least, then who has read least with the others."""
        return self.load[person], sum(self.met[person, other] for other in self.readers[key]), person

    def give(self, key: int, person: int) -> None:
        """Let `person` read the task `key`."""
        for other in self.readers[key]:
            self.met[person, other] += 1
            self.met[other, person] += 1
        self.readers[key].add(person)
        self.given[person].add(key)
        self.load[person] += 1

    def take(self, key: int, person: int) -> None:
        """Undo `give`."""
        self.readers[key].remove(person)
        self.given[person].remove(key)
        self.load[person] -= 1

    def even_out(self) -> bool:
        """Pass tasks along a chain from a busier to a less busy reader; tell whether that was possible.

        Only what was given out just now moves. The sum of the squares of the loads falls each time, so it
        ends; and where no chain is left, no other plan is more even.
        """
        for busy in sorted(self.people, key=lambda person: (-self.load[person], person)):
            chain = self._chain(busy)
            if chain:
                for key, giver, taker in chain:
                    self.take(key, giver)
                    self.give(key, taker)
                return True
        return False

    def _chain(self, busy: int) -> list[tuple[int, int, int]]:
        """Return the shortest chain of (task, giver, taker) from `busy` to who has at least two fewer."""
        came: dict[int, tuple[int, int]] = {}
        line = deque([busy])
        while line:
            person = line.popleft()
            if self.load[person] <= self.load[busy] - 2:
                return list(_back(came, person))[::-1]
            for key, taker in self._passable(person):
                if taker != busy and taker not in came:
                    came[taker] = (key, person)
                    line.append(taker)
        return []

    def _passable(self, giver: int) -> Iterator[Pair]:
        for key in sorted(self.given[giver]):
            for taker in self.free(self.tasks[key]):
                yield key, taker


def _back(came: dict[int, tuple[int, int]], person: int) -> Iterator[tuple[int, int, int]]:
    while person in came:
        key, giver = came[person]
        yield key, giver, person
        person = giver
