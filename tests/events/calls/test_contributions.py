"""What a person sent to an edition, on their path: one statement for who sent nothing."""

import pytest

from events.calls.contributions import contribution_steps
from events.states import AskStatus
from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.mentorships import MentorshipFactory, MentorshipRequestFactory
from tests.factories.organisers import OrganiserApplicationFactory
from tests.factories.posters import PosterFactory
from tests.factories.proposals import KeynoteProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return UserFactory()


def test_who_sent_nothing_costs_one_statement(person: User, django_assert_num_queries: object) -> None:
    edition = EditionFactory()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert contribution_steps(person, edition) == []


def test_every_kind_that_was_sent_is_a_step(person: User) -> None:
    edition = EditionFactory()
    OrganiserApplicationFactory(edition=edition, submitted_by=person)
    KeynoteProposalFactory(edition=edition, submitted_by=person)
    PosterFactory(edition=edition, submitted_by=person)
    MentorshipFactory(edition=edition, submitted_by=person)

    keys = {step.key.split("-")[0] for step in contribution_steps(person, edition)}
    assert keys == {"organisers", "keynote", "poster", "mentorship"}


def test_what_was_sent_to_another_edition_is_no_step(person: User) -> None:
    KeynoteProposalFactory(submitted_by=person)
    assert contribution_steps(person, EditionFactory()) == []


def test_who_waits_for_a_mentor_sees_it(person: User) -> None:
    asked = MentorshipRequestFactory(asked_by=person, status=AskStatus.WAITING)
    steps = contribution_steps(person, asked.mentorship.edition)
    assert [step.key for step in steps] == [f"mentorship-request-{asked.pk}"]
