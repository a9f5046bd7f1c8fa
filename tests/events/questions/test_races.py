"""Many people at one question: the counter is the number of votes, and a double press is one question."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest

from events.models import Question, QuestionVote, Session
from events.questions.box import Asker
from events.services.questions import ask, merge_questions, take_up, unvote, vote
from events.states import QuestionStatus
from tests.factories.accounts import UserFactory
from tests.factories.questions import AmaFactory, QuestionFactory
from tests.threads import at_once, in_threads

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 200
THREADS = 16


@pytest.fixture
def session() -> Session:
    return AmaFactory()


@pytest.fixture
def people() -> list[Asker]:
    return [Asker(user=user) for user in UserFactory.create_batch(PEOPLE // 2)]


def test_two_hundred_votes_at_once_are_counted_exactly(session: Session, people: list[Asker]) -> None:
    """Everybody presses twice: half of the votes count."""
    question = QuestionFactory(session=session)
    deeds = [partial(vote, session, question.pk, by=who) for who in people * 2]
    counted = in_threads(deeds, THREADS)
    question.refresh_from_db()
    assert sum(map(bool, counted)) == len(people)
    assert question.votes == QuestionVote.objects.count() == len(people)


def test_votes_during_a_merge_are_neither_lost_nor_doubled(session: Session, people: list[Asker]) -> None:
    one, two = QuestionFactory(session=session), QuestionFactory(session=session)
    organiser = UserFactory(is_superuser=True)
    for question in (one, two):
        vote(session, question.pk, by=people[0])
    deeds: list[Callable[[], object]] = [
        partial(vote, session, pk, by=who) for who in people[:40] for pk in (one.pk, two.pk)
    ]
    deeds.insert(20, partial(merge_questions, session, [one.pk, two.pk], by=organiser))
    deeds += [partial(unvote, session, two.pk, by=who) for who in people[:5]]
    in_threads(deeds, THREADS)
    into = Question.objects.get(status=QuestionStatus.VISIBLE)
    assert QuestionVote.objects.exclude(question=into).count() == 0
    assert into.votes == QuestionVote.objects.filter(question=into).count() >= 35


def test_double_press_at_once_is_one_question(session: Session, people: list[Asker]) -> None:
    key = uuid4()
    deeds = [partial(ask, session, asker=people[0], text="¿Qué?", name="", key=key)] * 8
    assert len({question.pk for question in at_once(deeds) if isinstance(question, Question)}) == 1
    assert Question.objects.get().votes == QuestionVote.objects.count() == 1


def test_two_moderators_at_once_leave_one_question_being_answered(session: Session) -> None:
    questions = QuestionFactory.create_batch(6, session=session)
    organiser = UserFactory(is_superuser=True)
    at_once([partial(take_up, each, by=organiser) for each in questions])
    assert Question.objects.exclude(answering_since=None).count() == 1
