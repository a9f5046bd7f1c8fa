"""The figures of an edition, against people made one by one."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from registrations.figures import count_figures, figures_of
from registrations.models import Demographics, Registration
from registrations.states import PathStep, Status
from registrations.steps import registration_steps
from tests.factories.events import CallFactory, EditionFactory
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db

#: What is known of a person → where they are stuck.
PEOPLE: dict[PathStep, dict[str, Any]] = {
    PathStep.CODE: {"status": Status.UNCONFIRMED, "registered_at": None},
    PathStep.FORM: {"begun": True},
    PathStep.DISCORD: {"user__hugging_face": "bego-hf"},
    PathStep.HUGGING_FACE: {"user__discord": "bego"},
    PathStep.MORE: {"user__discord": "bego", "user__hugging_face": "bego-hf"},
    PathStep.DONE: {"user__discord": "bego", "user__hugging_face": "bego-hf", "wants_to_spread": False},
}
#: The key of `registration_steps` that each one stands for.
STEP_KEYS = {
    PathStep.FORM: "registration",
    PathStep.DISCORD: "discord",
    PathStep.HUGGING_FACE: "hugging_face",
    PathStep.MORE: "registration-more",
}


@pytest.mark.parametrize("step", PEOPLE)
def test_everybody_is_stuck_at_exactly_one_step(step: PathStep) -> None:
    one = RegistrationFactory(**PEOPLE[step])
    assert [other for other in PathStep if Registration.objects.stuck_at(other).exists()] == [step]
    assert figures_of(one.edition).stuck == {other: int(other is step) for other in PathStep}


@pytest.mark.parametrize("step", STEP_KEYS)
def test_stuck_step_is_the_one_that_the_person_sees_first(step: PathStep) -> None:
    one = RegistrationFactory(edition=CallFactory().edition, **PEOPLE[step])
    todo = [seen for seen in registration_steps(one.user, one.edition, one) if seen.state == "todo"]
    assert min(todo, key=lambda seen: seen.order).key == STEP_KEYS[step]


@pytest.mark.parametrize(("education", "step"), [("isced6", PathStep.DONE), ("", PathStep.MORE)])
def test_demographics_count_as_step_2_when_they_say_something(education: str, step: PathStep) -> None:
    one = RegistrationFactory(user__discord="bego", user__hugging_face="bego-hf")
    Demographics.objects.create(registration=one, education=education)
    assert Registration.objects.stuck_at(step).get() == one


def test_cancelled_and_other_editions_count_apart() -> None:
    edition = EditionFactory()
    RegistrationFactory(edition=edition, status=Status.CANCELLED, cancelled_at=timezone.now())
    RegistrationFactory.create_batch(2, edition=edition)
    RegistrationFactory()
    figures = figures_of(edition)
    assert (figures.begun, figures.registered, figures.cancelled) == (2, 2, 1)


def test_only_registered_people_count_once_per_country_and_language() -> None:
    edition = EditionFactory()
    RegistrationFactory(edition=edition, countries=["CO", "PE"], languages=["es", "qu"], level="advanced")
    RegistrationFactory(edition=edition, countries=["PE"])
    RegistrationFactory(edition=edition, countries=["AR"], status=Status.UNCONFIRMED, registered_at=None)
    figures = figures_of(edition)
    assert list(figures.per_country.items()) == [("PE", 2), ("CO", 1)]
    assert list(figures.per_language.items()) == [("es", 2), ("qu", 1)]
    assert figures.per_level == {"advanced": 1, "basic": 1}


def test_days_are_those_of_the_edition_and_all_60_are_there() -> None:
    edition = EditionFactory(time_zone="America/Bogota")
    late = datetime(2030, 3, 1, 23, 30, tzinfo=ZoneInfo("America/Bogota"))
    edition.ends_on = late.date() + timedelta(days=5)
    RegistrationFactory(edition=edition, registered_at=late)
    RegistrationFactory(edition=edition, registered_at=late + timedelta(hours=1))
    RegistrationFactory(edition=edition, registered_at=late - timedelta(days=60))
    figures = count_figures(edition, late + timedelta(hours=2))
    days = list(figures.per_day)
    assert len(days) == 60
    assert days[-1] == late.date() + timedelta(days=1)
    assert [figures.per_day[day] for day in days[-3:]] == [0, 1, 1]
    assert sum(figures.per_day.values()) == 2


def test_days_of_an_edition_that_is_over_end_with_it() -> None:
    edition = EditionFactory(starts_on="2024-03-11", ends_on="2024-04-20")
    edition.refresh_from_db()
    assert list(count_figures(edition, timezone.now()).per_day)[-1] == edition.ends_on


def test_figures_are_one_statement_each_and_kept_for_a_minute(django_assert_num_queries: Any) -> None:
    edition = EditionFactory()
    RegistrationFactory(edition=edition)
    with django_assert_num_queries(5):
        kept = figures_of(edition)
    RegistrationFactory(edition=edition)
    with django_assert_num_queries(0):
        assert figures_of(edition) == kept
