"""«Denunciar»: what is wrong, in the words of who saw it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReportForm(forms.Form):
    text = forms.CharField(
        label=_("¿Qué pasa?"),
        help_text=_("Cuéntanos qué viste. Si es urgente, escríbenos también por correo."),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Cuéntanos en una frase qué pasa.")},
    )
