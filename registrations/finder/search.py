"""Asks PostgreSQL for a page of teams or of people, those first that fit the reader best."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from events.models import Edition
from registrations.finder import fit, statements
from registrations.finder.filters import ALL_PATHS, Filters
from registrations.finder.fit import Found, Planes, Wish, planes_of, shared_quarters
from registrations.finder.paging import PAGE_SIZE, Cursor, Page
from registrations.finder.reader import tasks_until
from registrations.states.teams import PATH_OF_LEVEL
from somosnlp.ui.hours import QUARTERS_AN_HOUR

#: How much of an idea is read for a card.
EXCERPT = 400
_WEIGHTS = {
    name: getattr(fit, name) for name in ("PROFILE", "LANGUAGE", "TASK", "LEVEL_TASK", "CHALLENGE", "COUNTRY")
}
#: Zones found so far; the statement tells when a row is in yet another one, and is then asked again.
_zones: set[str] = {""}
_LEVEL_OF_PATH = {path.value: level.value for level, path in PATH_OF_LEVEL.items()}


class Asked(NamedTuple):
    """What somebody asks the finder for. Without a `wish` nothing is compared: most places come first."""

    edition: Edition
    filters: Filters
    wish: Wish | None
    cursor: Cursor | None
    now: datetime


class Answer(NamedTuple):
    """A page, and the masks by which the hours of its rows are compared with the reader's."""

    page: Page
    planes: Mapping[str, Planes]

    def found_in(self, row: Mapping[str, Any]) -> Found:
        """Return a row as the other side of a fit."""
        return Found(
            profiles=tuple(row["profiles"]),
            tasks=tuple(row["tasks"]),
            languages=tuple(row["languages"]),
            countries=tuple(row["countries"]),
            challenge=row["challenge"],
            quarters=shared_quarters(row["hours"], self.planes.get(row["time_zone"], ())),
        )


def find_teams(asked: Asked) -> Answer:
    """Return the teams that look for people. One query, unless a new zone comes up."""
    path = asked.filters.path
    narrows = path and path != ALL_PATHS
    extra = {
        "country": asked.filters.country,
        "places": int(asked.filters.places or 0),
        "path_tasks": tasks_until(path) if narrows else None,
        "excerpt": EXCERPT,
    }
    return _find(asked, statements.TEAMS, statements.ZONES_OF_TEAMS, extra)


def find_people(asked: Asked, reader: int) -> Answer:
    """Return the people who want to be found, but not the registration `reader`. Queries as for teams."""
    extra = {
        "country": asked.filters.country,
        "level": _LEVEL_OF_PATH.get(asked.filters.path, ""),
        "reader": reader,
    }
    return _find(asked, statements.PEOPLE, statements.ZONES_OF_PEOPLE, extra)


def _find(asked: Asked, statement: str, zones_statement: str, extra: dict[str, Any]) -> Answer:
    wish = asked.wish or Wish()
    parameters = _parameters(asked, wish) | extra
    hours = int(asked.filters.hours or 0) if wish.week else 0
    parameters |= {"least_quarters": hours * QUARTERS_AN_HOUR}
    planes = _planes(wish, _zones, asked)
    found = _rows(statement, parameters | _plane_columns(planes))
    if wish.week and (not found or found[0]["elsewhere"]):
        before = len(_zones)
        _zones.update(row["time_zone"] for row in _rows(zones_statement, parameters))
        if len(_zones) > before:
            planes = _planes(wish, _zones, asked)
            found = _rows(statement, parameters | _plane_columns(planes))
    return Answer(Page.of(found, found[0]["total"] if found else 0), planes)


def _planes(wish: Wish, zones: Iterable[str], asked: Asked) -> dict[str, Planes]:
    return planes_of(wish.week, zones, asked.now, asked.edition.time_zone) if wish.week else {}


def _parameters(asked: Asked, wish: Wish) -> dict[str, Any]:
    filters, cursor = asked.filters, asked.cursor
    return _WEIGHTS | {
        "edition": asked.edition.pk,
        "compares": asked.wish is not None,
        "profiles": sorted(wish.profiles),
        "languages": sorted(wish.languages),
        "tasks": sorted(wish.tasks),
        "level_tasks": sorted(wish.level_tasks),
        "countries": sorted(wish.countries),
        "challenge": wish.challenge,
        "most_quarters": fit.MOST_QUARTERS,
        "quarters_a_point": fit.QUARTERS_A_POINT,
        "text": filters.text.replace("\0", ""),
        "profile": filters.profile,
        "language": filters.language,
        "reto": int(filters.challenge or 0),
        "after": cursor.pk if cursor else None,
        "after_score": cursor.score if cursor else None,
        "rows": PAGE_SIZE + 1,
    }


def _plane_columns(planes: Mapping[str, Planes]) -> dict[str, list[Any]]:
    """Return the masks as one list for each column of the statement."""
    columns = {f"p{n}": [masks[n] for masks in planes.values()] for n in range(5)}
    return {"zones": list(planes), **columns}


def _rows(statement: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
