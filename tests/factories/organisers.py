"""Applications to join the organising team, as the workflow leaves them."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.models import OrganiserApplication
from events.states import OrganiserArea, TimeCommitment
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory


class OrganiserApplicationFactory(DjangoModelFactory[OrganiserApplication]):
    """One that was sent three days ago and waits; `decided=True` for an accepted one."""

    class Meta:
        model = OrganiserApplication

    edition = factory.SubFactory(EditionFactory)
    submitted_by = factory.SubFactory(UserFactory)
    status = Status.SUBMITTED
    submitted_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=3, hours=1))
    areas = factory.LazyFunction(lambda: [OrganiserArea.DESIGN.value])
    commitment = TimeCommitment.TWO_HOURS_TOTAL

    class Params:
        decided = factory.Trait(
            status=Status.ACCEPTED,
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(timezone.now),
        )
