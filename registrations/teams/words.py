"""A team in words: the chips of what it looks for, its history, the text for the community's channel."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from registrations.models import Team
from registrations.states import NlpLevel, SpokenLanguage
from registrations.states.teams import (
    PATH_OF_LEVEL,
    PROFILE_NAMES,
    TASKS_OF_PATH,
    LogEvent,
    Path,
    Profile,
    Task,
    TeamStatus,
)
from somosnlp.accounts.models import User
from somosnlp.outbox.links import page_url
from somosnlp.ui.hours import boxes_of

#: How much of a long text the history shows.
LONGEST_VALUE = 240
#: How the columns of a team that only the history names are called there; the others have their own name.
COLUMN_NAMES = {
    "captain": _("capitanía"),
    "merged": _("equipos"),
    "status": _("estado"),
    "places": _("plazas"),
}
#: The columns that hold several of a kind.
LISTS: dict[str, type[TextChoices]] = {"profiles": Profile, "tasks": Task, "languages": SpokenLanguage}
#: Whose doing an entry tells; the others tell what `by` did.
OF_THE_PERSON = {LogEvent.JOINED, LogEvent.LEFT}
NAMING_THE_PERSON = {LogEvent.REMOVED, LogEvent.HANDED_OVER}


def name_of(user: User | None) -> str:
    """Return how others see a person; never the address."""
    return (user.display_name if user else "") or gettext("Alguien")


def shown_name(public_name: str | None, name: str | None) -> str:
    """Return `name_of` from the two columns; empty where there is no person at all (both None)."""
    return "" if name is None else public_name or name or gettext("Alguien")


def labels(codes: Iterable[str], choices: type[TextChoices]) -> list[str]:
    """Return the words of `codes`; one that is no longer offered is shown as it is."""
    return [str(choices(code).label) if code in choices else code for code in codes]


def profile_names(codes: Iterable[str]) -> list[str]:
    """Return the short names of profiles, for chips."""
    return [str(PROFILE_NAMES[Profile(code)]) for code in codes if code in Profile]


@dataclass(frozen=True)
class Change:
    """One thing that changed: what, before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Happening:
    """One entry of a team's history in words."""

    at: datetime
    words: str
    changes: list[Change]


def happening_of(
    event: LogEvent, at: datetime, changes: dict[str, list[Any]], *, by: str, to: str
) -> Happening:
    """Return an entry of the history for the team's members; `by` and `to` are names, empty for nobody."""
    subject = (to if event in OF_THE_PERSON else by) or gettext("La plataforma")
    words = str(event.label) if event == LogEvent.DISSOLVED else f"{subject} {event.label}"
    if event in NAMING_THE_PERSON and to:
        words = f"{words}: {to}"
    shown = {column: values for column, values in changes.items() if column != "captain"}
    return Happening(at, words, [_change(column, *values) for column, values in shown.items()])


def first_task(team: Team, level: str, wishes: Iterable[str]) -> str:
    """Return what somebody new could begin with: what both want, else what their level reaches."""
    path = PATH_OF_LEVEL[NlpLevel(level)] if level in NlpLevel.values else Path.GREEN
    within_reach = reach_of(path)
    wanted = [task for task in team.tasks if task in wishes]
    possible = [task for task in team.tasks if task in within_reach]
    chosen = [*wanted, *possible, *team.tasks, *TASKS_OF_PATH[path]][0]
    return str(Task(chosen).label)


def reach_of(path: Path) -> list[str]:
    """Return the tasks somebody on `path` can take: its own, then those of the paths before it."""
    steps = list(TASKS_OF_PATH)
    return [task for step in reversed(steps[: steps.index(path) + 1]) for task in TASKS_OF_PATH[step]]


def announcement(team: Team) -> str:
    """Return a text in which the team looks for people, ready for #encuentra-equipo."""
    lines = [gettext("👋 Buscamos gente: %(team)s") % {"team": team.name}]
    if team.idea:
        lines.append(_in_short(team.idea))
    facts = (
        (gettext("Buscamos"), profile_names(team.profiles)),
        (gettext("Qué hay que hacer"), labels(team.tasks, Task)),
        (gettext("Idiomas"), labels(team.languages, SpokenLanguage)),
        (gettext("Reto"), [team.challenge.label] if team.challenge else []),
        (gettext("Plazas libres"), [str(team.free_places)]),
    )
    lines += [f"{label}: {', '.join(values)}" for label, values in facts if values]
    url = page_url("team", team.edition.slug, team.slug, language=get_language() or "es")
    return "\n".join([*lines, gettext("Para entrar: %(url)s") % {"url": url}])


def _in_short(idea: str) -> str:
    """Return the first paragraph of an idea, in one line and cut between words where it is long."""
    paragraph = " ".join(idea.strip().partition("\n\n")[0].split())
    return textwrap.shorten(paragraph, 400, placeholder="…")


def _change(column: str, before: Any, after: Any) -> Change:
    label: object = COLUMN_NAMES.get(column)
    if label is None:
        label = getattr(Team._meta.get_field(column), "verbose_name", column)
    return Change(str(label), _value(column, before), _value(column, after))


def _value(column: str, value: Any) -> str:
    if column in LISTS:
        return ", ".join(labels(value or [], LISTS[column])) or "—"
    if column == "status":
        return str(TeamStatus(value).label)
    if column == "hours":
        count = len(boxes_of(value or 0))
        return ngettext("%(count)d franja", "%(count)d franjas", count) % {"count": count}
    if isinstance(value, bool):
        return gettext("sí") if value else gettext("no")
    return Truncator(str(value)).chars(LONGEST_VALUE) if value not in (None, "") else "—"
