"""What this app adds to the landing: who makes the edition possible, and how to join them."""

from events.landing import Section
from events.models import Edition
from sponsors.wall import sponsor_walls


def landing_sections(edition: Edition) -> list[Section]:
    """Return the sponsors of `edition` by tier; the call to sponsor stands there even with none."""
    return [Section("support", "sponsors/landing_section.html", {"walls": sponsor_walls(edition)})]
