"""The question box of a session: when it is open, who asks and votes, what each reader sees."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import Count, Q, QuerySet

from events.models import Attendance, Mentorship, Question, QuestionVote, Session, SessionPerson
from events.programme.days import ends_at
from events.states import QuestionStatus
from somosnlp.accounts.models import User

#: A session may run over: questions are taken so long after its end.
GRACE = timedelta(minutes=30)
#: What everybody sees.
SHOWN = (QuestionStatus.VISIBLE, QuestionStatus.ANSWERED)


@dataclass(frozen=True)
class Asker:
    """Somebody at the box: with an account, with the address they signed up with, or nobody we know."""

    user: User | None = None
    attendance: Attendance | None = None

    @property
    def email(self) -> str:
        """The confirmed address they vote with; empty for who has none."""
        if self.user is not None:
            return self.user.email.lower()
        return self.attendance.email.lower() if self.attendance is not None else ""

    @property
    def is_known(self) -> bool:
        return bool(self.email)

    @property
    def asked(self) -> Q:
        """Which questions are theirs."""
        if self.user is not None:
            return Q(author=self.user)
        return Q(attendance=self.attendance) if self.attendance is not None else Q(pk=None)


@dataclass(frozen=True)
class Row:
    """A question as one reader sees it."""

    question: Question
    is_voted: bool
    is_mine: bool

    @property
    def waits(self) -> bool:
        return self.question.status == QuestionStatus.PENDING

    @property
    def video_url(self) -> str:
        """The recording at the second where it is answered; empty where there is none."""
        question = self.question
        if not question.session.video or question.answered_at_second is None:
            return ""
        return f"{question.session.video_url}&t={question.answered_at_second}s"

    @property
    def clock(self) -> str:
        return clock_text(self.question.answered_at_second)


@dataclass(frozen=True)
class Box:
    """The questions of a session as one reader sees them, the most voted first; answered ones apart."""

    current: Row | None
    waiting: list[Row]
    answered: list[Row]

    def __bool__(self) -> bool:
        return bool(self.current or self.waiting or self.answered)

    @property
    def version(self) -> str:
        """What changes when anything shown does: the browser swaps the list only then."""
        rows = [*([self.current] if self.current else []), *self.waiting, *self.answered]
        seen = [(row.question.pk, row.question.votes, row.question.status, row.is_voted) for row in rows]
        words = [(row.question.answer, row.question.text, row.clock) for row in rows]
        return _digest((self.current and self.current.question.pk, seen, words))


def closes_at(session: Session) -> datetime | None:
    """Return when the box of `session` closes; None where nobody knows when it ends."""
    end = ends_at(session)
    return end + GRACE if end is not None else None


def box_is_open(session: Session, now: datetime) -> bool:
    """Tell whether people may ask and vote: before and during, not once it is over or cancelled."""
    end = closes_at(session)
    is_public = session.has_questions and session.is_published and not session.is_cancelled
    return is_public and (end is None or now < end)


def may_moderate(user: Any, session: Session) -> bool:
    """Tell whether `user` decides what is shown: organisers, and who speaks at or hosts the session."""
    if not user.is_authenticated:
        return False
    if user.has_perm("events.change_question"):
        return True
    credited = SessionPerson.objects.filter(session=session, person__user=user)
    return credited.exists() or Mentorship.objects.filter(session=session, submitted_by=user).exists()


def box_of(session: Session, asker: Asker, query: str = "") -> Box:
    """Return the box of `session` for `asker`; `query` searches questions and answers, accents or not."""
    rows = _rows(session, asker, query)
    current = next((row for row in rows if row.question.answering_since), None)
    answered = [row for row in rows if row.question.status == QuestionStatus.ANSWERED]
    answered.sort(key=lambda row: (row.question.answered_at_second is None, row.question.answered_at_second))
    waiting = [row for row in rows if row.question.status != QuestionStatus.ANSWERED and row is not current]
    return Box(current, waiting, answered)


def answered_of(session: Session) -> Box:
    """Return what everybody may read under the recording of `session`."""
    box = box_of(session, Asker())
    return Box(None, [], box.answered)


@dataclass(frozen=True)
class Desk:
    """Every question of a session for who moderates it, those that wait first, then the most voted."""

    waiting: list[Question]
    visible: list[Question]
    answered: list[Question]
    hidden: list[Question]

    @classmethod
    def of(cls, session: Session) -> Self:
        questions = session.questions.annotate(others=Count("merged")).order_by("-votes", "asked_at", "pk")
        by_status: dict[str, list[Question]] = {status: [] for status in QuestionStatus}
        for question in questions:
            question.session = session
            by_status[question.status].append(question)
        visible = sorted(by_status[QuestionStatus.VISIBLE], key=lambda each: each.answering_since is None)
        return cls(
            by_status[QuestionStatus.PENDING],
            visible,
            by_status[QuestionStatus.ANSWERED],
            by_status[QuestionStatus.HIDDEN],
        )

    @property
    def version(self) -> str:
        """What changes when anything on the page does."""
        rows = [*self.waiting, *self.visible, *self.answered, *self.hidden]
        return _digest([(row.pk, row.votes, row.status, row.answering_since, row.answer) for row in rows])


def suggested_clock(question: Question) -> str:
    """Return the minute of the recording for who notes it: as noted, else when it was taken up."""
    if question.answered_at_second is not None:
        return clock_text(question.answered_at_second)
    start, since = question.session.starts_at, question.answering_since
    return clock_text(int((since - start).total_seconds())) if start and since and since >= start else ""


def clock_text(second: int | None) -> str:
    """Return a second of a recording as people write it: `12:34`, `1:02:03`; empty for none."""
    if second is None:
        return ""
    hours, rest = divmod(second, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def _digest(shown: object) -> str:
    return hashlib.blake2b(repr(shown).encode(), digest_size=8).hexdigest()


def _rows(session: Session, asker: Asker, query: str) -> list[Row]:
    shown: QuerySet[Question] = session.questions.filter(
        Q(status__in=SHOWN) | (asker.asked & Q(status=QuestionStatus.PENDING))
    ).annotate(others=Count("merged"))
    if query:
        shown = shown.filter(Q(text__unaccent__icontains=query) | Q(answer__unaccent__icontains=query))
    questions = list(shown.order_by("-votes", "asked_at", "pk"))
    voted = _voted(questions, asker)
    for question in questions:
        question.session = session
    return [Row(each, each.pk in voted, _is_mine(each, asker)) for each in questions]


def _voted(questions: Iterable[Question], asker: Asker) -> set[int]:
    if not asker.is_known:
        return set()
    votes = QuestionVote.objects.filter(question__in=[each.pk for each in questions], email=asker.email)
    return set(votes.values_list("question_id", flat=True))


def _is_mine(question: Question, asker: Asker) -> bool:
    if asker.user is not None:
        return question.author_id == asker.user.pk
    return asker.attendance is not None and question.attendance_id == asker.attendance.pk
