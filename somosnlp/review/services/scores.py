"""What one reviewer gives a proposal."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from somosnlp.review.models import Conflict, Review, Reviewable, ReviewRound, Score, about
from somosnlp.review.scoring import weighted_mean

if TYPE_CHECKING:
    from somosnlp.accounts.models import User


class CannotScoreError(Exception):
    """This person may not score this proposal, or not with these numbers; nothing was written."""


@transaction.atomic
def save_scores(
    obj: Reviewable, *, by: "User", criteria_of: ReviewRound, values: Mapping[int, int], remark: str = ""
) -> Review:
    """Write what `by` gives `obj` for each criterion (criterion → value), again or for the first time.

    Raises CannotScoreError for one's own proposal, after a conflict was declared, and for values that are not
    one for each criterion between 0 and its best. Saved twice at once, the later replaces the earlier whole.
    """
    criteria = list(criteria_of.criteria.all())
    if not criteria or set(values) != {criterion.pk for criterion in criteria}:
        raise CannotScoreError
    if any(not 0 <= values[criterion.pk] <= criterion.best for criterion in criteria):
        raise CannotScoreError
    if obj.submitted_by_id == by.pk or Conflict.objects.filter(**about(obj), reviewer=by).exists():
        raise CannotScoreError
    review, _created = Review.objects.get_or_create(**about(obj), reviewer=by)
    review.remark = remark
    review.total = weighted_mean(
        (criterion.weight, Decimal(values[criterion.pk]) / criterion.best) for criterion in criteria
    )
    review.save(update_fields=["remark", "total", "updated_at"])
    Score.objects.bulk_create(
        [Score(review=review, criterion_id=pk, value=value) for pk, value in sorted(values.items())],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["value"],
    )
    return review


@transaction.atomic
def recount(changed: ReviewRound) -> None:
    """Work out anew every total given in a round whose criteria or weights `changed`."""
    reviews = Review.objects.filter(scores__criterion__round=changed).distinct().order_by("pk")
    for review in reviews.prefetch_related("scores__criterion"):
        shares = [
            (score.criterion.weight, Decimal(score.value) / score.criterion.best)
            for score in review.scores.all()
        ]
        Review.objects.filter(pk=review.pk).update(total=weighted_mean(shares))
