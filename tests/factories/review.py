"""How a call is reviewed."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from events.models import Edition
from events.states import CallKind
from somosnlp.review.models import Criterion, ReviewRound
from tests.factories.events import CallFactory


class ReviewRoundFactory(DjangoModelFactory[ReviewRound]):
    """A round with every switch off."""

    class Meta:
        model = ReviewRound

    name = factory.Sequence(lambda n: f"Ronda {n}")


class CriterionFactory(DjangoModelFactory[Criterion]):
    """Scored from 0 to 5, weighs 1."""

    class Meta:
        model = Criterion

    round = factory.SubFactory(ReviewRoundFactory)
    position = factory.Sequence(int)
    label_es = factory.Sequence(lambda n: f"Criterio {n}")


def round_for(edition: Edition, kind: CallKind = CallKind.ORGANISERS, **switches: Any) -> ReviewRound:
    """Give the call of `kind` a round with `switches` on."""
    made: ReviewRound = ReviewRoundFactory(**switches)
    CallFactory(edition=edition, kind=kind, review_round=made)
    return made
