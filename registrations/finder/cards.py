"""Rows of the finder as its cards show them; all texts ready, so that a template only places them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Edition
from registrations.finder import people, teams, words
from registrations.finder.fit import Fit, Planes, Wish, fit_of, planes_by_zone
from registrations.finder.paging import Page
from registrations.signed_ids import sign_registration
from registrations.states import NlpLevel
from registrations.states.teams import PATH_OF_LEVEL

_NO_FIT = Fit(points=0)


@dataclass(frozen=True)
class TeamCard:
    """A team as the finder shows it; `reasons` is empty for who is not compared."""

    name: str
    url: str
    places: str
    reasons: str
    text: str
    profiles: str
    tasks: str
    facts: str
    challenge: str
    report_url: str


@dataclass(frozen=True)
class PersonCard:
    """Somebody who wants to be found: no address, no handle, no number of theirs."""

    name: str
    signed: str
    path: str
    path_label: str
    reasons: str
    text: str
    profiles: str
    tasks: str
    facts: str
    challenge: str
    report_url: str


def team_cards(
    edition: Edition,
    page: Page,
    wish: Wish | None,
    zones: Mapping[Planes, list[str]],
    challenges: Mapping[int, str],
) -> list[TeamCard]:
    """Return the cards of a page of `find_teams`."""
    planes = planes_by_zone(zones)
    before = reverse("team", args=[edition.slug, "-"]).removesuffix("-/")
    after = reverse("team-report", args=[edition.slug, "-"]).removeprefix(f"{before}-")
    return [
        TeamCard(
            name=row["name"],
            url=f"{before}{row['slug']}/",
            places=words.places_text(row["places"] - row["members"]),
            reasons=words.team_reasons(_fit(teams.found_in(row, planes), wish)),
            text=words.excerpt_of(row["excerpt"]),
            profiles=words.profiles_text(row["profiles"]),
            tasks=words.tasks_text(row["tasks"]),
            facts=_facts(_size(row), row["countries"], row["languages"]),
            challenge=challenges.get(row["challenge"], ""),
            report_url=f"{before}{row['slug']}{after}",
        )
        for row in page.rows
    ]


def person_cards(
    edition: Edition,
    page: Page,
    wish: Wish,
    zones: Mapping[Planes, list[str]],
    challenges: Mapping[int, str],
) -> list[PersonCard]:
    """Return the cards of a page of `find_people`."""
    planes = planes_by_zone(zones)
    before, _sign, after = reverse("team-profile-report", args=[edition.slug, "-"]).rpartition("-")
    cards = []
    for row in page.rows:
        path = PATH_OF_LEVEL[NlpLevel(row["registration__level"])]
        signed = sign_registration(row["registration"])
        card = PersonCard(
            name=row["registration__user__public_name"] or row["registration__user__name"] or _("Sin nombre"),
            signed=signed,
            path=path.value,
            path_label=capfirst(str(path.label)),
            reasons=words.person_reasons(_fit(people.found_in(row, planes), wish)),
            text=row["about"],
            profiles=words.profiles_text(row["profiles"]),
            tasks=words.tasks_text(row["tasks"]),
            facts=_facts("", row["registration__countries"], row["registration__languages"]),
            challenge=challenges.get(row["challenge"], ""),
            report_url=f"{before}{signed}{after}",
        )
        cards.append(card)
    return cards


def _fit(found: Any, wish: Wish | None) -> Fit:
    return fit_of(wish, found) if wish is not None else _NO_FIT


def _size(row: Mapping[str, Any]) -> str:
    return _("%(members)d de %(places)d personas") % {"members": row["members"], "places": row["places"]}


def _facts(size: str, countries: list[str], languages: list[str]) -> str:
    parts = (size, words.countries_text(countries), words.languages_text(languages))
    return " · ".join(part for part in parts if part)
