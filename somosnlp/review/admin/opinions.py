"""What one reviewer thinks: scores, private notes, a conflict; the others' only after one's own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from somosnlp.review.admin.reading import Reading, reviewer
from somosnlp.review.forms import ConflictForm, NoteForm, ScoreForm
from somosnlp.review.models import Assignment, Conflict, Review, Reviewable, ReviewRound, about
from somosnlp.review.scoring import reviews_on
from somosnlp.review.services import (
    CannotScoreError,
    add_note,
    declare_conflict,
    save_scores,
    withdraw_conflict,
)


class Opinions(Reading):
    """The forms beside the proposal, and the panels they stand in."""

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add a note for the other reviewers."""
        obj = self.found(request, pk, reviewing=True)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.review_page(request, obj, note_form=form, status=422)
        add_note(obj, by=reviewer(request), text=form.cleaned_data["text"])
        return redirect(f"{self.review_url(obj)}#notas")

    def score_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write what this reviewer gives; then they see what the others gave."""
        obj = self.found(request, pk, reviewing=True)
        round_ = self.round_for(request, obj)
        if round_ is None or not round_.uses_scores:
            raise PermissionDenied
        form = ScoreForm(request.POST, criteria=round_.criteria.all())
        if obj.pk in self.barred(request, [obj]):
            raise PermissionDenied
        if not form.is_valid():
            return self.review_page(request, obj, score_form=form, status=422)
        try:
            save_scores(
                obj,
                by=reviewer(request),
                criteria_of=round_,
                values=form.values(),
                remark=form.cleaned_data["remark"],
            )
        except CannotScoreError:
            messages.error(request, _("No se guardó: esta propuesta ya no la puedes puntuar."))
            return redirect(self.review_url(obj))
        messages.success(request, _("Guardado."))
        if "onward" in request.POST:
            return redirect(f"{self.page_url('next')}?despues={obj.pk}")
        return redirect(f"{self.review_url(obj)}#puntuaciones")

    def conflict_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Declare a conflict of interest, or take it back."""
        obj = self.found(request, pk, reviewing=True)
        if "withdraw" in request.POST:
            withdraw_conflict(obj, by=reviewer(request))
            messages.success(request, _("Puedes volver a revisarla."))
            return redirect(self.review_url(obj))
        round_ = self.round_for(request, obj)
        if round_ is None or not round_.uses_conflicts:
            raise PermissionDenied
        form = ConflictForm(request.POST)
        if not form.is_valid():
            return self.review_page(request, obj, conflict_form=form, status=422)
        declare_conflict(obj, by=reviewer(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("Anotado. No te la volveremos a proponer."))
        return redirect(self.page_url("next"))

    def opinions_context(
        self, request: HttpRequest, obj: Reviewable, *, barred: bool, forms: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the panels of what reviewers think of `obj`."""
        round_ = self.round_for(request, obj)
        return {
            "round": round_,
            "note_form": forms.get("note_form") or NoteForm(),
            **self._scores(request, obj, round_, barred=barred, form=forms.get("score_form")),
            **self._conflict(request, obj, round_, form=forms.get("conflict_form")),
            **self._readers(obj, round_),
        }

    def _scores(
        self,
        request: HttpRequest,
        obj: Reviewable,
        round_: ReviewRound | None,
        *,
        barred: bool,
        form: ScoreForm | None,
    ) -> dict[str, Any]:
        if round_ is None or not round_.uses_scores:
            return {}
        reviews = list(reviews_on(obj))
        mine = next((review for review in reviews if review.reviewer_id == request.user.pk), None)
        if form is None:
            form = ScoreForm(criteria=round_.criteria.all(), initial=_given(mine))
        return {
            "score_form": None if barred else form,
            "my_review": mine,
            "reviews": reviews if mine else [],
            "reviews_count": len(reviews),
        }

    def _conflict(
        self,
        request: HttpRequest,
        obj: Reviewable,
        round_: ReviewRound | None,
        *,
        form: ConflictForm | None,
    ) -> dict[str, Any]:
        if round_ is None or not round_.uses_conflicts:
            return {}
        mine = Conflict.objects.filter(**about(obj), reviewer=reviewer(request)).first()
        return {"my_conflict": mine, "conflict_form": form or ConflictForm()}

    def _readers(self, obj: Reviewable, round_: ReviewRound | None) -> dict[str, Any]:
        if round_ is None or round_.reviewers_each is None:
            return {}
        return {"readers": Assignment.objects.filter(**about(obj)).select_related("reviewer").order_by("pk")}


def _given(review: Review | None) -> dict[str, Any]:
    if review is None:
        return {}
    scores = {f"criterion_{score.criterion_id}": score.value for score in review.scores.all()}
    return {**scores, "remark": review.remark}
