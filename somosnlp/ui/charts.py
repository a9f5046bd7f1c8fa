"""Small charts as inline SVG, drawn on the server: no script, no inline style, one colour from the CSS.

A chart is data (`Chart`) and a drawing of it. The drawing is named and described for screen readers; the same
numbers stand in a table beside it (`templates/admin/panels/chart.html`), so nothing has to be read off a bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

#: In units of the viewBox, which are pixels on a phone.
WIDTH = 360
ROW, BAR_HEIGHT, LABELS, NUMBERS = 24, 14, 128, 48
COLUMNS_HEIGHT, AXIS, TICKS_WIDTH = 130, 22, 36
#: What fits into LABELS at the size of the CSS.
LABEL_LENGTH = 19


@dataclass(frozen=True)
class Bar:
    """One value with its name; `url` leads to what was counted."""

    label: str
    value: int
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """What a chart shows; `key` is unique on its page and makes the ids, `unit` names what is counted."""

    key: str
    title: str
    category: str
    unit: str
    bars: Sequence[Bar]
    note: str = ""

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)

    @property
    def highest(self) -> int:
        return max((bar.value for bar in self.bars), default=0)


def horizontal_bars(chart: Chart) -> SafeString:
    """Draw one row per value, with its name and number: for countries, levels, languages."""
    scale = (WIDTH - LABELS - NUMBERS) / max(chart.highest, 1)
    rows = format_html_join("", _ROW, (_row(bar, place, scale) for place, bar in enumerate(chart.bars)))
    return _svg(chart, len(chart.bars) * ROW, rows)


def columns(chart: Chart) -> SafeString:
    """Draw one column per value over an axis with round numbers: for days."""
    ticks = axis_ticks(chart.highest)
    height = COLUMNS_HEIGHT - AXIS
    scale = (height - 8) / max(ticks[-1], 1)
    step = (WIDTH - TICKS_WIDTH) / max(len(chart.bars), 1)
    lines = format_html_join("", _TICK, (_tick(value, height - value * scale) for value in ticks))
    bars = format_html_join("", _COLUMN, (_column(bar, i, step, scale) for i, bar in enumerate(chart.bars)))
    labels = format_html_join("", _BELOW, _labels_below(chart.bars, step))
    return _svg(chart, COLUMNS_HEIGHT, format_html("{}{}{}", lines, bars, labels))


def share_bar(share: float) -> SafeString:
    """Draw a part of a whole (0 … 1); decoration, the number stands beside it."""
    return format_html(
        '<svg class="share-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><rect class="share-all" width="100" height="4"/>'
        '<rect class="chart-bar" width="{}" height="4"/></svg>',
        _number(100 * min(max(share, 0.0), 1.0)),
    )


def axis_ticks(highest: int) -> list[int]:
    """Return round numbers from 0 to at least `highest`, three to six of them: [0, 20, 40, 60]."""
    if highest <= 2:
        return list(range(max(highest, 1) + 1))
    magnitude = 10 ** floor(log10(highest / 2))
    step = next(m * magnitude for m in (1, 2, 5) if highest / (m * magnitude) <= 5)
    return [step * count for count in range(ceil(highest / step) + 1)]


def counted(value: int) -> str:
    """Return a number as people of the active language write it: `100.000`."""
    return str(formats.number_format(value, decimal_pos=0, force_grouping=True))


def summary(chart: Chart) -> str:
    """Return in one sentence what the drawing shows."""
    if not chart.total:
        return _("Todavía no hay datos.")
    most = max(chart.bars, key=lambda bar: bar.value)
    return _("%(count)s valores; el más alto, %(label)s: %(value)s. Los números están en la tabla.") % {
        "count": len(chart.bars),
        "label": most.label,
        "value": counted(most.value),
    }


_ROW = (
    '<g><title>{}: {}</title><text class="chart-label" x="{}" y="{}" text-anchor="end">{}</text>'
    '<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
    '<text class="chart-value" x="{}" y="{}">{}</text></g>'
)
_COLUMN = '<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>'
_TICK = (
    '<line class="chart-line" x1="{}" y1="{}" x2="{}" y2="{}"/>'
    '<text class="chart-tick" x="{}" y="{}" text-anchor="end">{}</text>'
)
_BELOW = '<text class="chart-tick" x="{}" y="{}" text-anchor="{}">{}</text>'


def _svg(chart: Chart, height: int, content: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-name {}-summary"'
        ' focusable="false"><title id="{}-name">{}</title><desc id="{}-summary">{}</desc>{}</svg>',
        WIDTH,
        height,
        *(chart.key,) * 3,
        chart.title,
        chart.key,
        summary(chart),
        content,
    )


def _row(bar: Bar, place: int, scale: float) -> tuple[object, ...]:
    top = place * ROW + (ROW - BAR_HEIGHT) / 2
    base = place * ROW + ROW / 2 + 4
    width = bar.value * scale
    number = counted(bar.value)
    label = Truncator(bar.label).chars(LABEL_LENGTH)
    place_of_bar = (LABELS, _number(top), _number(width), BAR_HEIGHT)
    return (
        *(bar.label, number, LABELS - 8, _number(base), label),
        *place_of_bar,
        *(_number(LABELS + width + 6), _number(base), number),
    )


def _column(bar: Bar, place: int, step: float, scale: float) -> tuple[object, ...]:
    height = bar.value * scale
    left = TICKS_WIDTH + place * step
    top = COLUMNS_HEIGHT - AXIS - height
    return (*map(_number, (left, top, step * 0.8, height)), bar.label, counted(bar.value))


def _tick(value: int, y: float) -> tuple[object, ...]:
    return (TICKS_WIDTH, _number(y), WIDTH, _number(y), TICKS_WIDTH - 5, _number(y + 4), counted(value))


def _labels_below(bars: Sequence[Bar], step: float) -> list[tuple[object, ...]]:
    """Name the first, the middle and the last column: more would not fit on a phone."""
    places = {0: "start", len(bars) // 2: "middle", len(bars) - 1: "end"} if len(bars) > 4 else {}
    return [
        (
            _number(TICKS_WIDTH + (i + {"start": 0, "middle": 0.5, "end": 1}[anchor]) * step),
            COLUMNS_HEIGHT - 6,
            anchor,
            bars[i].label,
        )
        for i, anchor in places.items()
    ]


def _number(value: float) -> str:
    """Write a coordinate with a point whatever the language, and no more digits than a screen shows."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
