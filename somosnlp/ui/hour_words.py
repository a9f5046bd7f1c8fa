"""Hours of a week in words: the days, the parts of a day, and the stretches that people share."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from somosnlp.ui.hours import PARTS, QUARTERS_AN_HOUR, Span

#: The parts of a day, in the order of the boxes.
PART_NAMES = (
    pgettext_lazy("parte del día", "madrugada"),
    pgettext_lazy("parte del día", "mañana"),
    pgettext_lazy("parte del día", "tarde"),
    pgettext_lazy("parte del día", "noche"),
)
#: «0–6 h»: from when to when each part lasts.
PART_HOURS = tuple(f"{first}–{last} h" for first, last in pairwise(PARTS))


class DayHours(NamedTuple):
    """A day of the week and its hours in words: «jueves», «18–21 h y 22–24 h»."""

    day: str
    hours: str


def day_name(day: int) -> str:
    """Return the name of a day of the week, Monday is 0."""
    name = str(WEEKDAYS[day])
    return name.lower() if name.endswith("-feira") else name


def short_day_name(day: int) -> str:
    """Return the name of a day in three letters or so."""
    return str(WEEKDAYS_ABBR[day])


def hours_by_day(spans: Iterable[Span]) -> list[DayHours]:
    """Return the stretches of a week (hours.spans_in) day by day, in words."""
    days: dict[int, list[str]] = {}
    for span in spans:
        days.setdefault(span.day, []).append(f"{_clock(span.first)}–{_clock(span.last)}")
    separator = str(_(" y "))
    return [DayHours(day_name(day), separator.join(found) + " h") for day, found in days.items()]


def _clock(quarters: int) -> str:
    hour, rest = divmod(quarters, QUARTERS_AN_HOUR)
    return f"{hour}:{rest * 15:02d}" if rest else str(hour)
