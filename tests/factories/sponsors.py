"""Tiers and who is in them."""

import factory
from factory.django import DjangoModelFactory

from sponsors.models import Sponsor, Sponsorship, Tier
from tests.factories.events import EditionFactory


class TierFactory(DjangoModelFactory[Tier]):
    class Meta:
        model = Tier

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(lambda n: f"nivel-{n}")
    position = factory.Sequence(int)
    label_es = "Oro"
    label_en = "Gold"
    label_pt = "Ouro"
    threshold = 1000


class SponsorFactory(DjangoModelFactory[Sponsor]):
    class Meta:
        model = Sponsor

    slug = factory.Sequence(lambda n: f"fundacion-{n}")
    name = factory.Sequence(lambda n: f"Fundación Diéresis {n}")


class SponsorshipFactory(DjangoModelFactory[Sponsorship]):
    class Meta:
        model = Sponsorship

    tier = factory.SubFactory(TierFactory)
    sponsor = factory.SubFactory(SponsorFactory)
    position = factory.Sequence(int)
