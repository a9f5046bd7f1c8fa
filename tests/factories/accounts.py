"""People for tests."""

from typing import Any

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from somosnlp.accounts.models import User


class UserFactory(DjangoModelFactory[User]):
    """Somebody with a proven address; `verified=False` for one that only typed it."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persona{n}@example.org")
    name = factory.Sequence(lambda n: f"Persona {n}")
    country = "CO"
    language = "es"
    time_zone = "America/Bogota"

    @factory.post_generation
    def verified(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=True)
