"""How calls are reviewed, and the words that are ready for decisions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from somosnlp.accounts.audit import AuditedAdmin
from somosnlp.review.models import CannedNote, Criterion, ReviewRound, Score


class CriterionInline(admin.TabularInline[Criterion, ReviewRound]):
    """What reviewers score."""

    model = Criterion
    extra = 0

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A criterion that was scored stays: its scores are part of what was decided on."""
        scored = obj is not None and Score.objects.filter(criterion__round=obj).exists()
        return not scored and super().has_delete_permission(request, obj)


@admin.register(ReviewRound)
class ReviewRoundAdmin(AuditedAdmin[ReviewRound]):
    """The switches, all off by default; a call names its round."""

    list_display = ("name", "uses_scores", "is_blind", "uses_conflicts", "reviewers_each", "holds_decisions")
    inlines = (CriterionInline,)


@admin.register(CannedNote)
class CannedNoteAdmin(admin.ModelAdmin[CannedNote]):
    """Warm words in three languages."""

    list_display = ("title", "move", "position")
    list_filter = ("move",)
