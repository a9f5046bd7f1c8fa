"""What people propose for an edition, as the workflow leaves it."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.models import KeynoteProposal
from events.states import Level, ProposalFormat
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory


class KeynoteProposalFactory(DjangoModelFactory[KeynoteProposal]):
    """A whole proposal of a talk, sent three days ago; `draft=True` for one that is being written,
    `decided=True` for an accepted one (its `session` is the service's affair)."""

    class Meta:
        model = KeynoteProposal

    edition = factory.SubFactory(EditionFactory)
    submitted_by = factory.SubFactory(UserFactory)
    status = Status.SUBMITTED
    submitted_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=3, hours=1))
    name = factory.SelfAttribute("submitted_by.name")
    occupation = "Lingüista computacional"
    affiliation = "Universidad de Ejemplo"
    bio = "Trabaja con corpus de variedades del español."
    title = factory.Sequence(lambda n: f"Cómo evaluar modelos {n}")
    abstract = "Qué se mide, con qué datos y qué se nos escapa cuando evaluamos modelos en español."
    takeaways = factory.LazyFunction(lambda: ["Elegir métricas", "Leer un error", "Publicar resultados"])
    level = Level.TWO
    format = ProposalFormat.TALK
    minutes = 30
    language = "es"
    may_record = True

    class Params:
        draft = factory.Trait(status=Status.DRAFT, submitted_at=None)
        decided = factory.Trait(
            status=Status.ACCEPTED,
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(timezone.now),
        )
