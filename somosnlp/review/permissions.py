"""Who may review what: the groups say it, by the `review` permission of each kind."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_permission_codename

from somosnlp.review.models import Reviewable

if TYPE_CHECKING:
    from somosnlp.accounts.models import User


def review_permission(kind: type[Reviewable]) -> str:
    """Return the name of the permission that lets somebody decide on `kind`."""
    options = kind._meta
    return f"{options.app_label}.{get_permission_codename('review', options)}"


def may_review(user: Any, kind: type[Reviewable]) -> bool:
    """Tell whether `user` reviews this kind of thing."""
    return bool(user.has_perm(review_permission(kind)))


def may_decide(user: "User", obj: Reviewable) -> bool:
    """Tell whether `user` may decide on `obj`: nobody decides on what they sent themselves."""
    return may_review(user, type(obj)) and obj.submitted_by_id != user.pk
