"""Every field is drawn with its label, hint and error before it, tied to it for screen readers."""

import re

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template

from somosnlp.ui.styleguide import SampleForm


class Short(forms.Form):
    mail = forms.EmailField(label="Correo", help_text="Te enviamos un código.")
    pronouns = forms.CharField(label="Pronombres", required=False)
    level = forms.ChoiceField(
        label="Nivel", choices=[("a", "Básico · empiezo"), ("b", "Avanzado")], widget=forms.RadioSelect
    )


def drawn(form: forms.Form, source: str) -> str:
    return Template("{% load crispy_forms_tags %}" + source).render(Context({"form": form}))


@pytest.mark.parametrize("source", ["{{ form|crispy }}", "{{ form }}", "{% crispy form %}"])
def test_field_shows_label_hint_error_and_input_in_this_order(source: str) -> None:
    html = drawn(Short({"mail": "nadie@", "level": "a"}), source)
    field = html[html.index('id="div_id_mail"') :]
    order = [field.index(part) for part in ("<label", "id_mail_helptext", "id_mail_error", "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_mail_helptext id_mail_error"' in field
    assert 'aria-invalid="true"' in field


def test_field_that_is_not_required_says_so_and_the_others_do_not() -> None:
    html = drawn(Short(), "{{ form|crispy }}")
    assert html.count('class="optional"') == 1
    assert re.search(r"Pronombres\s*<span class=\"optional\">", html)


def test_radio_group_is_a_fieldset_of_cards() -> None:
    html = drawn(Short(), "{{ form|crispy }}")
    assert "<legend" in html
    assert html.count('class="choice"') == 2
    assert "<b>Básico</b><small>empiezo</small>" in html


def test_error_summary_links_to_every_field_it_names() -> None:
    html = drawn(SampleForm({}), "{{ form|crispy }}")
    for anchor in re.findall(r'<a href="#([^"]+)"', html):
        assert f'id="{anchor}"' in html, anchor


def test_form_without_errors_has_no_summary() -> None:
    assert "data-error-summary" not in drawn(Short(), "{{ form|crispy }}")


def test_whole_crispy_form_keeps_its_method_and_submit() -> None:
    helper = FormHelper()
    helper.form_action = "/x/"
    helper.add_input(Submit("go", "Seguir"))
    html = render_crispy_form(Short(), helper)
    assert 'action="/x/"' in html
    assert "novalidate" in html
    assert re.search(r'<button type="submit" name="go"[^>]*>Seguir</button>', html)
