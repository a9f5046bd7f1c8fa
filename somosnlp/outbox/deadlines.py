"""The dates of an edition as reminders know them: counted back from, named in a mail, of concern to somebody.

Younger apps have them: `PROVIDERS["deadlines"]` lists functions that return `Deadline`s.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from somosnlp.outbox.groups import Recipients
from somosnlp.providers import providers


@dataclass(frozen=True)
class Deadline:
    """One kind of date.

    `instants` answers edition → the last instant, for those that are known and settled; `words` an edition
    and a zone → the date in words; `concerned` an edition → whom it concerns, as `Segment.recipients`.
    """

    key: str
    label: str | Promise
    instants: Callable[[], Mapping[int, datetime]]
    words: Callable[[int, str], str]
    concerned: Callable[[int], Recipients]


def deadlines() -> list[Deadline]:
    """Return every kind of date."""
    asking: Iterable[Callable[[], Iterable[Deadline]]] = providers("deadlines")
    return [deadline for ask in asking for deadline in ask()]


def deadline_named(key: str) -> Deadline | None:
    """Return the kind of date `key`, or None when no app lists it any more."""
    return next((deadline for deadline in deadlines() if deadline.key == key), None)
