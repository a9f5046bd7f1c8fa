"""How the proposals of a call are reviewed."""

from events.models import Call
from somosnlp.review.models import ReviewRound


def round_of_call(edition_id: int, kind: str) -> ReviewRound | None:
    """Return the round of the call of `kind` of an edition; None where whoever reviews simply decides."""
    return ReviewRound.objects.filter(
        pk__in=Call.objects.filter(edition_id=edition_id, kind=kind).values("review_round")
    ).first()


def rounds_of_calls(kind: str) -> dict[int, ReviewRound]:
    """Return edition → round of the calls of `kind` that have one."""
    calls = Call.objects.filter(kind=kind, review_round__isnull=False).select_related("review_round")
    return {call.edition_id: call.review_round for call in calls if call.review_round}
