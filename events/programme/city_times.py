"""One instant on the clocks of several cities, for posters: «13:00 CDMX · 14:00 Bogotá · 20:00 Madrid»."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from somosnlp.ui.zones import city, zone_info

#: Cities that have a shorter name on every poster.
SHORT = {"America/Mexico_City": "CDMX"}


def city_times(at: datetime, zones: Iterable[str]) -> str:
    """Return `at` in each of `zones`, west to east; a city where it is the next day already says so."""
    clocks = sorted(
        ((at.astimezone(zone_info(zone)).replace(tzinfo=None), zone) for zone in dict.fromkeys(zones)),
    )
    first = clocks[0][0].date() if clocks else None
    return " · ".join(
        f"{local:%H:%M} {SHORT.get(zone) or city(zone)}"
        + ("" if local.date() == first else f" {_('(+1 día)')}")
        for local, zone in clocks
    )
