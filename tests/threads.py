"""Things that happen at once, each in a thread with a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connection

Act = Callable[[], Any]


def at_once(acts: Sequence[Act], *, refusals: tuple[type[Exception], ...] = ()) -> list[Any]:
    """Begin all of `acts` at the same instant; return what each came to, or which of `refusals` it raised."""
    start = Barrier(len(acts), timeout=30)

    def together(act: Act) -> Any:
        start.wait()
        return act()

    return in_threads([partial(together, act) for act in acts], len(acts), refusals=refusals)


def in_threads(acts: Sequence[Act], threads: int, *, refusals: tuple[type[Exception], ...] = ()) -> list[Any]:
    """Let so many `threads` run `acts`, more than PostgreSQL has connections for; return as `at_once`."""

    def run(act: Act) -> Any:
        try:
            return act()
        except refusals as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, acts))
