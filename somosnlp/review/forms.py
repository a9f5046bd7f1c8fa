"""What a reviewer fills in: a decision, scores, a conflict, a note to the other reviewers."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from somosnlp.accounts.models import User
from somosnlp.review.canned import canned_notes
from somosnlp.review.models import CannedNote, Criterion, Reviewable
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
    canned = forms.ChoiceField(
        label=_("Texto preparado"),
        help_text=_("En el idioma de quien propone; cámbialo a tu gusto antes de enviarlo."),
        required=False,
    )
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

    def __init__(
        self, data: Data = None, *, moves: Iterable[Status], initial: Initial = None, move: str = ""
    ) -> None:
        super().__init__(data, initial=initial)
        choices = [(each.value, MOVE_LABELS[each]) for each in moves]
        cast(forms.ChoiceField, self.fields["to"]).choices = choices
        notes = [note for note in canned_notes(move) if note.move in dict(choices)]
        cast(forms.ChoiceField, self.fields["canned"]).choices = _note_choices(notes)

    def clean(self) -> dict[str, Any]:
        """Refuse a request for changes that does not say which."""
        cleaned: dict[str, Any] = self.cleaned_data
        words = cleaned.get("note_to_author") or self.says_by_itself(cleaned)
        if cleaned.get("to") == Status.CHANGES_REQUESTED and not words:
            self.add_error("note_to_author", _("Di qué hay que cambiar: es lo que leerá esa persona."))
        return cleaned

    def says_by_itself(self, cleaned: dict[str, Any]) -> bool:
        """Tell whether the author reads something although nothing was typed."""
        return False


class DecisionForm(VerdictForm):
    """A decision on one proposal, as the reviewer saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Data = None, *, obj: Reviewable, note: str = "", move: str = "") -> None:
        initial = {"version": obj.version, "note_to_author": note}
        super().__init__(data, moves=reviewer_moves(obj.status), initial=initial, move=move)


class BulkDecisionForm(VerdictForm):
    """One decision on several proposals, each as the reviewer saw it (`12:3` is number 12 in version 3)."""

    chosen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Data = None, *, initial: Initial = None) -> None:
        move = str((data or initial or {}).get("to", ""))
        super().__init__(data, moves=REVIEWER_MOVES, initial=initial, move=move)

    def says_by_itself(self, cleaned: dict[str, Any]) -> bool:
        """Each person gets the prepared words in their own language."""
        return bool(cleaned.get("canned"))

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


class ScoreForm(forms.Form):
    """What one reviewer gives for each criterion, and why."""

    def __init__(self, data: Data = None, *, criteria: Iterable[Criterion], initial: Initial = None) -> None:
        super().__init__(data, initial=initial)
        for criterion in criteria:
            self.fields[f"criterion_{criterion.pk}"] = _score_field(criterion)
        self.fields["remark"] = forms.CharField(
            label=_("Comentario"),
            help_text=_("El resto del equipo revisor lo lee después de puntuar; quien propone, nunca."),
            max_length=MAX_LENGTH,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def values(self) -> dict[int, int]:
        """Return criterion → value."""
        return {
            int(name.removeprefix("criterion_")): int(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("criterion_")
        }


class ConflictForm(forms.Form):
    """Why somebody should not review a proposal."""

    reason = forms.CharField(
        label=_("Motivo"),
        help_text=_("Por ejemplo: trabajamos en el mismo grupo. Lo ve la organización."),
        max_length=300,
        required=False,
        widget=forms.TextInput,
    )


class SharingForm(forms.Form):
    """Who takes part when proposals are shared out."""

    people = forms.ModelMultipleChoiceField(
        label=_("Quién revisa"),
        help_text=_("Quita a quien ya no puede: lo suyo sin revisar pasa a otras personas."),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    each = forms.IntegerField(label=_("Personas por propuesta"), min_value=1, max_value=20)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Data = None, *, people: Any, initial: Initial = None) -> None:
        super().__init__(data, initial=initial)
        field = cast("forms.ModelMultipleChoiceField[User]", self.fields["people"])
        field.queryset = people


class HeldMailForm(forms.Form):
    """The words of one mail that waits, as its reader will get them."""

    subject = forms.CharField(label=_("Asunto"), max_length=200)
    text = forms.CharField(label=_("Texto"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 18}))
    seen = forms.CharField(widget=forms.HiddenInput)


def _score_field(criterion: Criterion) -> forms.Field:
    weight = _("pesa %(weight)s") % {"weight": f"{criterion.weight.normalize():f}"}
    errors = {"required": _("Falta esta puntuación.")}
    return forms.TypedChoiceField(
        label=criterion.label,
        help_text=weight,
        choices=[(value, str(value)) for value in range(criterion.best + 1)],
        coerce=int,
        error_messages=errors,
        widget=forms.RadioSelect,
    )


def _note_choices(notes: list[CannedNote]) -> list[Any]:
    moves = [move for move in REVIEWER_MOVES if any(note.move == move for note in notes)]
    groups = [
        (MOVE_LABELS[move], [(str(note.pk), note.title) for note in notes if note.move == move])
        for move in moves
    ]
    return [("", _("Elige uno, si te sirve")), *groups]
