"""What an organiser fills in about one person. The hidden `key` makes a second click do nothing."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class OnceForm(forms.Form):
    """A form that is worth one time, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class NoteForm(OnceForm):
    """A note for the other organisers."""

    text = forms.CharField(
        label=_("Nota interna"),
        help_text=_("La lee el equipo organizador; la persona no la ve."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LetterForm(OnceForm):
    """A short mail."""

    subject = forms.CharField(label=_("Asunto"), max_length=150)
    text = forms.CharField(
        label=_("Mensaje"),
        help_text=_("Sin saludo ni firma: los pone la plantilla."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class AddressForm(forms.Form):
    """Another address, and the addresses there were when the form was shown."""

    address = forms.EmailField(
        label=_("Dirección correcta"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=2000)

    def clean_address(self) -> str:
        """Return it as it is compared: in lower case."""
        return str(self.cleaned_data["address"]).strip().lower()
