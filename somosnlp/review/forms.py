"""What a reviewer fills in: a decision, a note to the other reviewers."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from somosnlp.review.models import Reviewable
from somosnlp.review.states import REVIEWER_MOVES, Status, reviewer_moves

MAX_LENGTH = 4000
Data = Mapping[str, Any] | None
Initial = dict[str, Any] | None


class NoteForm(forms.Form):
    """A note for the other reviewers."""

    text = forms.CharField(
        label=_("Nota para el equipo revisor"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "n"}),
    )


class VerdictForm(forms.Form):
    """A decision in words: what it becomes, what its author reads, what stays inside."""

    to = forms.ChoiceField(label=_("Decisión"), choices=[], widget=forms.HiddenInput)
    note_to_author = forms.CharField(
        label=_("Mensaje para quien propone"),
        help_text=_("Va dentro del correo y se ve en su página."),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    internal_remark = forms.CharField(
        label=_("Observación interna"),
        help_text=_("Queda en el historial; quien propone no la ve nunca."),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Data = None, *, moves: Iterable[Status], initial: Initial = None) -> None:
        super().__init__(data, initial=initial)
        choices = [(move.value, MOVE_LABELS[move]) for move in moves]
        cast(forms.ChoiceField, self.fields["to"]).choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a request for changes that does not say which."""
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("to") == Status.CHANGES_REQUESTED and not cleaned.get("note_to_author"):
            self.add_error("note_to_author", _("Di qué hay que cambiar: es lo que leerá esa persona."))
        return cleaned


class DecisionForm(VerdictForm):
    """A decision on one proposal, as the reviewer saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Data = None, *, obj: Reviewable) -> None:
        super().__init__(data, moves=reviewer_moves(obj.status), initial={"version": obj.version})


class BulkDecisionForm(VerdictForm):
    """One decision on several proposals, each as the reviewer saw it (`12:3` is number 12 in version 3)."""

    chosen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Data = None, *, initial: Initial = None) -> None:
        super().__init__(data, moves=REVIEWER_MOVES, initial=initial)

    def clean_chosen(self) -> dict[int, int]:
        """Return primary key → version."""
        try:
            pairs = (pair.split(":") for pair in self.cleaned_data["chosen"].split(","))
            return {int(pk): int(version) for pk, version in pairs}
        except ValueError as error:
            raise ValidationError(
                _("La selección no se entiende: vuelve a la lista y elige otra vez.")
            ) from error


#: What a decision is called as something to do.
MOVE_LABELS = {
    Status.ACCEPTED: _("Aceptar"),
    Status.CHANGES_REQUESTED: _("Pedir cambios"),
    Status.WAITLISTED: _("Poner en lista de espera"),
    Status.REJECTED: _("Rechazar"),
}
