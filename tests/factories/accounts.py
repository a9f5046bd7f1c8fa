"""People with proven addresses, and what belongs to them."""

from datetime import date, timedelta
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone
from factory.django import DjangoModelFactory

from somosnlp.accounts.models import Consent, FormDraft, LegalText, User
from somosnlp.accounts.states import LegalKind, Purpose


class UserFactory(DjangoModelFactory[User]):
    """Somebody who proved their address; `password=` gives a password, `proven=False` a stranger."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persona{n}@example.org")
    name = factory.Sequence(lambda n: f"Persona {n}")
    language = "es"
    time_zone = "America/Bogota"

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(**kwargs)

    @factory.post_generation
    def proven(self: User, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        verified = extracted is not False
        EmailAddress.objects.create(user=self, email=self.email, verified=verified, primary=verified)


class ConsentFactory(DjangoModelFactory[Consent]):
    class Meta:
        model = Consent

    user = factory.SubFactory(UserFactory)
    purpose = Purpose.NEWS
    text_version = "2026-11-23"


class LegalTextFactory(DjangoModelFactory[LegalText]):
    class Meta:
        model = LegalText

    kind = LegalKind.PRIVACY
    version = date(2026, 1, 1)
    approved = True
    title_es = "Privacidad"
    body_es = "Lo que guardamos."


class FormDraftFactory(DjangoModelFactory[FormDraft]):
    class Meta:
        model = FormDraft

    kind = "prueba"
    email = "ana@example.org"
    data = factory.LazyFunction(lambda: {"name": "Ana"})
    language = "es"
    submitted_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
