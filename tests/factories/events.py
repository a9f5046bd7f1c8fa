"""Editions and what belongs to them, with defaults that every constraint accepts."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.models import (
    Call,
    Edition,
    EditionFigure,
    EditionLink,
    EditionPerson,
    Milestone,
    MilestoneChange,
    Notice,
    Page,
    Person,
    Session,
    SessionPerson,
    Topic,
)
from events.states import CallKind, LinkKind, MilestoneKind, PageSlug, Precision, SessionKind


def in_days(days: float) -> datetime:
    """Return the instant `days` from now, on the minute."""
    return (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)


class EditionFactory(DjangoModelFactory[Edition]):
    """A published edition that began yesterday and is not the current one."""

    class Meta:
        model = Edition

    slug = factory.Sequence(lambda n: str(2100 + n))
    name = factory.LazyAttribute(lambda edition: f"Hackathon {edition.slug}")
    theme_es = "Un tema"
    tagline_es = "Un titular"
    intro_es = "Una entrada."
    starts_on = factory.LazyFunction(lambda: in_days(-1).date())
    ends_on = factory.LazyFunction(lambda: in_days(30).date())
    languages = ["es"]


class MilestoneFactory(DjangoModelFactory[Milestone]):
    """The close of registration in ten days; pass `at=` (an instant) or `day=` and `precision=`."""

    class Meta:
        model = Milestone

    edition = factory.SubFactory(EditionFactory)
    kind = MilestoneKind.REGISTRATION
    precision = Precision.INSTANT
    at = factory.LazyFunction(lambda: in_days(10))
    zone = "AoE"

    class Params:
        day_only = factory.Trait(precision=Precision.DAY, at=None, day=date(2024, 3, 22))
        past = factory.Trait(at=factory.LazyFunction(lambda: in_days(-2)))


class MilestoneChangeFactory(DjangoModelFactory[MilestoneChange]):
    class Meta:
        model = MilestoneChange

    milestone = factory.SubFactory(MilestoneFactory)
    position = factory.Sequence(int)
    precision = Precision.DAY
    day = date(2024, 3, 15)


class NoticeFactory(DjangoModelFactory[Notice]):
    """News in the organisers' words, published now."""

    class Meta:
        model = Notice

    edition = factory.SubFactory(EditionFactory)
    title_es = factory.Sequence(lambda n: f"Novedad {n}")
    body_es = "Ya hay créditos de GPU."


class EditionLinkFactory(DjangoModelFactory[EditionLink]):
    class Meta:
        model = EditionLink

    edition = factory.SubFactory(EditionFactory)
    kind = LinkKind.DISCORD
    url = "https://discord.com/invite/example"


class EditionFigureFactory(DjangoModelFactory[EditionFigure]):
    class Meta:
        model = EditionFigure

    edition = factory.SubFactory(EditionFactory)
    position = factory.Sequence(int)
    value = "500+"
    label_es = "personas participantes"


class TopicFactory(DjangoModelFactory[Topic]):
    class Meta:
        model = Topic

    edition = factory.SubFactory(EditionFactory)
    number = factory.Sequence(lambda n: n + 1)
    label_es = "Evaluación"


class CallFactory(DjangoModelFactory[Call]):
    """An open call without an end."""

    class Meta:
        model = Call

    edition = factory.SubFactory(EditionFactory)
    kind = CallKind.REGISTRATION


class PageFactory(DjangoModelFactory[Page]):
    """The rules, in Spanish, already published."""

    class Meta:
        model = Page

    edition = factory.SubFactory(EditionFactory)
    slug = PageSlug.RULES
    language = "es"
    title = "Bases"
    body = "## Cómo se participa\n\n1. Únete a Discord.\n"


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    slug = factory.Sequence(lambda n: f"persona-{n}")
    name = factory.Sequence(lambda n: f"Ángela Ñandú {n}")


class EditionPersonFactory(DjangoModelFactory[EditionPerson]):
    class Meta:
        model = EditionPerson

    edition = factory.SubFactory(EditionFactory)
    person = factory.SubFactory(PersonFactory)
    occupation = "Lingüista @Universidad de Ejemplo"


class SessionFactory(DjangoModelFactory[Session]):
    """A talk of half an hour with its time; without `people`, add them with SessionPersonFactory."""

    class Meta:
        model = Session

    edition = factory.SubFactory(EditionFactory)
    slug = factory.Sequence(lambda n: f"sesion-{n}")
    kind = SessionKind.TALK
    title = factory.Sequence(lambda n: f"Evaluación de modelos {n}")
    precision = Precision.INSTANT
    starts_at = datetime(2024, 3, 13, 16, 0, tzinfo=UTC)
    minutes = 30

    class Params:
        day_only = factory.Trait(precision=Precision.DAY, starts_at=None, day=date(2024, 4, 11))
        undated = factory.Trait(precision=Precision.UNKNOWN, starts_at=None)


class SessionPersonFactory(DjangoModelFactory[SessionPerson]):
    class Meta:
        model = SessionPerson

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(PersonFactory)
    position = factory.Sequence(int)
