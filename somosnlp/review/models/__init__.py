"""What is reviewed, its history, and how a call is reviewed."""

from somosnlp.review.models.reviewables import (
    Reviewable,
    ReviewNote,
    StatusChange,
    about,
    history_of,
    notes_on,
)
from somosnlp.review.models.rounds import (
    Assignment,
    CannedNote,
    Conflict,
    Criterion,
    OfReviewable,
    Review,
    ReviewRound,
    Score,
)
from somosnlp.review.models.telling import HeldDecision

__all__ = [
    "Assignment",
    "CannedNote",
    "Conflict",
    "Criterion",
    "HeldDecision",
    "OfReviewable",
    "Review",
    "ReviewNote",
    "ReviewRound",
    "Reviewable",
    "Score",
    "StatusChange",
    "about",
    "history_of",
    "notes_on",
]
