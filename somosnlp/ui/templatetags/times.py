"""Tags for dates and times: `{% moment milestone.moment %}`, `{{ edition.starts_on|day }}`."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from somosnlp.ui import times
from somosnlp.ui.zones import zone_info

register = template.Library()


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: times.MomentLike) -> SafeString:
    """Show a moment in the reader's zone and, where it was announced so, Anywhere on Earth."""
    return times.moment_html(value, times.reader_zone(context.get("request")))


@register.simple_tag(takes_context=True)
def instant(context: template.Context, value: datetime) -> SafeString:
    """Show an aware datetime in the reader's zone."""
    return times.instant_html(value, times.reader_zone(context.get("request")))


@register.simple_tag(takes_context=True)
def clock(context: template.Context, value: datetime) -> SafeString:
    """Show only hour and minute of an aware datetime in the reader's zone."""
    zone = zone_info(times.reader_zone(context.get("request")))
    return format_html(
        '<time datetime="{}" data-local="time">{}</time>',
        times.utc_iso(value),
        f"{value.astimezone(zone):%H:%M}",
    )


@register.filter
def day(value: date | None) -> str:
    """Show a date in words, without an hour."""
    return times.day_text(value) if value else _("fecha no consta")


@register.filter
def short_day(value: date | None, until: date | None = None) -> str:
    """Show a date in words without the weekday; the first of two leaves the year to the second, `until`."""
    return times.day_text(value, weekday=False, today=until) if value else _("fecha no consta")


@register.filter
def full_day(value: date | datetime) -> str:
    """Show a date in words with its year, this one too: for what must be found again in ten years."""
    on = timezone.localdate(value) if isinstance(value, datetime) else value
    return times.day_text(on, weekday=False, today=date.min)


@register.filter
def announced_day(value: times.MomentLike) -> str:
    """Show only the day of a moment, as it was announced: for `antes: 24 de marzo`."""
    return short_day(value.announced_on)


@register.simple_tag(takes_context=True)
def zone_name(context: dict[str, Any]) -> str:
    """Name the zone this page shows times in."""
    return times.zone_text(times.reader_zone(context.get("request")))


@register.filter
def moment_text(value: times.MomentLike, zone: str) -> str:
    """Show a moment as plain text in `zone`, for mails."""
    return times.moment_text(value, zone)
