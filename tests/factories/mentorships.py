"""Offers of mentorship and the people in their queues, as the services leave them."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.models import Edition, Mentorship, MentorshipRequest
from events.states import AmaForm, MentorshipKind, MentorTheme
from registrations.states import Status as Registered
from somosnlp.accounts.models import User
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.registrations import RegistrationFactory

#: What the form asks for a continuous mentorship, as the services take it.
VALUES: dict[str, Any] = {
    "kind": MentorshipKind.CONTINUOUS.value,
    "speciality": "Evaluación de modelos pequeños.",
    "themes": [MentorTheme.DATASET.value],
    "languages": ["es"],
    "places": 3,
    "channel": "",
    "name": "Nayra Condori Mamani",
    "bio": "Investiga lenguas andinas.",
    "hours": 0b1100,
    "time_zone": "America/La_Paz",
}
AMA = VALUES | {"kind": MentorshipKind.AMA.value, "ama_form": AmaForm.LIVE.value, "may_record": True}


class MentorshipFactory(DjangoModelFactory[Mentorship]):
    """A continuous one with three places that was sent three days ago; `accepted=True`, `ama=True`."""

    class Meta:
        model = Mentorship

    edition = factory.SubFactory(EditionFactory)
    submitted_by = factory.SubFactory(UserFactory)
    status = Status.SUBMITTED
    submitted_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=3, hours=1))
    name = factory.Sequence(lambda n: f"Nayra Condori {n}")
    occupation = "Lingüista computacional"
    affiliation = "Universidad de Ejemplo"
    bio = "Investiga lenguas andinas."
    kind = MentorshipKind.CONTINUOUS
    speciality = "Evaluación de modelos pequeños."
    languages = factory.LazyFunction(lambda: ["es"])
    themes = factory.LazyFunction(lambda: [MentorTheme.DATASET.value])
    places = 3
    time_zone = "America/La_Paz"

    class Params:
        accepted = factory.Trait(
            status=Status.ACCEPTED,
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(timezone.now),
        )
        ama = factory.Trait(kind=MentorshipKind.AMA, ama_form=AmaForm.LIVE, places=None)


class MentorshipRequestFactory(DjangoModelFactory[MentorshipRequest]):
    """Somebody who waits; `Mentorship.taken` is not counted here."""

    class Meta:
        model = MentorshipRequest

    mentorship = factory.SubFactory(MentorshipFactory, accepted=True)
    asked_by = factory.SubFactory(UserFactory)
    question = "¿Cómo elijo un corpus?"


def registered(edition: Edition, **facts: Any) -> User:
    """Return somebody who takes part in `edition`."""
    user: User = RegistrationFactory(
        edition=edition, status=Registered.REGISTERED, user=UserFactory(**facts)
    ).user
    return user
