"""What organisers type when they write to a group."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from somosnlp.outbox.forms.choices import segment_choices, topic_choices
from somosnlp.outbox.forms.words import add_word_fields, check_words, words_in
from somosnlp.outbox.groups import Recipients, segments
from somosnlp.outbox.rules import edition_names
from somosnlp.outbox.segments import PLACES


class CircularForm(forms.Form):
    """A letter: to whom, about what, and its words in Spanish and any other language of the site."""

    title = forms.CharField(max_length=120, label=gettext_lazy("Para reconocerla"))
    segment = forms.ChoiceField(choices=segment_choices, label=gettext_lazy("A quién"))
    edition = forms.TypedChoiceField(
        coerce=int, choices=lambda: list(edition_names().items()), label=gettext_lazy("Edición")
    )
    topic = forms.ChoiceField(
        choices=topic_choices,
        required=False,
        label=gettext_lazy("Tema"),
        help_text=gettext_lazy("Quien se dio de baja de ese tema no la recibe."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_word_fields(self, required=True, initial={})

    def clean(self) -> dict[str, Any]:
        """Refuse words that nobody would fill in."""
        values = super().clean() or {}
        check_words(self, values, PLACES)
        return values

    def words(self) -> dict[str, tuple[str, str]]:
        """Return subject and body of each language that has them."""
        return words_in(self.cleaned_data)

    def recipients(self) -> tuple[Recipients, str]:
        """Return the people of the chosen group, and what to call them."""
        values = self.cleaned_data
        segment = next(one for one in segments() if one.key == values["segment"])
        name = f"{segment.label} · {edition_names()[values['edition']]}"
        return segment.recipients(values["edition"]), name
