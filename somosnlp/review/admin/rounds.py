"""How calls are reviewed, and the words that are ready for decisions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext as _

from somosnlp.accounts.audit import AuditedAdmin
from somosnlp.review.admin.reading import WIDE
from somosnlp.review.models import CannedNote, Criterion, ReviewRound, Score
from somosnlp.review.services import recount
from somosnlp.ui.rows import LabelledInline


class CriterionForm(forms.ModelForm[Criterion]):
    """A criterion as an organiser changes it."""

    def clean_best(self) -> int:
        """Refuse a scale that ends below what somebody gave already."""
        best: int = self.cleaned_data["best"]
        highest = (
            self.instance.pk
            and Score.objects.filter(criterion=self.instance).aggregate(highest=Max("value"))["highest"]
        )
        if highest and best < highest:
            raise ValidationError(_("Alguien ya dio un %(highest)s.") % {"highest": highest})
        return best


class CriterionInline(LabelledInline[Criterion]):
    """What reviewers score."""

    model = Criterion
    form = CriterionForm
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

    class Media:
        css = {"all": ("css/review.css",)}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show the weights without scrolling."""
        return super().changeform_view(request, object_id, form_url, {**WIDE, **(extra_context or {})})

    def save_related(
        self,
        request: HttpRequest,
        form: "forms.ModelForm[ReviewRound]",
        formsets: Any,
        change: bool,  # noqa: FBT001 (Django's)
    ) -> None:
        """New weights count for what was scored before, too."""
        super().save_related(request, form, formsets, change)
        recount(form.instance)


@admin.register(CannedNote)
class CannedNoteAdmin(admin.ModelAdmin[CannedNote]):
    """Warm words in three languages."""

    list_display = ("title", "move", "position")
    list_filter = ("move",)
