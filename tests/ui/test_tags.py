"""Tags of the design system."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from events.moments import Moment
from somosnlp.ui.templatetags import times, ui


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Elena González-Blanco", "EG"),
        ("Ana de la Cruz", "AC"),
        ("dayana", "D"),
        ("Ñusta", "Ñ"),
        ("", ""),
    ],
)
def test_initials_of_a_name(name: str, expected: str) -> None:
    assert ui.initials(name) == expected


def test_choice_parts_splits_a_name_from_its_explanation() -> None:
    assert ui.choice_parts("Básico · nunca he programado") == ("Básico", "nunca he programado")
    assert ui.choice_parts("Bolivia") == ("Bolivia", "")


def test_announced_day_is_the_day_in_the_zone_it_was_announced_in() -> None:
    moment = Moment(at=datetime(2001, 3, 9, 11, 59, tzinfo=UTC))  # 8 March, 23:59 AoE
    with translation.override("es"):
        assert times.announced_day(moment) == "8 de marzo de 2001"
        assert times.announced_day(Moment(day=date(2001, 3, 8))) == "8 de marzo de 2001"
        assert times.announced_day(Moment()) == "fecha no consta"


def test_component_renders_its_body_as_html_and_escapes_its_parameters() -> None:
    source = '{% load ui %}{% component "empty" title=title %}<a href="#">x</a>{% endcomponent %}'
    html = Template(source).render(Context({"title": "<b>"}))
    assert '<a href="#">x</a>' in html
    assert "&lt;b&gt;" in html


def test_every_icon_is_hidden_from_screen_readers() -> None:
    for name in ui.ICONS:
        assert 'aria-hidden="true"' in ui.icon(name)
