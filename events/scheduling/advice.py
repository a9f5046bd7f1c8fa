"""What an organiser is told while they place or publish: advice about the hour, and who will hear of it."""

from collections.abc import Iterable
from datetime import date, datetime

from events.attending.concerned import signed_up_for, speakers_of
from events.scheduling.grid import Card, Grid, hours_text, placed_of
from events.scheduling.plan import Change
from events.scheduling.warnings import kind_hours, warnings_of
from events.scheduling.words import clock_text, warning_text
from events.states import ChangeKind
from somosnlp.ui.times import day_text
from somosnlp.ui.zones import zone_info


def warnings_at(card: Card, grid: Grid, at: datetime | None, minutes: int | None) -> list[str]:
    """Say what speaks against a place of `card`, or without one against the place it has."""
    placed = placed_of(card, at, minutes)
    others = [other for each in grid.cards if (other := placed_of(each))]
    return [warning_text(warned) for warned in warnings_of(placed, others, grid.frame)] if placed else []


def hints_for(card: Card, grid: Grid, day: date | None) -> list[dict[str, str]]:
    """Return the kind hours of a day as (query that takes one, clocks, percentage that is awake)."""
    zones = [grid.edition.time_zone, *grid.zones]
    found = kind_hours(day, card.minutes, grid.frame, card.known.offers) if day else []
    return [
        {
            "query": f"on={day}&clock={at.astimezone(zone_info(zones[0])):%H:%M}",
            "clocks": " · ".join(clock_text(at, zone) for zone in zones),
            "awake": str(awake),
        }
        for at, awake in found
    ]


def offers_of(card: Card, grid: Grid) -> list[dict[str, str]]:
    """Return when each person said they can, their hours as they are on the edition's wall."""
    at = card.slot.starts_at or grid.frame.now
    return [
        {
            "who": offer.who,
            "days": ", ".join(day_text(day, weekday=False) for day in sorted(offer.days)),
            "hours": hours_text(offer, grid.edition.time_zone, at) if offer.boxes else "",
        }
        for offer in card.known.offers
    ]


def told_of(changes: Iterable[Change]) -> dict[str, int]:
    """Count who would be written to: accounts that speak, each once, and places of who signed up."""
    known = [change.session for change in changes if change.kind != ChangeKind.NEW]
    announced = [
        change.session for change in changes if change.kind == ChangeKind.NEW and change.after.starts_at
    ]
    speakers = {user for users in speakers_of([*known, *announced]).values() for user in users}
    return {"speakers": len(speakers), "signed_up": sum(signed_up_for(known).values())}
