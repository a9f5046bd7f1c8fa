"""Dates and times as people read them: in words, in their zone, the zone always named."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from somosnlp.ui.zones import AOE, city, zone_info

#: Django date formats per language: (with the year, without it).
DAY_FORMATS = {
    "es": (r"l j \d\e F \d\e Y", r"l j \d\e F"),
    "en": ("l j F Y", "l j F"),
    "pt-br": (r"l, j \d\e F \d\e Y", r"l, j \d\e F"),
}


class MomentLike(Protocol):
    """What `events.moments.Moment` has."""

    @property
    def at(self) -> datetime | None: ...

    @property
    def day(self) -> date | None: ...

    @property
    def zone(self) -> str: ...

    @property
    def announced_on(self) -> date | None: ...


def day_text(value: date, *, weekday: bool = True, today: date | None = None) -> str:
    """Return a day in words in the active language; the year only when it is not this one."""
    full, short = DAY_FORMATS.get(get_language() or "es", DAY_FORMATS["es"])
    pattern = short if value.year == (today or timezone.localdate()).year else full
    if not weekday:
        pattern = pattern.removeprefix("l, ").removeprefix("l ")
    text = dateformat.format(value, pattern)
    # Django writes Portuguese days and months with capitals; Brazilians do not.
    return text.lower() if get_language() == "pt-br" else text


def zone_text(zone: str) -> str:
    """Return the zone named for people: `hora de Bogotá`, `AoE`, `UTC`."""
    return zone if zone in (AOE, "UTC") else _("hora de %(city)s") % {"city": city(zone)}


def instant_text(at: datetime, zone: str, *, weekday: bool = True) -> str:
    """Return an instant in words in `zone`: `jueves 11 de abril, 06:59 (hora de Bogotá)`."""
    local = at.astimezone(zone_info(zone))
    return f"{day_text(local.date(), weekday=weekday)}, {local:%H:%M} ({zone_text(zone)})"


def aoe_text(at: datetime) -> str:
    """Return an instant Anywhere on Earth: `23:59 AoE del 10 de abril`."""
    local = at.astimezone(zone_info(AOE))
    return _("%(clock)s AoE del %(day)s") % {
        "clock": f"{local:%H:%M}",
        "day": day_text(local.date(), weekday=False),
    }


def moment_text(moment: MomentLike, zone: str) -> str:
    """Return a moment as plain text for mails: in `zone` and, when it was announced so, AoE."""
    if moment.at is not None:
        text = instant_text(moment.at, zone)
        return f"{text} · {aoe_text(moment.at)}" if moment.zone == AOE else text
    if moment.day is not None:
        return day_text(moment.day)
    return _("fecha no consta")


def utc_iso(at: datetime) -> str:
    """Return the `datetime` attribute of an instant: UTC, to the second, with `Z`."""
    return at.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_html(at: datetime, zone: str) -> SafeString:
    """Return an instant as `<time>`: the browser's script may put it in the reader's own zone."""
    return _html(at, None, "", zone, get_language(), timezone.localdate())


def moment_html(moment: MomentLike, zone: str) -> SafeString:
    """Return a moment as `<time>`, with the hour Anywhere on Earth where it was announced so."""
    return _html(moment.at, moment.day, moment.zone, zone, get_language(), timezone.localdate())


@lru_cache(maxsize=4096)
def _html(
    at: datetime | None, day: date | None, announced: str, zone: str, _language: str | None, _today: date
) -> SafeString:
    """Write a moment, whose words are the same all day for everybody of a zone and language."""
    if at is not None:
        local = format_html(
            '<time datetime="{}" data-local="datetime">{}</time>', utc_iso(at), instant_text(at, zone)
        )
        if announced != AOE:
            return local
        return format_html('{} <span class="aoe">· {}</span>', local, aoe_text(at))
    if day is not None:
        return format_html('<time datetime="{}">{}</time>', day.isoformat(), day_text(day))
    return format_html("{}", _("fecha no consta"))


def reader_zone(request: Any) -> str:
    """Return the zone to show times in: chosen for this page, the person's, the edition's, or UTC.

    `request.time_zone` is set by a view that was asked for a zone, `request.edition` by a view about one.
    """
    chosen = getattr(request, "time_zone", "")
    if chosen:
        return str(chosen)
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.time_zone:
        return str(user.time_zone)
    return str(getattr(getattr(request, "edition", None), "time_zone", "") or "UTC")
