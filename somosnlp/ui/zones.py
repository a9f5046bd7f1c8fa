"""Time zones: which are valid, what they are called, and Anywhere on Earth.

`AoE` is UTC−12 (`Etc/GMT+12`), the last place on Earth where a day ends: a deadline of 23:59 AoE has
passed nowhere before it has passed everywhere.
"""

from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

AOE = "AoE"
AOE_KEY = "Etc/GMT+12"


@cache
def known_zones() -> frozenset[str]:
    """Return every zone name of the IANA database that this machine has."""
    return frozenset(available_timezones())


def is_known_zone(name: str) -> bool:
    """Tell whether `name` is `AoE` or an IANA zone."""
    return name == AOE or name in known_zones()


def zone_or_blank(name: str) -> str:
    """Return `name` where a browser or a person may be in that zone (not `AoE`), else an empty string."""
    return name if name in known_zones() else ""


@lru_cache(maxsize=640)
def zone_info(name: str) -> ZoneInfo:
    """Return the ZoneInfo of `name`; UTC for a name nobody knows (old browsers invent some).

    Kept, because ZoneInfo itself remembers only eight and reads the others from disk each time.
    """
    try:
        return ZoneInfo(AOE_KEY if name == AOE else name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def city(name: str) -> str:
    """Return what people call a zone: `Bogotá` is not known to us, `Bogota` is; `AoE` stays."""
    if name in (AOE, "UTC"):
        return name
    return CITIES.get(name, name.rsplit("/", 1)[-1].replace("_", " "))


#: Cities whose IANA name lost its accents, written as their people write them.
CITIES = {
    "America/Asuncion": "Asunción",
    "America/Bogota": "Bogotá",
    "America/Cancun": "Cancún",
    "America/Merida": "Mérida",
    "America/Mexico_City": "Ciudad de México",
    "America/Panama": "Panamá",
    "America/Sao_Paulo": "São Paulo",
    "America/Argentina/Cordoba": "Córdoba",
    "America/Argentina/Tucuman": "Tucumán",
    "America/Havana": "La Habana",
    "America/Belem": "Belém",
    "America/Cuiaba": "Cuiabá",
    "Europe/Lisbon": "Lisboa",
    "Africa/Malabo": "Malabo",
}
