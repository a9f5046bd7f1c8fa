"""Who says that they must not review a proposal."""

from typing import TYPE_CHECKING

from django.db import transaction

from somosnlp.review.models import Assignment, Conflict, Review, Reviewable, about

if TYPE_CHECKING:
    from somosnlp.accounts.models import User


@transaction.atomic
def declare_conflict(obj: Reviewable, *, by: "User", reason: str = "") -> Conflict:
    """Note that `by` must not review `obj`; what they gave it counts no more, and it is asked of others.

    Declared again, the new reason replaces the old one.
    """
    conflict, _created = Conflict.objects.update_or_create(
        **about(obj), reviewer=by, defaults={"reason": reason}
    )
    Review.objects.filter(**about(obj), reviewer=by).delete()
    Assignment.objects.filter(**about(obj), reviewer=by).delete()
    return conflict


def withdraw_conflict(obj: Reviewable, *, by: "User") -> None:
    """Take back what `by` declared about `obj`; they may review it again."""
    Conflict.objects.filter(**about(obj), reviewer=by).delete()
