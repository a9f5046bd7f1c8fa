"""What somebody tells teams of themselves; all of it optional, shown only of who wants it."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Milestone
from registrations.models import TeamProfile
from registrations.states.teams import Profile, Task
from somosnlp.ui.hours_field import HoursField


class TeamProfileForm(forms.Form):
    """The fields are the columns of TeamProfile. `challenges`: those of the edition."""

    profiles = forms.MultipleChoiceField(
        label=_("¿Qué aportas?"),
        help_text=_("Los mejores equipos mezclan perfiles técnicos y lingüísticos."),
        choices=Profile.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tasks = forms.MultipleChoiceField(
        label=_("¿Qué te gustaría hacer?"),
        help_text=_("Para más de la mitad no hace falta programar."),
        choices=Task.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    about = forms.CharField(
        label=_("Preséntate en pocas palabras"),
        help_text=_("Qué te interesa, qué sabes hacer, qué te gustaría aprender. Sin correo ni teléfono."),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    challenge = forms.ChoiceField(label=_("Reto que te atrae"), required=False)
    hours = HoursField(
        label=_("¿Cuándo puedes trabajar?"),
        help_text=_("Marca las horas de una semana normal. Con ellas calculamos cuántas tienes en común."),
        required=False,
    )
    is_listed = forms.BooleanField(label=_("Quiero que los equipos me encuentren"), required=False)
    wants_match = forms.BooleanField(label=_("Quiero que me propongan un equipo"), required=False)
    shares_discord = forms.BooleanField(label=_("Mi equipo puede ver mi nombre en Discord"), required=False)

    #: Who sees what, with each yes; in the order they are asked.
    consents = {
        "is_listed": _(
            "Las personas inscritas en esta edición verán tu nombre, tus países, tus idiomas, tu nivel y lo "
            "que contaste aquí. Nadie ve tu correo ni tus nombres en Discord o Hugging Face."
        ),
        "wants_match": _(
            "Cuando la organización forme equipos con quienes siguen sin uno, te tendrá en cuenta. Verán tu "
            "nombre las personas con las que te toque, y nada vale hasta que aceptes."
        ),
        "shares_discord": _(
            "Lo verán solo las personas de tu equipo, y solo mientras estés en él. Tú verás el de quienes "
            "también digan que sí."
        ),
    }

    def __init__(self, *args: Any, challenges: list[Milestone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not challenges:
            del self.fields["challenge"]
        else:
            names = ((str(row.pk), row.label) for row in challenges)
            cast(forms.ChoiceField, self.fields["challenge"]).choices = [("", _("Todavía no sé")), *names]
        for name, words in self.consents.items():
            self.fields[name].help_text = words

    def values(self) -> dict[str, Any]:
        """Return the cleaned answers by column, for the service."""
        values = dict(self.cleaned_data)
        if "challenge" in values:
            values["challenge_id"] = int(values.pop("challenge") or 0) or None
        return values


def initial_profile(profile: TeamProfile | None) -> dict[str, Any]:
    """Return what is known already."""
    if profile is None:
        return {}
    names = ("profiles", "tasks", "about", "hours", *TeamProfileForm.consents)
    return {name: getattr(profile, name) for name in names} | {"challenge": profile.challenge_id or ""}
