"""«Me apunto» without an account: an address, and the zone that the browser adds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from somosnlp.accounts.fields import HiddenZoneField, UnprovenEmailField
from somosnlp.ui.zones import zone_or_blank


class AttendForm(forms.Form):
    """All that is needed to come to a session."""

    email = UnprovenEmailField(
        help_text=_("Te enviamos un enlace para confirmarlo. No hace falta cuenta."),
        error_messages={"required": _("Escribe tu correo: ahí te enviamos el enlace.")},
    )
    time_zone = HiddenZoneField()

    def clean_time_zone(self) -> str:
        """Return the zone of the browser, or nothing where nobody knows it."""
        return zone_or_blank(self.cleaned_data["time_zone"])
