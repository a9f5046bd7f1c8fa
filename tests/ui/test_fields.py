"""Fields rendered once for everybody: the same markup as crispy's, nothing of anybody kept."""

from typing import Any

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from somosnlp.ui import fields


class Form(forms.Form):
    name = forms.CharField(label=_("Nombre"))
    text = forms.CharField(widget=forms.Textarea)
    zone = forms.CharField(widget=forms.HiddenInput)
    level = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    fields._kept.clear()


@pytest.mark.parametrize(
    "initial",
    [
        {},
        {"level": "a"},
        {"level": "b", "name": "Ana"},
        {"name": "\"><b>&amp;'"},
        {"zone": "AoE", "text": "\nA\n<B>"},
    ],
)
def test_first_and_second_time_read_as_crispy_writes_it(initial: dict[str, Any]) -> None:
    for _time in range(2):
        for bound in Form(initial=initial):
            assert fields.render_field(bound) == as_crispy_field(Form(initial=initial)[bound.name])


def test_each_language_has_its_own() -> None:
    texts = []
    for language in ("es", "en"):
        with translation.override(language):
            texts.append(fields.render_field(Form()["name"]))

    assert texts[0] != texts[1]


def test_what_was_typed_is_not_kept() -> None:
    bound_form = Form({"name": "", "level": "c"})
    assert "error" in fields.render_field(bound_form["level"])
    assert fields._kept == {}
    for name in ("Ana", "Iria"):
        assert f'value="{name}"' in fields.render_field(Form(initial={"name": name})["name"])

    [kept] = fields._kept.values()
    assert "Ana" not in kept


def test_no_more_than_some_are_kept() -> None:
    for number in range(200):
        fields.render_field(Form(initial={"level": str(number)})["level"])

    assert len(fields._kept) <= fields._MOST


def test_choices_of_one_form_are_not_those_of_another() -> None:
    for level in ("Sierra", "Selva"):
        form = Form()
        form.fields["level"].choices = [("a", level)]  # type: ignore[attr-defined]
        assert level in fields.render_field(form["level"])
