"""Forms of a call: which questions they ask, and in which words, comes from `events.calls.requirements`."""

from collections.abc import Iterator, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxLengthValidator
from django.forms import BoundField

from events.calls.questions import AVAILABILITY, Requirement, Section
from events.calls.refusals import ProposalRefusedError
from events.calls.requirements import COMPANIONS, sections_asked
from events.forms.speakers import AvailabilityFields
from events.models import Call


class AskedForm(forms.Form):
    """A form whose fields are the questions of `kind`, without those that `call` hides.

    A subclass declares the kind of input of each question; its words and its limits are the requirement's.
    Fields that are no question of the call (the e-mail of who has no account) stay as they are declared.
    `is_draft` asks for nothing: what is kept as it is typed may be incomplete.
    """

    kind: str

    def __init__(self, *args: Any, call: Call | None, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_draft = is_draft
        self.sections: Sequence[Section] = sections_asked(self.kind, call.hidden_questions if call else ())
        asked = {r.key: r for section in self.sections for r in section.requirements}
        every = {r.key for section in sections_asked(self.kind) for r in section.requirements}
        for name in list(self.fields):
            if name in asked:
                dress(self.fields[name], asked[name], is_draft=is_draft)
            elif name in every:
                del self.fields[name]
        self.order_fields(asked)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def asked_sections(self) -> Iterator[tuple[Section, list[BoundField]]]:
        """Yield each section with its fields, for a template that groups them."""
        for section in self.sections:
            fields = [self[r.key] for r in section.requirements if r.key in self.fields]
            if fields:
                yield section, fields

    def other_fields(self) -> list[BoundField]:
        """Return what the form asks besides the questions of the call."""
        asked = {r.key for section in self.sections for r in section.requirements}
        return [self[name] for name in self.fields if name not in asked]

    def explain(self, refused: ProposalRefusedError) -> None:
        """Say why it was not sent: beside the questions that are missing, else above all of them."""
        shown = [key for key in refused.missing if key in self.fields]
        for key in shown:
            self.add_error(key, str(self.fields[key].error_messages["required"]))
        if not shown:
            self.add_error(None, str(refused.reason.label))

    def column_values(self, only: set[str] | None = None) -> dict[str, Any]:
        """Return the cleaned answers by column (all, or `only` these), without what is no column."""
        wanted = {r.key for section in self.sections for r in section.requirements}
        if only is not None:
            wanted &= only
        if only is None or "hours" in wanted:
            wanted |= COMPANIONS
        return {name: value for name, value in self.cleaned_data.items() if name in wanted}


def dress(field: forms.Field, requirement: Requirement, *, is_draft: bool = False) -> None:
    """Give `field` the words and the limits of `requirement`."""
    field.label = str(requirement.label)
    field.help_text = str(requirement.help)
    field.required = requirement.required and not is_draft
    field.widget.is_required = field.required
    field.error_messages["required"] = str(requirement.wrong)
    if requirement.most and isinstance(field, forms.CharField):
        field.max_length = requirement.most
        field.validators = [
            *(v for v in field.validators if not isinstance(v, MaxLengthValidator)),
            MaxLengthValidator(requirement.most),
        ]
        field.widget.attrs["maxlength"] = str(requirement.most)


class AvailabilityForm(AvailabilityFields):
    """When somebody can, asked again once they are accepted and the programme is being made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for requirement in AVAILABILITY:
            dress(self.fields[requirement.key], requirement)
