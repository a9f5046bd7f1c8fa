"""Questions to a session."""

from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from events.models import Question
from events.states import QuestionStatus, SessionKind
from tests.factories.events import SessionFactory, in_days


class AmaFactory(SessionFactory):
    """An AMA tomorrow: its box is open."""

    kind = SessionKind.AMA
    starts_at = factory.LazyFunction(lambda: in_days(1))


class QuestionFactory(DjangoModelFactory[Question]):
    """A question that everybody sees, of somebody we do not know."""

    class Meta:
        model = Question

    session = factory.SubFactory(AmaFactory)
    text = factory.Sequence(lambda n: f"¿Cómo se evalúa un modelo? {n}")
    key = factory.LazyFunction(uuid4)
    status = QuestionStatus.VISIBLE
