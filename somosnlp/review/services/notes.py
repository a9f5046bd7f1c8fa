"""What reviewers tell each other."""

from typing import TYPE_CHECKING

from somosnlp.review.models import Reviewable, ReviewNote

if TYPE_CHECKING:
    from somosnlp.accounts.models import User


def add_note(obj: Reviewable, *, by: "User", text: str) -> ReviewNote:
    """Add what `by` tells the other reviewers about `obj`; its author never sees it."""
    return ReviewNote.objects.create(target=obj, author=by, text=text)
