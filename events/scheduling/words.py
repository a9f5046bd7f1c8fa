"""Warnings of the grid in words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.scheduling.warnings import (
    OUTSIDE_EDITION,
    OVER_MIDNIGHT,
    OVERLAP,
    PAST,
    SAME_SPEAKER,
    UNAVAILABLE_DAY,
    UNAVAILABLE_HOUR,
    UNCONFIRMED,
    UNKIND_HOUR,
    Warned,
)
from somosnlp.ui.zones import city, zone_info

#: Cities named in one warning.
NAMED = 3


def warning_text(warned: Warned) -> str:
    """Say one warning in the active language."""
    facts = {
        "who": warned.who or _("Quien la da"),
        "other": warned.other,
        "city": city(warned.zones[0]) if warned.zones else "",
        "cities": _cities(warned.zones),
        "percent": warned.percent,
    }
    return {
        PAST: _("Esa hora ya pasó."),
        SAME_SPEAKER: _("%(who)s estaría a la vez en «%(other)s»."),
        UNAVAILABLE_DAY: _("%(who)s no dio ese día entre los que prefiere."),
        UNAVAILABLE_HOUR: _("%(who)s no puede a esa hora (hora de %(city)s)."),
        UNCONFIRMED: _("Quien la da todavía no confirmó."),
        OVERLAP: _("Coincide con «%(other)s»."),
        OUTSIDE_EDITION: _("Es fuera de las fechas de la edición."),
        OVER_MIDNIGHT: _("Termina después de medianoche."),
        UNKIND_HOUR: _("De noche (23–7 h) para el %(percent)s %% de las personas inscritas: %(cities)s."),
    }[warned.code] % facts


def clock_text(at: datetime, zone: str) -> str:
    """Return the hour of an instant in a zone, with the city: «12:00 Bogotá»."""
    return f"{at.astimezone(zone_info(zone)):%H:%M} {city(zone)}"


def _cities(zones: tuple[str, ...]) -> str:
    named = ", ".join(city(zone) for zone in zones[:NAMED])
    more = len(zones) - NAMED
    if more <= 0:
        return named
    words = ngettext("%(cities)s y %(count)d zona más", "%(cities)s y %(count)d zonas más", more)
    return words % {"cities": named, "count": more}
