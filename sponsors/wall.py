"""The sponsors of an edition by tier, as they were published."""

from collections.abc import Iterable
from dataclasses import dataclass

from events.models import Edition
from sponsors.models import Sponsorship, Tier

#: Tiers are drawn in three sizes; the first ones are the largest.
SMALLEST = 3


@dataclass(frozen=True)
class Wall:
    """The sponsors of one tier; `rank` 1 is drawn largest."""

    tier: Tier
    rank: int
    sponsors: list[dict[str, str]]

    @property
    def label(self) -> str:
        return self.tier.label


def sponsor_walls(edition: Edition) -> list[Wall]:
    """Return the tiers of `edition` that have sponsors, in their order; one query."""
    rows = (
        Sponsorship.objects.filter(tier__edition=edition)
        .select_related("tier", "sponsor")
        .order_by("tier__position", "position", "sponsor__name")
    )
    by_tier: dict[Tier, list[Sponsorship]] = {}
    for row in rows:
        by_tier.setdefault(row.tier, []).append(row)
    return [
        Wall(tier, min(rank, SMALLEST), _names(held))
        for rank, (tier, held) in enumerate(by_tier.items(), start=1)
    ]


def _names(held: Iterable[Sponsorship]) -> list[dict[str, str]]:
    return [{"name": row.sponsor.name, "url": row.sponsor.website, "gives": row.gives} for row in held]
