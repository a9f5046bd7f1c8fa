"""What one sets the finder with: selects, chips of what is set, chips of the paths."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registrations.finder.filters import ALL_PATHS, HOURS, PARAMETERS, PLACES, Filters
from registrations.states import SpokenLanguage
from registrations.states.teams import PROFILE_NAMES, Path
from somosnlp.ui.countries import country_names, selected_options

Choices = Iterable[tuple[str, Any]]


@dataclass(frozen=True)
class Select:
    """One filter: its name in the address, its words, its options."""

    name: str
    label: str
    options: SafeString


@dataclass(frozen=True)
class Chip:
    """A link that sets something or takes it away; `mark` is the colour of a path."""

    label: str
    url: str
    current: bool = False
    mark: str = ""


def selects(filters: Filters, challenges: Mapping[int, str], names: Iterable[str]) -> list[Select]:
    """Return the filters called `names`, with what is chosen."""
    language = get_language() or "es"
    labels = _labels()
    return [
        Select(PARAMETERS[name], labels[name], _options(name, getattr(filters, name), challenges, language))
        for name in names
        if name != "challenge" or challenges
    ]


def active_chips(filters: Filters, challenges: Mapping[int, str]) -> list[Chip]:
    """Return a chip for each filter that is set; its link takes it away."""
    return [
        Chip(_words_of(name, getattr(filters, name), challenges), filters.address(**{name: ""}))
        for name in filters.active
    ]


def path_chips(filters: Filters) -> list[Chip]:
    """Return a chip for each path and one for all of them."""
    chips = [Chip(_("Todos los caminos"), filters.address(path=ALL_PATHS), filters.path in ("", ALL_PATHS))]
    for path in Path:
        url = filters.address(path=path.value)
        chips.append(Chip(capfirst(str(path.label)), url, current=filters.path == path, mark=path.value))
    return chips


def _labels() -> dict[str, str]:
    return {
        "profile": _("Perfil"),
        "language": _("Idioma"),
        "country": _("País"),
        "challenge": _("Reto"),
        "places": _("Plazas libres"),
        "hours": _("Horas en común"),
    }


def _options(name: str, chosen: str, challenges: Mapping[int, str], language: str) -> SafeString:
    if name == "country":
        return selected_options(language, chosen)
    if name == "challenge":
        return _option_list([(str(number), label) for number, label in challenges.items()], chosen)
    return _known_options(name, chosen, language)


@lru_cache(maxsize=128)
def _known_options(name: str, chosen: str, language: str) -> SafeString:
    choices: dict[str, Choices] = {
        "profile": [(profile.value, label) for profile, label in PROFILE_NAMES.items()],
        "language": SpokenLanguage.choices,
        "places": [(count, _at_least(count)) for count in PLACES],
        "hours": [(count, _hours(count)) for count in HOURS],
    }
    return _option_list(choices[name], chosen)


def _option_list(choices: Choices, chosen: str) -> SafeString:
    rows = (("selected" if value == chosen else "", value, label) for value, label in choices)
    return format_html_join("", '<option {} value="{}">{}</option>', rows)


def _at_least(count: str) -> str:
    return _("%(count)s o más") % {"count": count}


def _hours(count: str) -> str:
    words = ngettext("%(count)s hora a la semana, o más", "%(count)s horas a la semana, o más", int(count))
    return words % {"count": count}


def _words_of(name: str, value: str, challenges: Mapping[int, str]) -> str:
    """Return what a chip says of a filter that is set."""
    words = {
        "text": lambda: _("«%(text)s»") % {"text": value},
        "profile": lambda: str(dict(PROFILE_NAMES)[value]),  # type: ignore[index]  # a str is its member
        "language": lambda: str(SpokenLanguage(value).label),
        "country": lambda: country_names([value])[0],
        "challenge": lambda: challenges[int(value)],
        "places": lambda: _("plazas: %(count)s o más") % {"count": value},
        "hours": lambda: _hours(value),
    }
    return words[name]()
