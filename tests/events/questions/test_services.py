"""Questions asked, voted for, merged, answered: what is written, and what never is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from events.models import Question, QuestionVote, Session
from events.questions.box import Asker, box_is_open, clock_text, may_moderate
from events.services.questions import (
    QuestionRefusedError,
    ask,
    hide_question,
    mark_answered,
    merge_questions,
    show_question,
    take_up,
    unvote,
    vote,
)
from events.states import QuestionStatus, SessionKind, SessionStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.calendars import AttendanceFactory
from tests.factories.events import SessionFactory, SessionPersonFactory, in_days
from tests.factories.questions import AmaFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return AmaFactory(video="abc")


@pytest.fixture
def person() -> User:
    return UserFactory()


@pytest.fixture
def organiser() -> User:
    return UserFactory(is_staff=True, is_superuser=True)


def put(session: Session, asker: Asker, text: str = "¿Por qué?") -> Question:
    return ask(session, asker=asker, text=text, name="", key=uuid4())


def counted(question: Question) -> tuple[int, int]:
    """The counter of a question, and its votes."""
    question.refresh_from_db()
    return question.votes, QuestionVote.objects.filter(question=question).count()


def test_question_of_somebody_known_is_shown_at_once_with_their_vote(session: Session, person: User) -> None:
    question = put(session, Asker(user=person))
    assert (question.status, question.author) == (QuestionStatus.VISIBLE, person)
    assert counted(question) == (1, 1)


def test_question_of_a_confirmed_address_is_shown_at_once(session: Session) -> None:
    row = AttendanceFactory(session=session, user=None, email="Ana@example.org")
    question = put(session, Asker(attendance=row))
    assert (question.status, question.attendance) == (QuestionStatus.VISIBLE, row)
    assert QuestionVote.objects.get().email == "ana@example.org"


def test_question_of_nobody_we_know_waits(session: Session) -> None:
    question = put(session, Asker())
    assert question.status == QuestionStatus.PENDING
    assert counted(question) == (0, 0)


def test_question_with_a_link_waits(session: Session, person: User) -> None:
    assert put(session, Asker(user=person), "Mira HTTPS://spam.example").status == QuestionStatus.PENDING


def test_who_had_a_question_hidden_waits_from_then_on(
    session: Session, person: User, organiser: User
) -> None:
    first = put(session, Asker(user=person))
    assert hide_question(first, by=organiser)
    assert put(session, Asker(user=person), "¿Y esto?").status == QuestionStatus.PENDING
    assert put(session, Asker(user=UserFactory()), "¿Y esto?").status == QuestionStatus.VISIBLE


def test_same_key_is_one_question(session: Session, person: User) -> None:
    key = uuid4()
    for _press in range(2):
        ask(session, asker=Asker(user=person), text="¿Qué?", name="", key=key)
    assert counted(Question.objects.get()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({}, True),
        ({"starts_at": in_days(-0.05), "minutes": 60}, True),
        ({"starts_at": in_days(-1)}, False),
        ({"undated": True}, True),
        ({"status": SessionStatus.CANCELLED}, False),
        ({"is_published": False}, False),
        ({"kind": SessionKind.TALK}, False),
        ({"kind": SessionKind.TALK, "takes_questions": True}, True),
    ],
)
def test_box_is_open_before_and_during(fields: dict[str, object], is_open: bool) -> None:
    session = AmaFactory(**fields)
    assert box_is_open(session, timezone.now()) is is_open
    if not is_open:
        with pytest.raises(QuestionRefusedError):
            put(session, Asker(user=UserFactory()))
        with pytest.raises(QuestionRefusedError):
            vote(session, QuestionFactory(session=session).pk, by=Asker(user=UserFactory()))
        assert QuestionVote.objects.count() == 0


def test_box_stays_open_a_little_after_the_end(session: Session) -> None:
    end = (session.starts_at or timezone.now()) + timedelta(minutes=session.minutes or 60)
    assert box_is_open(session, end + timedelta(minutes=29))
    assert not box_is_open(session, end + timedelta(minutes=30))


def test_vote_counts_once_and_can_be_taken_back(session: Session, person: User) -> None:
    question = QuestionFactory(session=session)
    voter = Asker(user=person)
    assert vote(session, question.pk, by=voter)
    assert not vote(session, question.pk, by=voter)
    assert counted(question) == (1, 1)
    assert unvote(session, question.pk, by=voter)
    assert not unvote(session, question.pk, by=voter)
    assert counted(question) == (0, 0)


def test_same_address_with_and_without_account_votes_once(session: Session, person: User) -> None:
    question = QuestionFactory(session=session)
    row = AttendanceFactory(session=session, user=None, email=person.email.upper())
    assert vote(session, question.pk, by=Asker(user=person))
    assert not vote(session, question.pk, by=Asker(attendance=row))
    assert counted(question) == (1, 1)


def test_nobody_we_know_votes_for_nothing(session: Session) -> None:
    question = QuestionFactory(session=session)
    with pytest.raises(QuestionRefusedError):
        vote(session, question.pk, by=Asker())


def test_vote_for_a_question_of_another_session_is_refused(session: Session, person: User) -> None:
    other = QuestionFactory()
    with pytest.raises(QuestionRefusedError):
        vote(session, other.pk, by=Asker(user=person))


@pytest.mark.parametrize("status", [QuestionStatus.HIDDEN, QuestionStatus.ANSWERED])
def test_hidden_and_answered_questions_take_no_votes(session: Session, person: User, status: str) -> None:
    question = QuestionFactory(session=session, status=status)
    with pytest.raises(QuestionRefusedError):
        vote(session, question.pk, by=Asker(user=person))


def test_merging_counts_nobody_twice_and_later_votes_go_to_the_one(
    session: Session, person: User, organiser: User
) -> None:
    ana, bea, caro = (Asker(user=UserFactory()) for _ in range(3))
    one, two, three = (QuestionFactory(session=session) for _ in range(3))
    for question, voters in ((one, [ana]), (two, [ana, bea]), (three, [caro])):
        for voter in voters:
            vote(session, question.pk, by=voter)
    into = merge_questions(session, [one.pk, three.pk], by=organiser)
    vote(session, two.pk, by=caro)
    assert merge_questions(session, [into.pk, two.pk], by=organiser) == two
    assert counted(two) == (3, 3)
    one.refresh_from_db()
    three.refresh_from_db()
    assert (one.merged_into, three.merged_into) == (two, two)
    assert (one.status, one.votes) == (QuestionStatus.MERGED, 0)
    vote(session, three.pk, by=Asker(user=person))
    assert not vote(session, one.pk, by=ana)
    assert counted(two) == (4, 4)


def test_merging_needs_two_of_the_same_session(session: Session, organiser: User) -> None:
    question = QuestionFactory(session=session)
    hidden = QuestionFactory(session=session, status=QuestionStatus.HIDDEN)
    for pks in ([question.pk], [question.pk, question.pk], [question.pk, hidden.pk, QuestionFactory().pk]):
        with pytest.raises(QuestionRefusedError):
            merge_questions(session, pks, by=organiser)


def test_one_question_is_answered_at_a_time(session: Session, organiser: User) -> None:
    one, two = QuestionFactory(session=session), QuestionFactory(session=session, status="pending")
    assert take_up(one, by=organiser)
    assert take_up(two, by=organiser)
    assert list(Question.objects.exclude(answering_since=None)) == [two]
    assert Question.objects.get(pk=two.pk).status == QuestionStatus.VISIBLE
    assert hide_question(two, by=organiser)
    assert not Question.objects.exclude(answering_since=None).exists()
    assert show_question(two, by=organiser)


def test_answer_is_mailed_once_to_everybody_who_asked_it(
    session: Session, person: User, organiser: User
) -> None:
    mine = put(session, Asker(user=person))
    row = AttendanceFactory(session=session, user=None, email="sin.cuenta@example.org", language="en")
    theirs = put(session, Asker(attendance=row), "¿Y por qué no?")
    nobody = put(session, Asker(), "¿Anónima?")
    merge_questions(session, [mine.pk, theirs.pk, nobody.pk], by=organiser)
    into = Question.objects.get(status=QuestionStatus.VISIBLE)
    for answer in ("Porque sí.", "Porque sí, y ya."):
        assert mark_answered(into, by=organiser, second=754, answer=answer)
    mails = OutgoingEmail.objects.filter(template="events/mail/question_answered")
    assert {mail.to for mail in mails} == {person.email, "sin.cuenta@example.org"}
    [mail] = mails.filter(to=person.email)
    assert "12:34" in mail.body_text
    assert "Porque sí." in mail.body_text
    assert f"/preguntas/#pregunta-{into.pk}" in mail.body_text
    into.refresh_from_db()
    assert (into.answer, into.answered_at_second) == ("Porque sí, y ya.", 754)


def test_hidden_question_is_not_answered_and_nobody_is_mailed(
    session: Session, person: User, organiser: User
) -> None:
    question = put(session, Asker(user=person))
    hide_question(question, by=organiser)
    assert not mark_answered(question, by=organiser)
    assert not OutgoingEmail.objects.exists()


def test_moderators_are_organisers_and_who_is_on_stage(session: Session, organiser: User) -> None:
    host = UserFactory()
    SessionPersonFactory(session=session, person__user=host, role="host")
    SessionPersonFactory(session=SessionFactory(), person__user=UserFactory())
    assert may_moderate(organiser, session)
    assert may_moderate(host, session)
    assert not may_moderate(UserFactory(is_staff=True), session)
    assert not may_moderate(UserFactory(), session)


def test_vote_is_no_new_version_of_a_question(session: Session, person: User) -> None:
    question = QuestionFactory(session=session)
    versions = Question.pgh_event_model._default_manager.filter(pgh_obj_id=question.pk)  # type: ignore[attr-defined]
    before = versions.count()
    vote(session, question.pk, by=Asker(user=person))
    assert versions.count() == before


@pytest.mark.parametrize(("second", "text"), [(None, ""), (0, "0:00"), (754, "12:34"), (3723, "1:02:03")])
def test_clock_is_written_as_people_do(second: int | None, text: str) -> None:
    assert clock_text(second) == text


def test_vote_is_not_taken_back_once_the_box_is_closed(session: Session, person: User) -> None:
    question = put(session, Asker(user=person))
    Session.objects.update(starts_at=in_days(-2))
    session.refresh_from_db()
    with pytest.raises(QuestionRefusedError):
        unvote(session, question.pk, by=Asker(user=person))
    assert counted(question) == (1, 1)
