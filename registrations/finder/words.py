"""What the finder says, in the active language: lists, reasons, a few lines of an idea."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registrations.finder.fit import Fit
from registrations.states import SpokenLanguage
from registrations.states.teams import PROFILE_NAMES, Profile, Task
from somosnlp.ui.countries import country_names

LONGEST_EXCERPT = 170
#: Of a long list of tasks or countries a card names so many.
MOST_NAMED = 3
#: … and as a reason even fewer.
MOST_TASKS = 2
#: Hardly a reason by itself: nearly everybody here speaks it.
TAKEN_FOR_GRANTED = ("es",)
#: A line never begins with the dot.
BETWEEN = "\u00a0· "
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`#>|~]+")
#: «y» is «e» before the same sound: «España e Italia», but «México y Hungría».
_SOUNDS_LIKE_I = re.compile(r"(i|í|hi(?!e))", re.IGNORECASE)


def in_words(names: Iterable[object]) -> str:
    """Return names as a sentence lists them: «a, b y c»."""
    *first, last = [str(name) for name in names] or [""]
    if not first:
        return last
    if get_language() == "es" and _SOUNDS_LIKE_I.match(last):
        return f"{', '.join(first)} e {last}"
    return _("%(first)s y %(last)s") % {"first": ", ".join(first), "last": last}


@lru_cache(maxsize=512)
def _names(kind: str, codes: tuple[str, ...], language: str | None) -> str:
    if kind == "countries":
        return in_words(country_names(list(codes[:MOST_NAMED])))
    if kind == "languages":
        return in_words(SpokenLanguage(code).label for code in codes if code in SpokenLanguage)
    if kind == "profiles":
        return in_words(PROFILE_NAMES[Profile(code)] for code in codes)
    return in_words(Task(code).label for code in codes[:MOST_NAMED])


def countries_text(codes: Iterable[str]) -> str:
    """Return the first countries of a list."""
    return _names("countries", tuple(codes), get_language())


def languages_text(codes: Iterable[str]) -> str:
    """Return languages by name."""
    return _names("languages", tuple(codes), get_language())


def profiles_text(codes: Iterable[str]) -> str:
    """Return profiles in few words: «perfil técnico y perfil de datos»."""
    return _names("profiles", tuple(codes), get_language())


def tasks_text(codes: Iterable[str]) -> str:
    """Return the first tasks of a list."""
    return _names("tasks", tuple(codes), get_language())


def places_text(count: int) -> str:
    """Return how many places are free."""
    return ngettext("%(count)d plaza libre", "%(count)d plazas libres", count) % {"count": count}


def teams_found(count: int) -> str:
    """Return how many teams answer the filters."""
    return ngettext("%(count)d equipo", "%(count)d equipos", count) % {"count": count}


def people_found(count: int) -> str:
    """Return how many people answer the filters."""
    return ngettext("%(count)d persona", "%(count)d personas", count) % {"count": count}


class Said(NamedTuple):
    """How the reasons of a page begin: asked for once, not for each card."""

    profiles: str
    tasks: str
    languages: str
    hours: str
    challenge: str


def team_words() -> Said:
    """Return how one says why a team fits."""
    return Said(
        _("buscan %s"), _("necesitan %s"), _("trabajan en %s"), _("%d h en común"), _("el mismo reto")
    )


def person_words() -> Said:
    """Return how one says why a person fits."""
    return Said(_("aporta %s"), _("le gustaría %s"), _("habla %s"), _("%d h en común"), _("el mismo reto"))


def reasons(fit: Fit, said: Said) -> str:
    """Return why somebody fits: «buscan perfil lingüístico · 3 h en común · México y España»."""
    found = []
    if fit.profiles:
        found.append(said.profiles % profiles_text(fit.profiles))
    if fit.hours:
        found.append(said.hours % fit.hours)
    if fit.tasks:
        found.append(said.tasks % tasks_text(fit.tasks[:MOST_TASKS]))
    if fit.languages and fit.languages != TAKEN_FOR_GRANTED:
        found.append(said.languages % languages_text(fit.languages))
    if fit.same_challenge:
        found.append(said.challenge)
    if fit.new_countries:
        found.append(countries_text(fit.new_countries))
    return BETWEEN.join(found)


def excerpt_of(markdown: str) -> str:
    """Return the beginning of a text in Markdown without its marks, in whole words."""
    plain = " ".join(_MARKS.sub("", _LINK.sub(r"\1", markdown)).split())
    if len(plain) <= LONGEST_EXCERPT:
        return plain
    return plain[:LONGEST_EXCERPT].rpartition(" ")[0].rstrip(",;:.") + "…"
