"""What organisers say before teams are matched."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from registrations.matching.problem import Conditions
from registrations.services.matching import ANSWER_HOURS


class StartRunForm(forms.Form):
    """The conditions of a run; what nobody changes is the community's advice."""

    edition = forms.ModelChoiceField(Edition.objects.order_by("-starts_on"), label=_("Edición"))
    min_size = forms.IntegerField(label=_("Personas por equipo, al menos"), min_value=2, max_value=20)
    max_size = forms.IntegerField(label=_("Personas por equipo, como mucho"), min_value=2, max_value=20)
    least_hours = forms.IntegerField(
        label=_("Horas a la semana en común, al menos"), min_value=1, max_value=40
    )
    answer_hours = forms.IntegerField(
        label=_("Horas para responder"),
        min_value=12,
        max_value=240,
        initial=ANSWER_HOURS,
        help_text=_("Quien no responde recibe un recordatorio cuando queda un tercio."),
    )
    seed = forms.IntegerField(
        label=_("Semilla"),
        min_value=1,
        max_value=999_999,
        help_text=_(
            "Con la misma, las mismas personas dan el mismo resultado; con otra, otro igual de bueno."
        ),
    )
    held = forms.BooleanField(label=_("Retener los correos hasta que alguien los deje salir"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("min_size", "max_size", "least_hours", "seed"):
            self.fields[name].initial = getattr(Conditions(), name)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        least, most, edition = values.get("min_size"), values.get("max_size"), values.get("edition")
        if least and most and least > most:
            raise ValidationError(_gettext("Lo mínimo no puede ser más que lo máximo."))
        if edition and most and most > edition.team_size_max:
            limit = {"count": edition.team_size_max}
            self.add_error(
                "max_size", _gettext("En esta edición caben %(count)d personas en un equipo.") % limit
            )
        return values

    def conditions(self) -> Conditions:
        """Return what the proposals have to respect; the form is valid."""
        names = ("min_size", "max_size", "least_hours", "seed")
        return Conditions(**{name: self.cleaned_data[name] for name in names})
