"""The real 2026 registration form in two steps: step 1 makes you a participant, step 2 is optional."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.models import Registration
from registrations.services.registering import Answers
from registrations.states import Education, Field, NlpLevel, SpokenLanguage
from registrations.widgets import CountriesWidget, SuggestedTextInput
from somosnlp.accounts.fields import DiscordField, HiddenZoneField, HuggingFaceField, UnprovenEmailField
from somosnlp.accounts.models import User
from somosnlp.accounts.states import Pronouns
from somosnlp.ui.countries import country_codes

OLDEST_BIRTH_YEAR = 1900
#: GDPR and the terms ask for an adult or a representative; below this age nobody signs up by themselves.
YOUNGEST_AGE = 10
YES_NO = [("", _("Prefiero no responder")), ("True", _("Sí")), ("False", _("No"))]


class CountriesField(forms.Field):
    """One to three ISO 3166-1 codes."""

    widget = CountriesWidget
    default_error_messages = {
        "required": _("Elige al menos un país."),
        "unknown": _("No conocemos «%(code)s»: elige un país de la lista."),
        "too_many": _("Elige tres países como mucho."),
    }

    def clean(self, value: Any) -> list[str]:
        codes = [str(code) for code in value or []]
        if not codes and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        for code in codes:
            if code not in country_codes():
                raise forms.ValidationError(
                    self.error_messages["unknown"], code="unknown", params={"code": code[:20]}
                )
        if len(codes) > CountriesWidget.places:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many")
        return codes


def terms_label() -> SafeString:
    """Return the words of the one consent that registering needs, with links to what is accepted."""
    return format_html(
        str(
            _(
                'Acepto el <a href="{conduct}" target="_blank">código de conducta</a> y los '
                '<a href="{terms}" target="_blank">términos</a>, y soy mayor de edad o tengo la autorización '
                "de quien me representa legalmente."
            )
        ),
        conduct=reverse("legal", args=["codigo-de-conducta"]),
        terms=reverse("legal", args=["terminos"]),
    )


class RegistrationForm(forms.Form):
    """Step 1: at most eight questions. Signed-in people are not asked for the e-mail we already know."""

    name = forms.CharField(
        label=_("Nombre, como quieres que salga en tu certificado"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = UnprovenEmailField()
    countries = CountriesField(
        label=_("País o países que te representan"),
        help_text=_("Donde creciste, donde vives, de donde hablas."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Idiomas que hablas"),
        choices=SpokenLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Marca al menos un idioma.")},
    )
    level = forms.ChoiceField(
        label=_("Tu nivel de PLN"),
        help_text=_("Hay sitio para todos los niveles: sirve para preparar los talleres."),
        choices=NlpLevel.choices,
        widget=forms.RadioSelect,
    )
    university = forms.CharField(
        label=_("Universidad"),
        required=False,
        max_length=150,
        help_text=_("Si participas con una. Escribe su nombre o elige una de las que aparecen."),
        widget=SuggestedTextInput(reverse_lazy("university-suggestions")),
    )
    accept = forms.BooleanField(
        error_messages={
            "required": _("Para inscribirte hace falta aceptar el código de conducta y los términos.")
        }
    )
    time_zone = HiddenZoneField()

    def __init__(self, *args: Any, user: User | None = None, editing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].widget.attrs["class"] = "choices-compact"
        if user is not None:
            del self.fields["email"]
        if editing:
            del self.fields["accept"]
        else:
            self.fields["accept"].label = terms_label()
        self.helper = FormHelper()
        self.helper.form_tag = False

    def answers(self, *, terms_version: str, invitation: str = "") -> Answers:
        """Return the cleaned answers for the service; `invitation` is the token the person came with."""
        data = self.cleaned_data
        return Answers(
            name=data["name"],
            countries=data["countries"],
            languages=data["languages"],
            level=data["level"],
            university=data["university"],
            time_zone=data["time_zone"],
            terms_version=terms_version,
            invitation=invitation,
        )


def initial_answers(user: User | None, registration: Registration | None) -> dict[str, Any]:
    """Return what is already known, so that nothing is asked twice."""
    language = (get_language() or "es")[:2]
    initial: dict[str, Any] = {"languages": [language] if language in SpokenLanguage.values else ["es"]}
    if user is not None:
        initial |= {"name": user.name, "countries": [user.country] if user.country else []}
        initial["time_zone"] = user.time_zone
    if registration is not None:
        known = {
            "countries": registration.countries,
            "languages": registration.languages,
            "level": registration.level,
            "university": registration.university.name if registration.university else "",
        }
        initial |= {name: value for name, value in known.items() if value}
    return initial


def yes_no(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    """Return a question of yes, no, or no answer."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=YES_NO,
        required=False,
        coerce=lambda value: value == "True",
        empty_value=None,
        widget=forms.RadioSelect,
    )


class MoreForm(forms.Form):
    """Step 2: every question optional, each saved by itself."""

    discord = DiscordField(label=_("Nombre en Discord"))
    discord_later = forms.BooleanField(label=_("Todavía no tengo Discord"), required=False)
    hugging_face = HuggingFaceField(label=_("Nombre en Hugging Face"))
    hugging_face_later = forms.BooleanField(label=_("Todavía no tengo Hugging Face"), required=False)
    first_event = yes_no(_("¿Es tu primer evento de SomosNLP?"))
    wants_to_spread = yes_no(
        _("¿Nos ayudas a difundir?"), _("Te pasamos textos e imágenes para compartir el hackathon.")
    )
    wants_to_organise = yes_no(
        _("¿Te gustaría ayudar a organizar?"), _("Si dices que sí, te llevamos a un formulario corto.")
    )
    pronouns = forms.ChoiceField(
        label=_("Pronombres"), choices=[("", _("Sin respuesta")), *Pronouns.choices], required=False
    )
    education = forms.ChoiceField(
        label=_("Estudios terminados"), choices=[("", _("Sin respuesta")), *Education.choices], required=False
    )
    fields_of_work = forms.MultipleChoiceField(
        label=_("Áreas de estudio o trabajo"),
        choices=Field.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    birth_year = forms.IntegerField(
        label=_("Año de nacimiento"),
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "bday-year"}),
        error_messages={"invalid": _("Escribe solo el año, con cuatro cifras.")},
    )

    #: Form field → column, where the names differ.
    columns = {"fields_of_work": "fields"}
    participation = ("discord", "discord_later", "hugging_face", "hugging_face_later")
    help_us = ("first_event", "wants_to_spread", "wants_to_organise")
    demographics = ("pronouns", "education", "fields_of_work", "birth_year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        newest = timezone.now().year - YOUNGEST_AGE
        if year is not None and not OLDEST_BIRTH_YEAR < year <= newest:
            raise forms.ValidationError(
                _("Escribe un año entre %(oldest)s y %(newest)s."),
                params={"oldest": OLDEST_BIRTH_YEAR + 1, "newest": newest},
            )
        return year

    def valid_answers(self, only: set[str] | None = None) -> dict[str, Any]:
        """Return the answers that passed, by column: one wrong answer does not lose the others."""
        self.is_valid()
        names = set(self.cleaned_data) if only is None else set(self.cleaned_data) & only
        return {self.columns.get(name, name): self.cleaned_data[name] for name in names}


def initial_more(registration: Registration) -> dict[str, Any]:
    """Return what step 2 already knows."""
    user = registration.user
    demographics = getattr(registration, "demographics", None)
    initial: dict[str, Any] = {name: getattr(user, name) for name in (*MoreForm.participation, "pronouns")}
    initial |= {
        name: "" if (value := getattr(registration, name)) is None else str(value)
        for name in MoreForm.help_us
    }
    if demographics is not None:
        initial |= {
            "education": demographics.education,
            "fields_of_work": demographics.fields,
            "birth_year": demographics.birth_year,
        }
    return initial
