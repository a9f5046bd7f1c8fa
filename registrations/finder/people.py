"""People who want to be found by teams, those first whom the reader looks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from events.models import Edition
from registrations.finder.filters import ALL_PATHS, Filters
from registrations.finder.fit import Found, Planes, Wish, shared_quarters, zones_by_planes
from registrations.finder.paging import PAGE_SIZE, Cursor, Page
from registrations.finder.scoring import Columns, page_of, points
from registrations.finder.scoring import shared_quarters as shared_quarters_in_sql
from registrations.hours import QUARTERS_AN_HOUR
from registrations.models import Registration, TeamProfile
from registrations.states.teams import PATH_OF_LEVEL
from registrations.text_search import search_query

_ZONE = "registration__user__time_zone"
_COUNTRIES = "registration__countries"
_COLUMNS = (
    "pk",
    "score",
    "registration",
    "registration__user__public_name",
    "registration__user__name",
    "registration__level",
    "registration__languages",
    _COUNTRIES,
    _ZONE,
    "about",
    "profiles",
    "tasks",
    "challenge",
    "hours",
)


def listed_people(edition: Edition, filters: Filters, reader: Registration) -> QuerySet[TeamProfile]:
    """Return who wants to be found in `edition` and answers every filter but the hours; not the reader."""
    rows = TeamProfile.objects.listed().filter(edition=edition, registration__user__is_active=True)
    rows = rows.exclude(registration=reader)
    if filters.text:
        rows = rows.filter(search=search_query(filters.text))
    if filters.profile:
        rows = rows.filter(profiles__contains=[filters.profile])
    if filters.language:
        rows = rows.filter(registration__languages__contains=[filters.language])
    if filters.country:
        rows = rows.filter(registration__countries__contains=[filters.country])
    if filters.challenge:
        rows = rows.filter(challenge=int(filters.challenge))
    if filters.path and filters.path != ALL_PATHS:
        levels = [level for level, path in PATH_OF_LEVEL.items() if path == filters.path]
        rows = rows.filter(registration__level__in=levels)
    return rows


def find_people(
    edition: Edition, wish: Wish, filters: Filters, cursor: Cursor | None, now: datetime, reader: Registration
) -> tuple[Page, Mapping[Planes, list[str]]]:
    """Return a page of people, and the zones of their hours. Two queries; three when hours are asked for."""
    rows = listed_people(edition, filters, reader)
    counts: dict[str, int] = dict(rows.order_by().values_list(_ZONE).annotate(count=Count("*")))
    zones = zones_by_planes(wish.week, counts, now, edition.time_zone) if wish.week else {}
    total = sum(counts.values())
    quarters = shared_quarters_in_sql("hours", _ZONE, zones)
    if filters.hours and zones:
        rows = rows.alias(quarters=quarters).filter(quarters__gte=int(filters.hours) * QUARTERS_AN_HOUR)
        total = rows.count()
    in_country = Q((f"{_COUNTRIES}__overlap", sorted(wish.countries)))
    columns = Columns("profiles", "tasks", "registration__languages", "challenge", in_country)
    found = page_of(rows, points(wish, columns, quarters), cursor, PAGE_SIZE).values(*_COLUMNS)
    return Page.of(list(found), total), zones


def found_in(row: Mapping[str, Any], planes: Mapping[str, Planes]) -> Found:
    """Return a row of `find_people` as the other side of a fit."""
    return Found(
        profiles=tuple(row["profiles"]),
        tasks=tuple(row["tasks"]),
        languages=tuple(row["registration__languages"]),
        countries=tuple(row[_COUNTRIES]),
        challenge=row["challenge"],
        quarters=shared_quarters(row["hours"], planes.get(row[_ZONE], ())),
    )
