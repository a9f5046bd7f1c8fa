"""Asking a question, and noting where in the recording it was answered."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,3})")


class ClockField(forms.CharField):
    """A place in a recording: `12:34`, `1:02:03`, or minutes alone."""

    default_error_messages = {"invalid": _("Escribe el minuto así: 12:34.")}

    def clean(self, value: object) -> int | None:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        found = CLOCK.fullmatch(text)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        hours, minutes, last = (int(part or 0) for part in found.groups())
        if found[2] is None:
            return last * 60
        if last > 59:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        return hours * 3600 + minutes * 60 + last


class QuestionForm(forms.Form):
    """A question, signed or not."""

    text = forms.CharField(
        label=_("Tu pregunta"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Escribe tu pregunta.")},
    )
    name = forms.CharField(
        label=_("Tu nombre"),
        max_length=80,
        required=False,
        help_text=_("Si lo dejas vacío, tu pregunta sale sin nombre."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_text(self) -> str:
        """Return the question on as few lines as it was meant to have."""
        return re.sub(r"\s*\n\s*\n\s*", "\n\n", str(self.cleaned_data["text"]))


class AnswerForm(forms.Form):
    """Where it is answered, and in short."""

    clock = ClockField(label=_("Minuto de la grabación"), max_length=9, required=False)
    answer = forms.CharField(
        label=_("Respuesta, en breve"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
