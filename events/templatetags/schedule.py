"""What the pages of the grid write: clocks of several zones, warnings and states in words."""

from datetime import date, datetime

from django import template

from events.scheduling.export import state_text
from events.scheduling.grid import Card
from events.scheduling.words import clock_text, warning_text
from somosnlp.ui.times import day_text, instant_text, zone_text

register = template.Library()
register.filter("warning_text", warning_text)
register.filter("state_text", state_text)
register.filter("instant_in", instant_text)
register.filter("zone_words", zone_text)


@register.filter
def day_words(day: date) -> str:
    """Write a day: «sábado 27 de marzo»; what has none, nothing."""
    return "" if day == date.max else day_text(day)


@register.filter
def clock(at: datetime, zone: str) -> str:
    """Write an hour with its city: «12:00 Bogotá»."""
    return clock_text(at, zone)


@register.filter
def chip(card: Card) -> str:
    """Name the class of the label that says how a session stands."""
    if card.change:
        return f"chip-{card.change.kind}"
    return "chip-cancelled" if card.slot.is_cancelled else "chip-public"
