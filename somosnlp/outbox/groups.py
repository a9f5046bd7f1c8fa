"""Groups of people that organisers choose from: for a letter, and as whom a reminder speaks to.

Listed by functions in `PROVIDERS["segments"]`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from somosnlp.providers import providers

#: `values_list` of (user id, e-mail, language, zone); what follows is for reminders.
Recipients = QuerySet[Any, tuple[Any, ...]]


@dataclass(frozen=True)
class Segment:
    """A group of people of one edition.

    `recipients` answers for an edition with a `values_list` of exactly (user id, e-mail, language, zone,
    edition id, since when they belong to the group): what the audience of a reminder is, too.
    """

    key: str
    label: str | Promise
    recipients: Callable[[int], Recipients]


def segments() -> list[Segment]:
    """Return every group that can be picked."""
    asking: Iterable[Callable[[], Iterable[Segment]]] = providers("segments")
    return [segment for ask in asking for segment in ask()]


def segment_named(key: str) -> Segment | None:
    """Return the group `key`, or None when no app lists it any more."""
    return next((segment for segment in segments() if segment.key == key), None)
