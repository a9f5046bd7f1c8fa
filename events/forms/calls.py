"""What organisers edit of a call."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.calls.requirements import hidden_wrongly, optional_of
from events.services.access import MOST_DAYS, USUAL_DAYS

if TYPE_CHECKING:
    from events.models import Call

    CallModelForm = forms.ModelForm[Call]
    EditionChoiceField = forms.ModelChoiceField[Any]
else:
    CallModelForm, EditionChoiceField = forms.ModelForm, forms.ModelChoiceField


class OfEditionField(EditionChoiceField):
    """Options that are called the same in every edition say which one they are of."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.edition.slug} · {obj}"


class CallForm(CallModelForm):
    """A call closes with a deadline of its own edition. (The admin says which fields, and their widgets.)"""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "hidden_questions" in self.fields:
            self.fields["hidden_questions"] = self._hidden_questions()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if data.get("closes_with") and data["closes_with"].edition != data.get("edition"):
            self.add_error("closes_with", _("Ese plazo es de otra edición."))
        wrong = hidden_wrongly(data.get("kind", ""), data.get("hidden_questions", []))
        if wrong:
            self.add_error("hidden_questions", _("Esas preguntas no se pueden quitar."))
        return data

    def _hidden_questions(self) -> forms.MultipleChoiceField:
        """Offer the optional questions of this kind of call, each with its own words."""
        old = self.fields["hidden_questions"]
        return forms.MultipleChoiceField(
            label=old.label,
            help_text=old.help_text,
            required=False,
            choices=[(each.key, str(each.label)) for each in optional_of(self.instance.kind)],
            widget=forms.CheckboxSelectMultiple,
        )


class AccessForm(forms.Form):
    """For whom a link is, and for how long."""

    note = forms.CharField(
        label=_("Para quién"), max_length=200, help_text=_("Solo lo ve el equipo: un nombre, un motivo.")
    )
    days = forms.IntegerField(
        label=_("Vale durante (días)"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )
