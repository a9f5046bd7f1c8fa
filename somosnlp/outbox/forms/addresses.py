"""Addresses that somebody types: where answers go, and who wants to be told."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.outbox.forms.choices import EditionField
from somosnlp.outbox.models import ReplyAddress


class ReplyAddressForm(forms.ModelForm[ReplyAddress]):
    """One address per edition."""

    edition_id = EditionField()

    class Meta:
        model = ReplyAddress
        fields = ("edition_id", "address")

    def clean_edition_id(self) -> int | None:
        """Refuse a second address for the same edition."""
        edition: int | None = self.cleaned_data["edition_id"]
        if ReplyAddress.objects.filter(edition_id=edition).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Esa edición ya tiene una dirección: cambia esa."))
        return edition


class NotifyMeForm(forms.Form):
    """An address that wants to know when something opens; the browser adds its zone."""

    email = forms.EmailField(label=gettext_lazy("Tu correo electrónico"), max_length=254)
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
