"""What somebody asks the finder for, read from the address; what makes no sense there is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self
from urllib.parse import urlencode

from registrations.states import SpokenLanguage
from registrations.states.teams import Path, Profile
from somosnlp.ui.countries import country_codes

#: Field of `Filters` → its name in the address.
PARAMETERS = {
    "text": "q",
    "profile": "perfil",
    "language": "idioma",
    "country": "pais",
    "challenge": "reto",
    "places": "plazas",
    "hours": "horas",
    "path": "camino",
}
CURSOR = "desde"
#: «camino» of who wants to see what is not on their path too.
ALL_PATHS = "todos"
LONGEST_SEARCH = 80
PLACES = ("1", "2", "3", "4")
HOURS = ("1", "3", "6", "12")


@dataclass(frozen=True)
class Filters:
    """Every field as it stands in the address; empty where nothing was asked."""

    text: str = ""
    profile: str = ""
    language: str = ""
    country: str = ""
    challenge: str = ""
    places: str = ""
    hours: str = ""
    path: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], challenges: Mapping[int, str]) -> Self:
        """Read an address; `challenges` are those of the edition by number."""
        known = {
            "profile": Profile.values,
            "language": SpokenLanguage.values,
            "country": country_codes(),
            "challenge": [str(number) for number in challenges],
            "places": PLACES,
            "hours": HOURS,
            "path": [*Path.values, ALL_PATHS],
        }
        asked = {field: query.get(PARAMETERS[field], "") for field in known}
        chosen = {field: value for field, value in asked.items() if value in known[field]}
        return cls(text=" ".join(query.get(PARAMETERS["text"], "")[:LONGEST_SEARCH].split()), **chosen)

    @property
    def active(self) -> list[str]:
        """The fields that leave something out, in their order; the path has chips of its own."""
        return [field.name for field in fields(self) if field.name != "path" and getattr(self, field.name)]

    def address(self, **changes: str) -> str:
        """Return the query of these filters with `changes`, the page left out: `?perfil=data`, or `?`."""
        changed = replace(self, **changes)
        pairs = {name: getattr(changed, field) for field, name in PARAMETERS.items()}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


def asks_anything(query: Mapping[str, str]) -> bool:
    """Tell whether an address names a filter or a page; `?fbclid=…` does not."""
    return not {*PARAMETERS.values(), CURSOR}.isdisjoint(query)
