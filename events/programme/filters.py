"""What the programme is narrowed down by: kind, level, topic and language, with how many there are of each.

The page always holds every session; those that do not fit are hidden, so that static/js/programme.js can show
them again without asking the server.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Session
from events.states import language_words

Value = Callable[[Session], str]

#: What each facet is called in the address, and what a session has there.
VALUES: dict[str, Value] = {
    "tipo": lambda session: session.kind,
    "nivel": lambda session: str(session.level or ""),
    "tema": lambda session: str(session.topic.number) if session.topic else "",
    "idioma": lambda session: session.language,
}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """One way to narrow down: `name` in the address, what there is to choose, and what was chosen."""

    name: str
    label: str
    options: list[Option]
    chosen: str


def facets_of(sessions: Iterable[Session], asked: Mapping[str, str]) -> list[Facet]:
    """Return the facets in which these sessions differ; what was asked for and no session has is ignored."""
    every = list(sessions)
    labels = {"tipo": _("Tipo"), "nivel": _("Nivel"), "tema": _("Tema"), "idioma": _("Idioma")}
    found = []
    for name, value_of in VALUES.items():
        counts = Counter(value for session in every if (value := value_of(session)))
        shown = {value_of(session): session for session in every}
        if len(counts) + (counts.total() < len(every)) > 1:
            options = [Option(value, _label(name, shown[value]), counts[value]) for value in _order(counts)]
            chosen = asked.get(name, "")
            found.append(Facet(name, labels[name], options, chosen if chosen in counts else ""))
    return found


def hidden_by(sessions: Iterable[Session], facets: Iterable[Facet]) -> set[int]:
    """Return the keys of the sessions that do not fit what was chosen."""
    wanted = {facet.name: facet.chosen for facet in facets if facet.chosen}
    return {
        session.pk
        for session in sessions
        if any(VALUES[name](session) != value for name, value in wanted.items())
    }


def language_name(code: str) -> str:
    """Return the name of a language as it stands alone; its code where we do not know it."""
    words = language_words(code)
    return words if words == code else capfirst(words)


def _order(counts: Mapping[str, int]) -> list[str]:
    return sorted(
        counts, key=lambda value: (not value.isdigit(), int(value) if value.isdigit() else 0, value)
    )


def _label(name: str, session: Session) -> str:
    if name == "tema":
        return session.topic.label if session.topic else ""
    if name == "idioma":
        return language_name(session.language)
    return capfirst(str(session.get_level_display() if name == "nivel" else session.get_kind_display()))
