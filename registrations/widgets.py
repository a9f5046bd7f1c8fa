"""Widgets of the registration form; long option lists are rendered once per language."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language

from somosnlp.ui.countries import selected_options


class CountriesWidget(forms.Widget):
    """Up to three selects of one name: the first always there, the others behind "add another"."""

    template_name = "registrations/widgets/countries.html"
    use_fieldset = True
    places = 3

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = [str(code) for code in value or []][: self.places]
        chosen += [""] * (self.places - len(chosen))
        language = get_language() or "es"
        base = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"]["selects"] = [
            {
                "id": base if place == 0 else f"{base}_{place}",
                "options": selected_options(language, code),
                "chosen": bool(code),
                "first": place == 0,
            }
            for place, code in enumerate(chosen)
        ]
        context["widget"]["more"] = any(chosen[1:])
        context["widget"]["attrs"] = {
            key: attr for key, attr in context["widget"]["attrs"].items() if key.startswith("aria-")
        }
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return list(dict.fromkeys(value for value in values if value))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data


class SuggestedTextInput(forms.TextInput):
    """A text input whose suggestions a script fetches from `url` as one types; any text is allowed."""

    def __init__(self, url: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "organization", "data-suggest": url, **(attrs or {})})
