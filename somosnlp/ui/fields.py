"""Fields of an unbound form, rendered once for everybody who sees the same.

Rendering twelve checkboxes through Django's and crispy's templates costs more than all the rest of a
page with a form. What a field looks like follows from its words, its attributes and its value, so that
is the key. What somebody typed is never kept: neither a bound form nor the value of a text field, which is
put in its place each time. A widget of ours that shows words in another way says `is_personal = True`.
"""

from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django.forms import BoundField, ChoiceField, Field, FileInput, Textarea
from django.forms.widgets import Input
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_MOST = 256
_kept: dict[tuple[object, ...], SafeString] = {}
#: Stands where the value of a text field goes.
_PLACE = "value-goes-here"


def render_field(bound: BoundField) -> SafeString:
    """Return the markup of a field as `|as_crispy_field` does."""
    if bound.form.is_bound:
        return _render(bound)
    value, widget = bound.value(), bound.field.widget
    if value and (getattr(widget, "is_personal", False) or isinstance(widget, FileInput)):
        return _render(bound)
    if not value or not isinstance(value, str) or not isinstance(widget, Input | Textarea):
        return _render_kept(bound)
    blank = bound.field.get_bound_field(bound.form, bound.name)
    vars(blank)["initial"] = _PLACE
    return mark_safe(_render_kept(blank).replace(_PLACE, escape(value)))


def _render_kept(bound: BoundField) -> SafeString:
    look = _look(bound)
    html = _kept.get(look)
    if html is None:
        if len(_kept) >= _MOST:
            _kept.clear()
        html = _kept[look] = _render(bound)
    return html


def _look(bound: BoundField) -> tuple[object, ...]:
    """Everything that the markup follows from."""
    field = bound.field
    return (
        get_language(),
        type(bound.form),
        bound.auto_id,
        str(bound.label),
        str(bound.help_text),
        field.required,
        field.disabled,
        repr(field.widget.attrs),
        _offered(field),
        repr(bound.value()),
    )


def _offered(field: Field) -> tuple[str, ...]:
    """Return the choices as they read: some forms offer those of one edition."""
    choices: Any = field.choices if isinstance(field, ChoiceField) else ()
    return tuple(f"{value} {label}" for value, label in choices)


def _render(bound: BoundField) -> SafeString:
    html: SafeString = as_crispy_field(bound)
    return html
