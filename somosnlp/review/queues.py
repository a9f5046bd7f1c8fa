"""Which of the waiting proposals wait for one reviewer."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from somosnlp.review.models import Assignment, Conflict, Review
from somosnlp.review.models.rounds import OfReviewable


def unreviewed_by(rows: "QuerySet[Any]", reader: Any, own: Q) -> "QuerySet[Any]":
    """Return the waiting `rows` that `reader` may review and has not, those assigned to them first.

    `own` says which are theirs; what they declared a conflict with is left out too.
    """
    mine = _about(rows, Review, reader), _about(rows, Conflict, reader)
    own_pks = rows.model._default_manager.filter(own).values("pk")
    waiting: QuerySet[Any] = rows.waiting()  # type: ignore[attr-defined]  # of ReviewableQuerySet
    found = waiting.exclude(pk__in=own_pks).exclude(mine[0]).exclude(mine[1])
    return with_mine(found, reader).order_by("-is_mine", "submitted_at", "pk")


def with_mine(rows: "QuerySet[Any]", reader: Any) -> "QuerySet[Any]":
    """Return `rows`, each with `is_mine`: whether it was assigned to `reader`."""
    found: QuerySet[Any] = rows.annotate(is_mine=_about(rows, Assignment, reader))
    return found


def waiting_for_reader(rows: "QuerySet[Any]", reader: Any, own: Q) -> "QuerySet[Any]":
    """Return what is expected of `reader`: what is assigned to them, and what is assigned to nobody."""
    found = unreviewed_by(rows, reader, own)
    return found.filter(Q(is_mine=True) | ~_about(rows, Assignment))


def _about(rows: "QuerySet[Any]", table: type[OfReviewable], reader: Any = None) -> Exists:
    options = rows.model._meta
    kinds = ContentType.objects.filter(app_label=options.app_label, model=options.model_name)
    found = table._default_manager.filter(
        content_type=Subquery(kinds.values("pk")[:1]), object_id=OuterRef("pk")
    )
    return Exists(found if reader is None else found.filter(reviewer=reader))
