"""Charts: what they say, to the eye and to a screen reader, and that nothing in them is inline style."""

from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from somosnlp.ui.charts import Bar, Chart, axis_ticks, columns, horizontal_bars, share_bar, summary
from somosnlp.ui.templatetags.charts import percent


def chart(*values: int, labels: tuple[str, ...] = ()) -> Chart:
    names = labels or tuple(f"Día {place}" for place in range(len(values)))
    bars = [Bar(name, value) for name, value in zip(names, values, strict=True)]
    return Chart("days", "Por día", "día", "personas", bars)


def rects(svg: str) -> list[ET.Element]:
    return [element for element in ET.fromstring(svg).iter() if element.tag == "rect"]


@pytest.mark.parametrize("draw", [columns, horizontal_bars])
@pytest.mark.parametrize("values", [(), (0,), (0, 0), (3, 1, 2), tuple(range(60)), (100_000, 1)])
def test_chart_is_well_formed_named_and_without_inline_style(draw: object, values: tuple[int, ...]) -> None:
    svg = draw(chart(*values))  # type: ignore[operator]
    root = ET.fromstring(svg)
    names = root.attrib["aria-labelledby"].split()
    texts = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}
    assert root.attrib["role"] == "img"
    assert [texts[name] for name in names] == ["Por día", summary(chart(*values))]
    assert "style=" not in svg
    assert "<script" not in svg


@pytest.mark.parametrize("draw", [columns, horizontal_bars])
def test_bars_are_as_long_as_their_values_say(draw: object) -> None:
    side = "height" if draw is columns else "width"
    sizes = [float(rect.attrib[side]) for rect in rects(draw(chart(10, 5, 0)))]  # type: ignore[operator]
    assert sizes[0] == pytest.approx(2 * sizes[1])
    assert sizes[2] == 0


@pytest.mark.parametrize("draw", [columns, horizontal_bars])
def test_coordinates_stay_inside_and_have_a_point_in_every_language(draw: object) -> None:
    with translation.override("es"):
        svg = draw(chart(*range(1, 61)))  # type: ignore[operator]
    width, height = map(float, ET.fromstring(svg).attrib["viewBox"].split()[2:])
    for rect in rects(svg):
        left, top, wide, high = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        assert left >= 0
        assert left + wide <= width
        assert top >= 0
        assert top + high <= height + 0.01


def test_names_are_escaped_shortened_in_the_drawing_and_whole_in_its_title() -> None:
    name = "<b>República Democrática del Congo & compañía"
    svg = horizontal_bars(chart(4, labels=(name,)))
    texts = {element.tag: element.text for element in ET.fromstring(svg)[2]}
    assert texts["title"] == f"{name}: 4"
    assert "…" in svg
    assert "<b>" not in svg


def test_summary_names_the_highest() -> None:
    assert "Día 1: 9" in summary(chart(3, 9, 2))
    assert summary(chart(0, 0)) == "Todavía no hay datos."


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (2, [0, 1, 2]),
        (3, [0, 1, 2, 3]),
        (7, [0, 2, 4, 6, 8]),
        (60, [0, 20, 40, 60]),
        (99_999, [0, 20_000, 40_000, 60_000, 80_000, 100_000]),
    ],
)
def test_axis_has_round_numbers(highest: int, ticks: list[int]) -> None:
    assert axis_ticks(highest) == ticks


def test_axis_reaches_the_highest_with_at_most_six_numbers() -> None:
    for highest in range(5000):
        ticks = axis_ticks(highest)
        assert ticks[-1] >= highest
        assert 2 <= len(ticks) <= 6


@pytest.mark.parametrize(("share", "text"), [(0, "0"), (0.004, "&lt;1"), (0.255, "26"), (1, "100")])
def test_percent(share: float, text: str) -> None:
    assert percent(share) == f"{text}\u00a0%"


@pytest.mark.parametrize(("share", "width"), [(-1, "0"), (0.5, "50"), (7, "100")])
def test_share_bar_stays_within_its_whole(share: float, width: str) -> None:
    assert f'width="{width}"' in share_bar(share)
