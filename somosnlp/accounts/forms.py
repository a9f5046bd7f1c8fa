"""The profile."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Submit
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.accounts.fields import CountryField, DiscordField, GitHubField, HuggingFaceField, ZoneField
from somosnlp.accounts.models import User
from somosnlp.accounts.services.profile import PROFILE_FIELDS
from somosnlp.accounts.states import Pronouns


class ProfileForm(forms.ModelForm[User]):
    """What a person says about themselves; everything is optional and is asked nowhere else again."""

    country = CountryField(label=gettext_lazy("País"), required=False)
    time_zone = ZoneField(
        label=gettext_lazy("Zona horaria"),
        help_text=gettext_lazy("Con ella te decimos a qué hora es cada cosa. Por ejemplo, America/Bogota."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Idioma de los correos"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    pronouns = forms.ChoiceField(
        label=gettext_lazy("Pronombres"),
        choices=[("", "—"), *Pronouns.choices],
        required=False,
    )
    hugging_face = HuggingFaceField(label=gettext_lazy("Nombre en Hugging Face"))
    hugging_face_later = forms.BooleanField(label=gettext_lazy("Todavía no tengo"), required=False)
    discord = DiscordField(label=gettext_lazy("Nombre en Discord"))
    discord_later = forms.BooleanField(label=gettext_lazy("Todavía no tengo"), required=False)
    github = GitHubField(label=gettext_lazy("Nombre en GitHub"))

    class Meta:
        model = User
        fields = sorted(PROFILE_FIELDS)
        labels = {"name": gettext_lazy("Nombre para el certificado")}
        help_texts = {
            "name": gettext_lazy("Tal como quieres que aparezca impreso."),
            "public_name": gettext_lazy("Cómo te ven las demás personas. Vacío: el del certificado."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset(_("Cómo te llamas"), "name", "public_name", "pronouns"),
            Fieldset(_("Dónde estás"), "country", "time_zone", "language"),
            Fieldset(
                _("Dónde te encontramos"),
                *("hugging_face", "hugging_face_later", "discord", "discord_later", "github"),
            ),
            Div(Submit("save", _("Guardar")), HTML(""), css_class="form-actions"),
        )

    def clean(self) -> dict[str, Any]:
        """A name and «todavía no tengo» together mean the name."""
        data = super().clean() or self.cleaned_data
        for handle in ("hugging_face", "discord"):
            if data.get(handle):
                data[f"{handle}_later"] = False
        return data

    def changes(self) -> dict[str, Any]:
        """Return the columns whose value is another than the one shown."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self._differing()}

    def _differing(self) -> set[str]:
        return {name for name, value in self.cleaned_data.items() if value != self.initial.get(name)}
