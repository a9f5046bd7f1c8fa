"""The plan of an edition as a table, for who works on it outside."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from events.scheduling.grid import Card, Grid
from events.scheduling.words import warning_text
from somosnlp.ui.zones import city, zone_info


def table_of(grid: Grid) -> Iterator[list[Any]]:
    """Return the head and a row per session, those without a place last; times are the edition's and UTC."""
    zones = [grid.edition.time_zone, *grid.zones]
    yield [
        *(city(zone) for zone in zones),
        "UTC",
        _("minutos"),
        _("título"),
        _("tipo"),
        _("quién"),
        _("lugar"),
        _("idioma"),
        _("estado"),
        _("confirmada"),
        _("personas apuntadas"),
        _("advertencias"),
    ]
    placed = [card for day in grid.days for card in day.cards]
    for card in [*placed, *grid.unplaced, *grid.dropped]:
        yield [*_times(card, zones), *_facts(card)]


def state_text(card: Card) -> str:
    """Say how a session stands: what waits to be published, or what is."""
    if card.change:
        return _("por publicar: %(what)s") % {"what": card.change.kind.label}
    if not card.slot.is_public:
        return _("descartada") if card.slot.is_cancelled else _("sin lugar")
    return _("cancelada") if card.slot.is_cancelled else _("publicada")


def _times(card: Card, zones: list[str]) -> list[Any]:
    at = card.slot.starts_at
    if at is None:
        day = card.slot.day.isoformat() if card.slot.day else None
        return [day, *[None] * len(zones)]
    return [at.astimezone(place).replace(tzinfo=None) for place in (*map(zone_info, zones), UTC)]


def _facts(card: Card) -> list[Any]:
    session = card.session
    return [
        card.slot.minutes,
        session.title,
        session.get_kind_display(),
        card.people,
        card.slot.venue,
        session.language,
        state_text(card),
        _("sí") if card.known.is_confirmed else _("no"),
        card.signed_up,
        " ".join(warning_text(warned) for warned in card.warnings),
    ]
