"""The figures of one edition's registrations: counted by PostgreSQL, one statement per figure.

Counting 100,000 rows takes a moment whatever the index, and the start page is opened many times a day: what
was counted is kept for a minute, with the instant at which it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Count, F, Func, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from events.models import Edition
from registrations.models import Registration
from registrations.querysets import STUCK_AT
from registrations.states import PathStep, Status
from somosnlp.ui.zones import zone_info

DAYS = 60
KEPT_SECONDS = 60


@dataclass(frozen=True)
class Figures:
    """Counts of one edition. Those per day, country, level and language are of people registered.

    A person with two countries or languages counts in both. `per_day` holds every one of the last 60 days of
    the edition, in its zone, days without anybody too.
    """

    counted_at: datetime
    stuck: Mapping[str, int]
    cancelled: int
    per_day: Mapping[date, int]
    per_country: Mapping[str, int]
    per_level: Mapping[str, int]
    per_language: Mapping[str, int]

    @property
    def begun(self) -> int:
        """Everybody who typed at least an address and has not cancelled."""
        return sum(self.stuck.values())

    @property
    def registered(self) -> int:
        return self.begun - self.stuck[PathStep.CODE] - self.stuck[PathStep.FORM]


def figures_of(edition: Edition) -> Figures:
    """Return the figures of `edition`, at most a minute old."""
    key = f"registrations.figures.{edition.pk}"
    kept: Figures | None = cache.get(key)
    if kept is None:
        kept = count_figures(edition, timezone.now())
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def count_figures(edition: Edition, now: datetime) -> Figures:
    """Count them now: five statements."""
    every = Registration.objects.filter(edition=edition).order_by()
    registered = every.registered()
    return Figures(
        counted_at=now,
        **_funnel(every),
        per_day=_per_day(registered, edition, now),
        per_country=_counts(registered, _each("countries")),
        per_level=_counts(registered, F("level")),
        per_language=_counts(registered, _each("languages")),
    )


def _funnel(rows: "QuerySet[Registration]") -> dict[str, Any]:
    steps = {step.name: Count("pk", filter=condition) for step, condition in STUCK_AT.items()}
    found = rows.aggregate(**steps, cancelled=Count("pk", filter=Q(status=Status.CANCELLED)))
    return {"stuck": {step: found[step.name] for step in STUCK_AT}, "cancelled": found["cancelled"]}


def _per_day(rows: "QuerySet[Registration]", edition: Edition, now: datetime) -> dict[date, int]:
    zone = zone_info(edition.time_zone)
    last = min(now.astimezone(zone).date(), edition.ends_on)
    days = [last - timedelta(days=back) for back in reversed(range(DAYS))]
    first = datetime.combine(days[0], datetime.min.time(), zone)
    day = TruncDate("registered_at", tzinfo=zone)
    found = _counts(rows.filter(registered_at__gte=first), day)
    return {day: found.get(day, 0) for day in days}


def _counts(rows: "QuerySet[Registration]", what: Any) -> dict[Any, int]:
    """Return value → how many rows have it, the most frequent first."""
    counted = rows.annotate(value=what).values_list("value").annotate(people=Count("pk"))
    return dict(counted.order_by("-people", "value"))


def _each(column: str) -> Func:
    """Return every element of an array column."""
    return Func(column, function="unnest", output_field=CharField())
