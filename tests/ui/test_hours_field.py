"""The table of 28 boxes: what is ticked goes in and comes out as a mask."""

import pytest
from django import forms
from django.http import QueryDict

from somosnlp.ui.hours import ALL_BOXES, BOXES, mask_of
from somosnlp.ui.hours_field import HoursField


class WeekForm(forms.Form):
    hours = HoursField(required=False)


def sent(*boxes: object) -> WeekForm:
    return WeekForm(QueryDict("&".join(f"hours={box}" for box in boxes)))


@pytest.mark.parametrize("boxes", [[], [0], [7, 27], list(range(BOXES))])
def test_hours_sent_come_out_as_mask(boxes: list[int]) -> None:
    form = sent(*boxes)
    assert form.is_valid()
    assert form.cleaned_data["hours"] == mask_of(boxes)


@pytest.mark.parametrize("box", ["28", "-1", "lunes", "1.5", "", "9" * 500])
def test_hours_of_no_box_are_refused(box: str) -> None:
    assert not sent(box).is_valid()


def test_hours_of_initial_mask_are_ticked() -> None:
    html = str(WeekForm(initial={"hours": mask_of([0, 27])})["hours"])
    assert html.count("<input") == BOXES
    assert html.count(" checked") == 2
    assert 'value="27" id="id_hours_27" checked' in html
    assert str(WeekForm(initial={"hours": ALL_BOXES})["hours"]).count(" checked") == BOXES


def test_hours_sent_stay_ticked_where_the_form_is_shown_again() -> None:
    html = str(sent(3, 28)["hours"])
    assert html.count(" checked") == 1


def test_each_box_says_its_day_and_part() -> None:
    html = str(WeekForm()["hours"])
    assert "lunes, madrugada" in html.lower()
    assert "domingo, noche" in html.lower()
