"""Every factory makes a row that the database accepts."""

import pytest
from factory.django import DjangoModelFactory

from tests.factories import events, projects, sponsors

FACTORIES = [
    factory
    for module in (events, projects, sponsors)
    for factory in vars(module).values()
    if isinstance(factory, type)
    and issubclass(factory, DjangoModelFactory)
    and factory is not DjangoModelFactory
    and factory.__module__ == module.__name__
]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_factory_default_is_valid(factory: type[DjangoModelFactory]) -> None:
    obj = factory()
    obj.full_clean()
    assert str(obj)


@pytest.mark.django_db
def test_factory_traits_are_valid() -> None:
    assert not events.MilestoneFactory(day_only=True).moment.at
    assert events.MilestoneFactory(past=True).is_over()
    assert not events.SessionFactory(undated=True).moment.known
