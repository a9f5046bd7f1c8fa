"""The 28 boxes of a week (somosnlp.ui.hours) as a field of a form: a table of checkboxes.

`initial` and the cleaned value are the mask of 28 bits. Pages that show it load `css/teams.css`.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from somosnlp.ui.hour_words import PART_HOURS, PART_NAMES, day_name, short_day_name
from somosnlp.ui.hours import BOXES, DAYS, PARTS_A_DAY, boxes_of, mask_of


class HoursWidget(forms.Widget):
    """A row for each day, a column for each part of it; works by keyboard and on a phone."""

    template_name = "ui/hours.html"
    use_fieldset = True

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        ticked = set(boxes_of(value)) if isinstance(value, int) else {str(box) for box in value or ()}
        base = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"]["parts"] = list(zip(PART_NAMES, PART_HOURS, strict=True))
        context["widget"]["days"] = [
            {"name": day_name(day), "short": short_day_name(day), "boxes": _boxes(day, base, ticked)}
            for day in range(DAYS)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        values: list[str] = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return values

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        # As with every checkbox, no box at all looks like no answer: what is not sent was not ticked.
        return False


class HoursField(forms.Field):
    """Which of the 28 boxes somebody ticked, as a mask; none of them is an answer too."""

    widget = HoursWidget
    default_error_messages = {"invalid": _("Marca las horas en la tabla.")}

    def clean(self, value: Any) -> int:
        try:
            boxes = {int(box) for box in value or ()}
        except (TypeError, ValueError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not boxes <= set(range(BOXES)):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if self.required and not boxes:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return mask_of(boxes)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return {str(box) for box in boxes_of(initial or 0)} != {str(box) for box in data or ()}


def _boxes(day: int, base: str, ticked: set[Any]) -> list[dict[str, Any]]:
    numbers = range(day * PARTS_A_DAY, (day + 1) * PARTS_A_DAY)
    return [
        {
            "value": number,
            "id": f"{base}_{number}",
            "part": PART_NAMES[number % PARTS_A_DAY],
            "ticked": number in ticked or str(number) in ticked,
        }
        for number in numbers
    ]
