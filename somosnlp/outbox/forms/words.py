"""Subject and body in Spanish and any other language of the site."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from somosnlp.outbox.placeholders import Placeholder, problems
from somosnlp.outbox.rendering import one_line
from somosnlp.outbox.segments import DEFAULT_LANGUAGE


def add_word_fields(form: forms.BaseForm, *, required: bool, initial: Mapping[str, tuple[str, str]]) -> None:
    """Add subject and body of each language to `form`; the Spanish ones may be `required`."""
    for code, name in settings.LANGUAGES:
        needed = required and code == DEFAULT_LANGUAGE
        subject, body = initial.get(code, ("", ""))
        form.fields[f"subject_{code}"] = forms.CharField(
            max_length=200,
            required=needed,
            label=_("Asunto (%(language)s)") % {"language": name},
            initial=subject,
        )
        form.fields[f"body_{code}"] = forms.CharField(
            max_length=20_000,
            required=needed,
            label=_("Texto (%(language)s, Markdown)") % {"language": name},
            widget=forms.Textarea(attrs={"rows": 12}),
            initial=body,
        )


def check_words(form: forms.BaseForm, values: Mapping[str, Any], places: Iterable[Placeholder]) -> None:
    """Refuse words that nobody would fill in, and a subject without a text."""
    known = list(places)
    for code, _name in settings.LANGUAGES:
        subject, body = values.get(f"subject_{code}", ""), values.get(f"body_{code}", "")
        if bool(subject) != bool(body):
            form.add_error(f"body_{code}", _("Faltan el asunto o el texto en este idioma."))
        for field, text in ((f"subject_{code}", subject), (f"body_{code}", body)):
            if found := problems(text, known, is_body=field.startswith("body")):
                form.add_error(field, found)


def words_in(values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return subject and body of each language that has them."""
    texts = {
        code: (one_line(values[f"subject_{code}"]), values[f"body_{code}"])
        for code, _name in settings.LANGUAGES
    }
    return {code: text for code, text in texts.items() if all(text)}
