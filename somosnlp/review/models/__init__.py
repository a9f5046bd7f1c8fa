"""What is reviewed, its history, and how a call is reviewed."""

from somosnlp.review.models.reviewables import Reviewable, ReviewNote, StatusChange, history_of, notes_on
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

__all__ = [
    "Assignment",
    "CannedNote",
    "Conflict",
    "Criterion",
    "OfReviewable",
    "Review",
    "ReviewNote",
    "ReviewRound",
    "Reviewable",
    "Score",
    "StatusChange",
    "history_of",
    "notes_on",
]
