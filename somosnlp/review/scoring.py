"""What reviewers gave: one proposal's scores, and mean, spread and count over a list of proposals."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Aggregate,
    Avg,
    Case,
    Count,
    Exists,
    FloatField,
    IntegerField,
    OuterRef,
    QuerySet,
    StdDev,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from somosnlp.review.models import Review, Reviewable, about

PLACES = Decimal("0.0001")


def weighted_mean(shares: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Return the mean of pairs of weight and share (0 to 1), on four places."""
    pairs = list(shares)
    whole = sum((weight for weight, _share in pairs), Decimal())
    mean = sum((weight * share for weight, share in pairs), Decimal()) / whole
    return mean.quantize(PLACES, ROUND_HALF_UP)


def reviews_on(obj: Reviewable) -> "QuerySet[Review]":
    """Return what each reviewer gave `obj`, with their scores, in the order they came."""
    found = Review.objects.filter(**about(obj)).select_related("reviewer")
    return found.prefetch_related("scores__criterion").order_by("at", "pk")


def with_scores(rows: "QuerySet[Any]", *, reader: Any, sees_all: bool) -> "QuerySet[Any]":
    """Return `rows` with `score_mean`, `score_spread` and `score_count`, each from a subquery.

    Who does not see all sees mean and spread only of what they reviewed themselves: nobody is led by the
    others before they have made up their own mind.
    """
    reviews = Review.objects.filter(
        content_type=ContentType.objects.get_for_model(rows.model), object_id=OuterRef("pk")
    )
    grouped = reviews.order_by().values("object_id")
    mine = Exists(reviews.filter(reviewer=reader))

    def figure(found: Aggregate) -> Case | Subquery[Any]:
        value: Subquery[Any] = Subquery(grouped.annotate(found=found).values("found"), FloatField())
        return value if sees_all else Case(When(mine, then=value))

    count = Subquery(grouped.annotate(found=Count("pk")).values("found"), IntegerField())
    scored: QuerySet[Any] = rows.annotate(
        score_mean=figure(Avg("total")),
        score_spread=figure(StdDev("total")),
        score_count=Coalesce(count, 0),
    )
    return scored
