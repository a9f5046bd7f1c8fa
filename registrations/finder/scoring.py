"""The points of `fit` in SQL, so that PostgreSQL sorts all rows and only those of a page are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Case, Expression, F, Func, IntegerField, Model, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Least

from registrations.finder import fit
from registrations.finder.fit import Planes, Wish
from registrations.finder.paging import Cursor

M = TypeVar("M", bound=Model)


class SharedQuarters(Func):
    """Quarters of an hour that the boxes of a row share with a week, by the zone the row is in."""

    output_field = IntegerField()

    def __init__(self, boxes: str, zone: str, zones: Mapping[Planes, list[str]]) -> None:
        super().__init__(F(boxes), F(zone))
        self.zones = zones

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> tuple[str, Any]:
        boxes, zone = (compiler.compile(source)[0] for source in self.source_expressions)
        cases, params = [], []
        for planes, names in self.zones.items():
            total = " + ".join(f"{1 << n} * bit_count(({boxes} & %s)::bit(32))" for n in range(len(planes)))
            cases.append(f"WHEN {zone} = ANY(%s) THEN {total}")
            params += [names, *planes]
        return f"(CASE {' '.join(cases)} ELSE 0 END)::integer", params


@dataclass(frozen=True)
class Columns:
    """Where a row says what `fit.Found` has; `in_country` tells whether it is of the reader's countries."""

    profiles: str
    tasks: str
    languages: str
    challenge: str
    in_country: Q


def shared_quarters(boxes: str, zone: str, zones: Mapping[Planes, list[str]]) -> Expression | Value:
    """Return the overlap of a row with the reader's week; 0 where there is nothing to compare."""
    return SharedQuarters(boxes, zone, zones) if zones else Value(0)


def points(wish: Wish, columns: Columns, quarters: Expression | Value) -> Combinable:
    """Return the expression of `fit.fit_of(wish, row).points`."""
    total: Combinable = Least(quarters, Value(fit.MOST_QUARTERS)) / Value(fit.QUARTERS_A_POINT)
    for condition, weight in _weights(wish, columns):
        total = total + _if(When(condition, then=Value(weight)))
    tasks = [
        When(Q((f"{columns.tasks}__overlap", sorted(wished))), then=Value(weight))
        for wished, weight in ((wish.tasks, fit.TASK), (wish.level_tasks, fit.LEVEL_TASK))
        if wished
    ]
    return total + _if(*tasks) if tasks else total


def _weights(wish: Wish, columns: Columns) -> list[tuple[Q, int]]:
    weights: list[tuple[Q, int]] = []
    if wish.profiles:
        weights.append((Q((f"{columns.profiles}__overlap", sorted(wish.profiles))), fit.PROFILE))
    if wish.languages:
        weights.append((Q((f"{columns.languages}__overlap", sorted(wish.languages))), fit.LANGUAGE))
    if wish.challenge is not None:
        weights.append((Q((columns.challenge, wish.challenge)), fit.CHALLENGE))
    if wish.countries:
        weights.append((~columns.in_country, fit.COUNTRY))
    return weights


def _if(*whens: When) -> Case:
    return Case(*whens, default=Value(0), output_field=IntegerField())


def page_of(rows: QuerySet[M, Any], score: Combinable, cursor: Cursor | None, size: int) -> QuerySet[M, Any]:
    """Return `rows`, best first and newest among equals, after `cursor`: one more than `size`, if there are.

    What comes in between two pages moves nothing: who reads on goes on after the row they saw last.
    """
    scored = rows.annotate(score=score)
    if cursor is not None:
        later = Q(score__lt=cursor.score) | Q(score=cursor.score, pk__lt=cursor.pk)
        scored = scored.filter(later)
    return scored.order_by("-score", "-pk")[: size + 1]
