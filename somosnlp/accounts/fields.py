"""Form fields about people, for the forms of every app."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_countries import countries

from somosnlp.accounts import handles
from somosnlp.ui.countries import selected_options
from somosnlp.ui.zones import known_zones, zone_or_blank


class UnprovenEmailField(forms.EmailField):
    """The address of somebody without a session, in a form whose last step is a code sent there."""

    default_error_messages = {
        "invalid": gettext_lazy("Escribe el correo completo, por ejemplo nombre@ejemplo.org.")
    }

    def __init__(self, **kwargs: Any) -> None:
        defaults: dict[str, Any] = {
            "label": gettext_lazy("Correo electrónico"),
            "max_length": 254,
            "help_text": gettext_lazy("Te enviaremos un código para confirmarlo. No hace falta contraseña."),
            "widget": forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
        }
        super().__init__(**(defaults | kwargs))


class HandleField(forms.CharField):
    """A name on another site; what is pasted is reduced to the name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", handles.LONGEST)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the name; raises ValidationError with the hint of `handles`."""
        try:
            return self.parse(super().clean(value))
        except handles.HandleError as error:
            raise ValidationError(str(error), code="not_a_name") from error

    def parse(self, typed: str) -> str:
        """Return the name in `typed`; raises handles.HandleError."""
        raise NotImplementedError


class HuggingFaceField(HandleField):
    def parse(self, typed: str) -> str:
        return handles.hugging_face(typed)


class DiscordField(HandleField):
    def parse(self, typed: str) -> str:
        return handles.discord(typed)


class GitHubField(HandleField):
    def parse(self, typed: str) -> str:
        return handles.github(typed)


class XField(HandleField):
    def parse(self, typed: str) -> str:
        return handles.x(typed)


class BlueSkyField(HandleField):
    def parse(self, typed: str) -> str:
        return handles.bluesky(typed)


class LinkedInField(HandleField):
    """Somebody's page on LinkedIn: its address is what comes out."""

    def parse(self, typed: str) -> str:
        return handles.linkedin(typed)


class HttpsField(forms.URLField):
    """A page of somebody's: `example.org` and `http://` become https, other schemes are refused."""

    default_error_messages = {
        "invalid": gettext_lazy("Escribe la dirección completa, como https://ejemplo.org.")
    }
    default_validators = [URLValidator(schemes=["https"], message=default_error_messages["invalid"])]

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.URLInput({"placeholder": "https://", "inputmode": "url", "autocapitalize": "none"})
        defaults: dict[str, Any] = {"assume_scheme": "https", "required": False, "widget": widget}
        super().__init__(**(defaults | kwargs))

    def to_python(self, value: Any) -> str:
        """Return the address with https; Django's message for what is no address is ours."""
        found = super().to_python(value) or ""
        return "https://" + found.removeprefix("http://") if found.startswith("http://") else found


class HiddenZoneField(forms.CharField):
    """The browser's time zone, filled by static/js/zone.js; an unknown one counts as none."""

    def __init__(self, **kwargs: Any) -> None:
        defaults: dict[str, Any] = {"required": False, "max_length": 64, "widget": forms.HiddenInput}
        super().__init__(**(defaults | kwargs))

    def clean(self, value: Any) -> str:
        """Return a zone of the IANA database or an empty string; never an error nobody could see."""
        try:
            return zone_or_blank(super().clean(value))
        except ValidationError:
            return ""


class ZoneOfHours(forms.HiddenInput):
    """The zone of hours somebody ticks: the browser's; where no script runs they write it themselves."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        typed = {"id": f"{(attrs or {}).get('id', name)}_typed", "class": "form-control"}
        return format_html(
            '{}<noscript><div class="field"><label class="form-label" for="{}">{}</label>'
            '<p class="hint">{}</p>{}</div></noscript>',
            super().render(name, value, dict(attrs or {}), renderer),
            typed["id"],
            _("Tu zona horaria"),
            _("La de esas horas. Por ejemplo: America/Bogota."),
            forms.TextInput().render(name, value, typed, renderer),
        )


class ZoneInput(forms.TextInput):
    """A text input whose suggestions are every zone; the list is rendered once for the process."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        field = super().render(name, value, {**(attrs or {}), "list": f"{name}_list"}, renderer)
        return format_html('{}<datalist id="{}_list">{}</datalist>', field, name, _zone_options())


class ZoneField(forms.CharField):
    """A time zone of the IANA database, typed with suggestions."""

    def __init__(self, **kwargs: Any) -> None:
        widget = ZoneInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        defaults: dict[str, Any] = {"required": False, "max_length": 64, "widget": widget}
        super().__init__(**(defaults | kwargs))

    def clean(self, value: Any) -> str:
        """Return the zone's name as the database spells it; raises ValidationError for another."""
        typed: str = super().clean(value).replace(" ", "_")
        if not typed:
            return ""
        if zone := _zones_by_name().get(typed.lower()):
            return zone
        raise ValidationError(_("No conocemos esa zona horaria. Elige una de la lista, como America/Bogota."))


class CountrySelect(forms.Select):
    """A select whose 249 options are rendered once per language."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        built = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        empty = format_html('<option value="">{}</option>', _("Elige un país"))
        options = selected_options(get_language() or "es", str(value or ""))
        return format_html("<select{}>{}{}</select>", flatatt(built), empty, options)


class CountryField(forms.ChoiceField):
    """One country by its ISO code; empty allowed unless `required`."""

    def __init__(self, **kwargs: Any) -> None:
        defaults: dict[str, Any] = {"choices": _country_choices, "widget": CountrySelect}
        super().__init__(**(defaults | kwargs))

    default_error_messages = {"invalid_choice": gettext_lazy("Elige un país de la lista.")}


def _country_choices() -> list[tuple[str, str]]:
    return [("", ""), *((country.code, country.name) for country in countries)]


@lru_cache(maxsize=1)
def _zones_by_name() -> dict[str, str]:
    return {name.lower(): name for name in known_zones()}


@lru_cache(maxsize=1)
def _zone_options() -> SafeString:
    names = ((name,) for name in sorted(known_zones()) if "/" in name)
    return format_html_join("", '<option value="{}">', names)
