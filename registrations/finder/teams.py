"""Teams that look for people, those first that fit the reader best."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Func, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Left

from events.models import Edition
from registrations.finder.filters import ALL_PATHS, Filters
from registrations.finder.fit import Found, Planes, Wish, shared_quarters, zones_by_planes
from registrations.finder.paging import PAGE_SIZE, Cursor, Page
from registrations.finder.reader import tasks_until
from registrations.finder.scoring import Columns, page_of, points
from registrations.finder.scoring import shared_quarters as shared_quarters_in_sql
from registrations.hours import QUARTERS_AN_HOUR
from registrations.models import Membership, Team
from registrations.text_search import search_query

#: How much of an idea is read for a card.
EXCERPT = 400
_COLUMNS = (
    "pk",
    "score",
    "name",
    "slug",
    "excerpt",
    "languages",
    "profiles",
    "tasks",
    "challenge",
    "hours",
    "time_zone",
    "members",
    "places",
    "countries",
)


def looking_teams(edition: Edition, filters: Filters) -> QuerySet[Team]:
    """Return the teams of `edition` that look for people and answer every filter but the hours."""
    rows = Team.objects.filter(edition=edition).looking()
    if filters.text:
        rows = rows.filter(search=search_query(filters.text))
    if filters.profile:
        rows = rows.filter(profiles__contains=[filters.profile])
    if filters.language:
        rows = rows.filter(languages__contains=[filters.language])
    if filters.country:
        rows = rows.filter(_in_countries(edition, [filters.country]))
    if filters.challenge:
        rows = rows.filter(challenge=int(filters.challenge))
    if filters.places:
        rows = rows.filter(members__lte=F("places") - int(filters.places))
    if filters.path and filters.path != ALL_PATHS:
        rows = rows.filter(Q(tasks=[]) | Q(tasks__overlap=tasks_until(filters.path)))
    return rows


def find_teams(
    edition: Edition, wish: Wish | None, filters: Filters, cursor: Cursor | None, now: datetime
) -> tuple[Page, Mapping[Planes, list[str]]]:
    """Return a page of teams, and the zones of their hours. Without a `wish`: most places first.

    Two queries; three when hours are asked for.
    """
    rows = looking_teams(edition, filters)
    by_zone = rows.order_by().values_list("time_zone").annotate(count=Count("*"))
    counts: dict[str, int] = dict(by_zone)
    zones = zones_by_planes(wish.week, counts, now, edition.time_zone) if wish and wish.week else {}
    total = sum(counts.values())
    quarters = shared_quarters_in_sql("hours", "time_zone", zones)
    if filters.hours and zones:
        rows = rows.alias(quarters=quarters).filter(quarters__gte=int(filters.hours) * QUARTERS_AN_HOUR)
        total = rows.count()
    score: Combinable = F("places") - F("members")
    if wish is not None:
        in_country = _in_countries(edition, sorted(wish.countries))
        score = points(wish, Columns("profiles", "tasks", "languages", "challenge", in_country), quarters)
    found = page_of(rows, score, cursor, PAGE_SIZE)
    shown = found.annotate(excerpt=Left("idea", EXCERPT), countries=_countries()).values(*_COLUMNS)
    return Page.of(list(shown), total), zones


def found_in(row: Mapping[str, Any], planes: Mapping[str, Planes]) -> Found:
    """Return a row of `find_teams` as the other side of a fit."""
    return Found(
        profiles=tuple(row["profiles"]),
        tasks=tuple(row["tasks"]),
        languages=tuple(row["languages"]),
        countries=tuple(row["countries"]),
        challenge=row["challenge"],
        quarters=shared_quarters(row["hours"], planes.get(row["time_zone"], ())),
    )


def _in_countries(edition: Edition, codes: list[str]) -> Q:
    """Return the condition that a member is of one of `codes`; the inner query runs once."""
    members = Membership.objects.filter(edition=edition, registration__countries__overlap=codes)
    return Q(pk__in=members.values("team"))


def _countries() -> ArraySubquery:
    """Return the countries of a team's members; PostgreSQL asks only for the teams of the page."""
    members = Membership.objects.filter(team=OuterRef("pk"))
    codes = members.annotate(code=Func(F("registration__countries"), function="unnest")).order_by("code")
    return ArraySubquery(codes.values("code").distinct())
