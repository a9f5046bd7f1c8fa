"""What reviewers do besides deciding."""

from somosnlp.review.services.assignments import apply_plan, plan_assignments
from somosnlp.review.services.conflicts import declare_conflict, withdraw_conflict
from somosnlp.review.services.decisions import release_decisions
from somosnlp.review.services.notes import add_note
from somosnlp.review.services.scores import CannotScoreError, recount, save_scores

__all__ = [
    "CannotScoreError",
    "add_note",
    "apply_plan",
    "declare_conflict",
    "plan_assignments",
    "recount",
    "release_decisions",
    "save_scores",
    "withdraw_conflict",
]
