"""What the calls ask: one list that the page shows, the form asks and the services check.

A requirement carries the name of the column it fills, the words of its question and its limits. Pages
list `asked_of(call)`, forms take label, help and limits from it (`events/forms/asked.py`) and services
ask `missing_in` before anything is sent, so that the three cannot drift apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from events.calls.questions import Requirement, Section
from events.mentorships.requirements import MENTORSHIP
from events.models import Call
from events.posters.requirements import POSTER
from events.proposals.requirements import KEYNOTE
from events.states import CallKind

#: The sections of every call that is asked with this list.
SECTIONS: dict[str, tuple[Section, ...]] = {
    CallKind.KEYNOTE: KEYNOTE,
    CallKind.MENTORSHIP: MENTORSHIP,
    CallKind.POSTER: POSTER,
}
#: Columns that no question asks for: the browser fills in the zone in which the hours are.
COMPANIONS = frozenset({"time_zone"})


def requirements_of(kind: str) -> Iterator[Requirement]:
    """Yield every question of a kind of call, in the order of its form."""
    for section in SECTIONS.get(kind, ()):
        yield from section.requirements


def columns_of(kind: str) -> frozenset[str]:
    """Return the columns that the form of a kind of call fills in; nothing else is ever taken from it."""
    keys = {requirement.key for requirement in requirements_of(kind)}
    return frozenset(keys | COMPANIONS) if "hours" in keys else frozenset(keys)


def optional_of(kind: str) -> list[Requirement]:
    """Return the questions of a kind of call that an organiser may leave out."""
    return [r for r in requirements_of(kind) if not r.required and not r.goes_with]


def hidden_wrongly(kind: str, hidden: Iterable[str]) -> list[str]:
    """Return those of `hidden` that cannot be left out: required ones, and names of no question."""
    optional = {requirement.key for requirement in optional_of(kind)}
    return sorted(set(hidden) - optional)


def sections_asked(kind: str, hidden: Iterable[str] = ()) -> list[Section]:
    """Return the sections of a kind of call without the optional questions in `hidden`."""
    left_out = set(hidden)
    shown = (
        replace(section, requirements=tuple(r for r in section.requirements if _is_asked(r, left_out)))
        for section in SECTIONS.get(kind, ())
    )
    return [section for section in shown if section.requirements]


def _is_asked(requirement: Requirement, left_out: set[str]) -> bool:
    return requirement.required or left_out.isdisjoint({requirement.key, requirement.goes_with})


def asked_of(call: Call) -> list[Section]:
    """Return the sections of `call` as its form asks them."""
    return sections_asked(call.kind, call.hidden_questions)


def missing_in(kind: str, values: Mapping[str, Any]) -> list[str]:
    """Return the keys of the questions of `kind` that `values` do not answer as they must."""
    return [r.key for r in requirements_of(kind) if not r.is_met_by(values.get(r.key))]
