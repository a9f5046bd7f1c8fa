"""What a new edition takes over of the sponsors (a `clone_steps` provider)."""

from events.models import Edition
from sponsors.models import Tier


def clone_tiers(source: Edition, target: Edition) -> int:
    """Copy the tiers of `source`, without its sponsors, to `target`; return how many."""
    tiers = [
        Tier(
            edition=target,
            code=tier.code,
            position=tier.position,
            label_es=tier.label_es,
            label_en=tier.label_en,
            label_pt=tier.label_pt,
            threshold=tier.threshold,
        )
        for tier in Tier.objects.filter(edition=source)
    ]
    return len(Tier.objects.bulk_create(tiers))
