"""What people who will be in the programme say of themselves, and when they can."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from somosnlp.accounts.fields import (
    BlueSkyField,
    HiddenZoneField,
    HttpsField,
    LinkedInField,
    XField,
    ZoneOfHours,
)
from somosnlp.ui.hours_field import HoursField

#: How many boxes for a day the form shows.
DAYS_ASKED = 3


class ParagraphField(forms.CharField):
    """Text of several lines, counted as the browser counts it: a line break is one character."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(**({"widget": forms.Textarea({"rows": rows})} | kwargs))

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\r\n", "\n")) or ""


class LineField(forms.CharField):
    """A text of one line: breaks and what cannot be seen (pasted with it) become a space."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class ManyInputs(forms.Widget):
    """Several inputs of one kind under one name; as many as `places`, and one more for each value given."""

    template_name = "ui/many_inputs.html"
    use_fieldset = True
    #: What somebody typed is in it: never kept for others (`somosnlp.ui.fields`).
    is_personal = True

    def __init__(self, *, places: int, input_type: str, of: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.places, self.input_type, self.of = places, input_type, of

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        base = context["widget"]["attrs"].pop("id", f"id_{name}")
        values = [_written(one) for one in value or ()]
        values += [""] * (self.places - len(values))
        context["widget"]["type"] = self.input_type
        context["widget"]["inputs"] = [
            {"id": f"{base}_{n}", "value": one, "label": self.of % {"number": n + 1}}
            for n, one in enumerate(values)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        return list(values or [])

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        # What is not sent was left empty.
        return False


class LinesField(forms.Field):
    """A list of short texts, one per input; empty ones do not count."""

    default_error_messages = {
        "too_many": _("Escribe %(most)d como mucho."),
        "too_few": _("Escribe al menos %(least)d."),
        "too_long": _("«%(start)s…» es demasiado largo: %(longest)d caracteres como mucho."),
    }

    def __init__(self, *, least: int, most: int, longest: int, **kwargs: Any) -> None:
        self.least, self.most, self.longest = least, most, longest
        widget = ManyInputs(
            places=most, input_type="text", of=_("Punto %(number)d"), attrs={"maxlength": str(longest)}
        )
        super().__init__(**({"widget": widget} | kwargs))

    def clean(self, value: Any) -> list[str]:
        lines = [line for line in (LineField(required=False).clean(one) for one in value or ()) if line]
        for line in lines:
            if len(line) > self.longest:
                raise self._error("too_long", start=line[:30], longest=self.longest)
        if len(lines) > self.most:
            raise self._error("too_many", most=self.most)
        if self.required and not lines:
            raise self._error("required")
        if self.required and len(lines) < self.least:
            raise self._error("too_few", least=self.least)
        return lines

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [one for one in initial or () if one] != [one for one in data or () if one]

    def _error(self, code: str, **params: Any) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params=params)


class DaysField(forms.Field):
    """A few days somebody prefers; none is an answer too."""

    default_error_messages = {
        "invalid": _("Escribe la fecha así: 2027-03-22."),
        "past": _("Elige fechas que aún no hayan pasado."),
        "too_many": _("Elige %(most)d fechas como mucho."),
    }

    def __init__(self, *, most: int = DAYS_ASKED, **kwargs: Any) -> None:
        self.most = most
        widget = ManyInputs(places=most, input_type="date", of=_("Fecha %(number)d"))
        defaults: dict[str, Any] = {"widget": widget, "required": False}
        super().__init__(**(defaults | kwargs))

    def clean(self, value: Any) -> list[date]:
        try:
            days = sorted({date.fromisoformat(str(one).strip()) for one in value or () if str(one).strip()})
        except ValueError as error:
            raise self._error("invalid") from error
        if days and days[0] < timezone.localdate():
            raise self._error("past")
        if len(days) > self.most:
            raise self._error("too_many", most=self.most)
        return days

    def has_changed(self, initial: Any, data: Any) -> bool:
        return {_written(one) for one in initial or ()} != {str(one) for one in data or () if one}

    def _error(self, code: str, **params: Any) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params=params)


class SpeakerFields(forms.Form):
    """The columns of `SpeakerFacts`, for the forms of every call that puts somebody in the programme."""

    name = LineField(widget=forms.TextInput({"autocomplete": "name"}))
    occupation = LineField(widget=forms.TextInput({"autocomplete": "organization-title"}))
    affiliation = LineField(widget=forms.TextInput({"autocomplete": "organization"}))
    bio = ParagraphField()
    website = HttpsField()
    linkedin = LinkedInField()
    x = XField()
    bluesky = BlueSkyField()


class AvailabilityFields(forms.Form):
    """The columns of `Availability`; the zone is the browser's, without JavaScript the person's."""

    preferred_days = DaysField()
    hours = HoursField()
    time_zone = HiddenZoneField(widget=ZoneOfHours)


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
