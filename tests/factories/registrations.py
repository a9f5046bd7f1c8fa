"""Registrations for tests, through the service where its effects matter and straight where they do not."""

from typing import Any

import factory
from django.utils import timezone

from registrations.models import Registration, University
from registrations.states import NlpLevel, Status
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory


class UniversityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = University

    name = factory.Sequence(lambda n: f"Universidad de Ejemplo {n}")


class RegistrationFactory(factory.django.DjangoModelFactory):
    """Somebody registered."""

    class Meta:
        model = Registration

    user = factory.SubFactory(UserFactory)
    edition = factory.SubFactory(EditionFactory)
    status = Status.REGISTERED
    countries = ["CO"]
    languages = ["es"]
    level = NlpLevel.BASIC
    terms_version = "2026-11-23"
    submitted_at = factory.LazyFunction(timezone.now)
    registered_at = factory.LazyFunction(timezone.now)

    class Params:
        begun = factory.Trait(
            status=Status.DRAFT,
            countries=[],
            languages=[],
            level="",
            terms_version="",
            registered_at=None,
            submitted_at=None,
        )


def answers(**changes: Any) -> dict[str, Any]:
    """Return what step 1 posts."""
    return {
        "name": "Lucía Benítez",
        "countries": ["CO"],
        "languages": ["es", "en"],
        "level": "basic",
        "university": "",
        "accept": "on",
        "time_zone": "America/Bogota",
    } | changes
