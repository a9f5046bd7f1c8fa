"""The form to join the organising team (facts §3.2), which asks nobody what is already known."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from events.forms.speakers import ParagraphField
from events.models import Edition, OrganiserApplication
from events.services.organisers import Answers
from events.states import OrganiserArea, TimeCommitment
from somosnlp.accounts.fields import DiscordField, HiddenZoneField, UnprovenEmailField
from somosnlp.accounts.models import User

MESSAGE_LENGTH = 2000
#: Nobody plans further ahead than this.
MOST_MONTHS = 12


class OrganiserForm(forms.Form):
    """What somebody offers. Pass `user=None` for a person without a session: they are asked their e-mail."""

    name = forms.CharField(
        label=_("Nombre"),
        help_text=_("Como quieres que salga en tu certificado."),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Escribe tu nombre.")},
    )
    email = UnprovenEmailField(error_messages={"required": _("Escribe tu correo: ahí te responderemos.")})
    discord = DiscordField(
        label=_("Nombre en Discord"),
        help_text=_("El equipo se organiza ahí. Si todavía no tienes, déjalo vacío."),
    )
    areas = forms.MultipleChoiceField(
        label=_("¿En qué te gustaría ayudar?"),
        help_text=_("Marca todo lo que te interese; lo concretamos después."),
        choices=OrganiserArea.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Marca al menos un área.")},
    )
    commitment = forms.ChoiceField(
        label=_("¿Cuánto tiempo tienes?"),
        help_text=_("Todo suma: con dos horas en total ya nos ayudas mucho."),
        choices=TimeCommitment.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Elige una opción.")},
    )
    months = forms.TypedMultipleChoiceField(
        label=_("¿En qué meses?"),
        help_text=_("Si aún no lo sabes, déjalo sin marcar."),
        required=False,
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
    )
    message = ParagraphField(
        label=_("¿Algo más que quieras contarnos?"),
        help_text=_("Tu experiencia, una idea, un enlace… lo que quieras."),
        max_length=MESSAGE_LENGTH,
        required=False,
    )
    time_zone = HiddenZoneField()

    def __init__(self, *args: Any, user: User | None, months: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _known(user):
            del self.fields[name]
        field = self.fields["months"]
        if months and isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(month.isoformat(), month_text(month)) for month in months]
        else:
            del self.fields["months"]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def answers(self) -> Answers:
        """Return the cleaned answers for the service."""
        data = self.cleaned_data
        return Answers(
            areas=data["areas"],
            commitment=data["commitment"],
            months=data.get("months", []),
            message=data["message"],
            name=data.get("name", ""),
            discord=data.get("discord", ""),
        )


def months_ahead(edition: Edition, today: date) -> list[date]:
    """Return the first day of each month from `today` to the end of `edition`.

    >>> [f"{month:%m/%y}" for month in months_ahead(Edition(ends_on=date(2025, 2, 3)), date(2024, 12, 24))]
    ['12/24', '01/25', '02/25']
    """
    first, last = _month_number(today), _month_number(edition.ends_on)
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1)][:MOST_MONTHS]


def month_text(month: date) -> str:
    """Return a month in words: «enero 2027»."""
    return f"{MONTHS[month.month]} {month.year}"


def initial_answers(application: OrganiserApplication | None) -> dict[str, Any]:
    """Return what an application says, for the form to show."""
    if application is None:
        return {}
    return {
        "areas": application.areas,
        "commitment": application.commitment,
        "months": [month.isoformat() for month in application.months],
        "message": application.message,
    }


def _known(user: User | None) -> list[str]:
    """Return the fields that ask what we know of `user` already."""
    if user is None:
        return []
    known = {"email": True, "time_zone": True, "name": bool(user.name), "discord": bool(user.discord)}
    return [name for name, is_known in known.items() if is_known]


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
