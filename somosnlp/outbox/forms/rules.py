"""What organisers type about reminders, and why it is refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.outbox.forms.choices import (
    EditionField,
    deadline_choices,
    own_text_choices,
    rule_choices,
    segment_choices,
)
from somosnlp.outbox.forms.words import add_word_fields, check_words, words_in
from somosnlp.outbox.models import OwnRule, ReminderRule
from somosnlp.outbox.rules import After, DaysBefore, edition_names, rules
from somosnlp.outbox.ruleset import OWN_PLACES
from somosnlp.outbox.segments import DEFAULT_LANGUAGE


class ReminderRuleForm(forms.ModelForm[ReminderRule]):
    """The override of one rule: only what its kind has, and no second one for the same edition."""

    rule = forms.ChoiceField(choices=rule_choices, label=gettext_lazy("Recordatorio"))
    edition_id = EditionField()
    segment = forms.ChoiceField(
        choices=lambda: [("", _("A quien le corresponde el recordatorio")), *segment_choices()],
        required=False,
        label=gettext_lazy("A quién"),
    )

    class Meta:
        model = ReminderRule
        fields = ("rule", "edition_id", "is_on", "segment", "days", "hours", "at", "lateness")
        help_texts = {
            "is_on": gettext_lazy("Apagado, tampoco sale lo que ya esperaba en la cola."),
            "days": gettext_lazy("De 0 a 90, contados en el calendario de cada persona."),
            "hours": gettext_lazy("De 1 a 2160: desde que la persona empezó, o antes de la sesión."),
            "at": gettext_lazy("La hora del lugar donde vive cada persona."),
            "lateness": gettext_lazy("De 1 a 72: después de eso ya no se envía."),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse columns that the rule does not have. What is empty keeps what the code says."""
        values = super().clean() or {}
        rule = next((rule for rule in rules() if rule.key == values.get("rule")), None)
        if rule is None:
            return values
        if isinstance(rule.when, After):
            self._refuse(values, ("days", "at"), _("Este recordatorio cuenta horas después de empezar."))
        elif isinstance(rule.when, DaysBefore):
            self._refuse(values, ("hours",), _("Este recordatorio cuenta días antes de un plazo."))
        else:
            self._refuse(values, ("days", "at"), _("Este recordatorio cuenta horas antes de que empiece."))
        same = ReminderRule.objects.filter(rule=rule.key, edition_id=values.get("edition_id"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("edition_id", _("Este recordatorio ya tiene un ajuste ahí: cambia ese."))
        return values

    def _refuse(self, values: dict[str, Any], names: tuple[str, ...], reason: str) -> None:
        for name in names:
            if values.get(name) is not None:
                self.add_error(name, reason)


class OwnRuleForm(forms.ModelForm[OwnRule]):
    """A reminder of one's own: when, to whom, and one of our texts or one's own words."""

    edition_id = forms.TypedChoiceField(
        coerce=int, choices=lambda: list(edition_names().items()), label=gettext_lazy("Edición")
    )
    deadline = forms.ChoiceField(choices=deadline_choices, label=gettext_lazy("Plazo"))
    segment = forms.ChoiceField(
        choices=lambda: [("", _("A quien le toca ese plazo")), *segment_choices()],
        required=False,
        label=gettext_lazy("A quién"),
    )
    template = forms.ChoiceField(choices=own_text_choices, required=False, label=gettext_lazy("Texto"))

    class Meta:
        model = OwnRule
        fields = ("title", "edition_id", "deadline", "days", "at", "lateness", "segment", "is_on", "template")
        help_texts = {
            "days": gettext_lazy("De 0 a 90, contados en el calendario de cada persona."),
            "at": gettext_lazy("La hora del lugar donde vive cada persona."),
            "lateness": gettext_lazy("De 1 a 72: después de eso ya no se envía."),
            "is_on": gettext_lazy("Apagado, tampoco sale lo que ya esperaba en la cola."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = self.instance.texts.all() if self.instance.pk else []
        words = {text.language: (text.subject, text.body) for text in texts}
        add_word_fields(self, required=False, initial=words)

    def clean(self) -> dict[str, Any]:
        """Refuse words that nobody would fill in, both texts at once, and none."""
        values = super().clean() or {}
        check_words(self, values, OWN_PLACES)
        written = any(values.get(f"body_{code}") or self[f"body_{code}"].errors for code in self._languages())
        if values.get("template") and written:
            self.add_error("template", _("Elige uno de nuestros textos o escribe el tuyo, no los dos."))
        elif not values.get("template") and not values.get(f"body_{DEFAULT_LANGUAGE}"):
            self.add_error(f"body_{DEFAULT_LANGUAGE}", _("Falta el texto en español."))
        return values

    def words(self) -> dict[str, tuple[str, str]]:
        """Return subject and body of each language that has them."""
        return words_in(self.cleaned_data)

    def _languages(self) -> list[str]:
        return [name.removeprefix("body_") for name in self.fields if name.startswith("body_")]
