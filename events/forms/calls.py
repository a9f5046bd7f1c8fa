"""What organisers edit of a call."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

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

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if data.get("closes_with") and data["closes_with"].edition != data.get("edition"):
            self.add_error("closes_with", _("Ese plazo es de otra edición."))
        return data
