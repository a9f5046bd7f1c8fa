"""Questions to a session: asked, voted for, shown, merged, answered.

The unique key of a vote is what lets nobody vote twice; the lock on the question's row, taken first, is what
keeps its counter equal to its votes while others vote, change their mind or merge.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, TextChoices
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.emails.questions import send_answered
from events.models import Question, QuestionVote, Session
from events.page_cache import forget_page
from events.questions.box import Asker, box_is_open
from events.states import QuestionStatus
from somosnlp.accounts.models import User

#: What people may vote for.
VOTABLE = (QuestionStatus.PENDING, QuestionStatus.VISIBLE)
#: What may be one with another, the first kind taking the others in.
MERGEABLE = (QuestionStatus.ANSWERED, QuestionStatus.VISIBLE, QuestionStatus.PENDING)
#: A question with an address in it is read before it is shown.
LINK_MARKS = ("http:", "https:", "www.")


class Refusal(TextChoices):
    CLOSED = "closed", _("Esta sesión ya no recibe preguntas.")
    NOT_VOTABLE = "not_votable", _("Esa pregunta ya no recibe votos.")
    NOT_TWO = "not_two", _("Marca al menos dos preguntas para unirlas.")


class QuestionRefusedError(Exception):
    """Nothing was written; `reason.label` is for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@transaction.atomic
def ask(session: Session, *, asker: Asker, text: str, name: str, key: UUID) -> Question:
    """Put a question to `session`; the same `key` again finds the one there is.

    Of somebody with a confirmed address it is shown at once, as a live session has no time to wait, and they
    can be told to stop; of anybody else, or with a link in it, or of who had one hidden, once somebody has
    read it. Who asks also votes for it. Raises QuestionRefusedError.
    """
    if not box_is_open(session, timezone.now()):
        raise QuestionRefusedError(Refusal.CLOSED)
    status = QuestionStatus.VISIBLE if _may_show_at_once(session, asker, text) else QuestionStatus.PENDING
    question, created = Question.objects.get_or_create(
        key=key,
        defaults={
            "session": session,
            "text": text,
            "name": name,
            "author": asker.user,
            "attendance": asker.attendance,
            "status": status,
        },
    )
    if created and asker.is_known:
        _add_vote(question, asker.email)
    _forget(session)
    return question


@transaction.atomic
def vote(session: Session, pk: int, *, by: Asker) -> bool:
    """Count the vote of `by` for a question, or for the one it is part of; False where it counts already.

    Raises QuestionRefusedError.
    """
    if not by.is_known or not box_is_open(session, timezone.now()):
        raise QuestionRefusedError(Refusal.CLOSED)
    counted = _add_vote(_lock_votable(session, pk), by.email)
    forget_page("questions", session.edition.slug, session.slug)
    return counted


@transaction.atomic
def unvote(session: Session, pk: int, *, by: Asker) -> bool:
    """Take the vote of `by` back; False where there was none. Raises QuestionRefusedError."""
    if not by.is_known or not box_is_open(session, timezone.now()):
        raise QuestionRefusedError(Refusal.CLOSED)
    question = _lock_votable(session, pk)
    gone, _rows = QuestionVote.objects.filter(question=question, email=by.email).delete()
    if gone:
        Question.objects.filter(pk=question.pk).update(votes=F("votes") - 1)
    forget_page("questions", session.edition.slug, session.slug)
    return bool(gone)


@transaction.atomic
def show_question(question: Question, *, by: User) -> bool:
    """Let everybody see a question that waited or was hidden; False where there was nothing to do."""
    return _set(question, (QuestionStatus.PENDING, QuestionStatus.HIDDEN), status=QuestionStatus.VISIBLE)


@transaction.atomic
def hide_question(question: Question, *, by: User) -> bool:
    """Let nobody see a question any more; its votes stay, should it be shown again."""
    return _set(question, MERGEABLE, status=QuestionStatus.HIDDEN, answering_since=None)


@transaction.atomic
def take_up(question: Question, *, by: User) -> bool:
    """Say that this is the question being answered now; there is one at a time."""
    Session.objects.select_for_update(of=("self",), no_key=True).get(pk=question.session_id)
    others = Question.objects.filter(session=question.session_id).exclude(answering_since=None)
    others.exclude(pk=question.pk).update(answering_since=None)
    return _set(
        question,
        (*VOTABLE, QuestionStatus.HIDDEN),
        status=QuestionStatus.VISIBLE,
        answering_since=timezone.now(),
    )


@transaction.atomic
def mark_answered(question: Question, *, by: User, second: int | None = None, answer: str = "") -> bool:
    """Note that it was answered, at which second of the recording and in short; who asked is told once.

    Doing it again changes second and answer.
    """
    done = _set(
        question,
        MERGEABLE,
        status=QuestionStatus.ANSWERED,
        answering_since=None,
        answered_at_second=second,
        answer=answer,
    )
    if done:
        question.refresh_from_db()
        for each in Question.objects.filter(Q(pk=question.pk) | Q(merged_into=question)):
            send_answered(each, question)
    return done


@transaction.atomic
def merge_questions(session: Session, pks: Iterable[int], *, by: User) -> Question:
    """Make several questions one: the answered or shown one with most votes takes the others in.

    Who voted for several counts once. Raises QuestionRefusedError where fewer than two are left to merge.
    """
    locked = Question.objects.select_for_update().filter(session=session, pk__in=list(pks))
    rows = list(locked.filter(status__in=MERGEABLE).order_by("pk"))
    if len(rows) < 2:
        raise QuestionRefusedError(Refusal.NOT_TWO)
    into, *others = sorted(rows, key=_rank)
    Question.objects.filter(merged_into__in=others).update(merged_into=into)
    Question.objects.filter(pk__in=[each.pk for each in others]).update(
        status=QuestionStatus.MERGED, merged_into=into, votes=0, answering_since=None
    )
    _move_votes(others, into)
    into.votes = QuestionVote.objects.filter(question=into).count()
    Question.objects.filter(pk=into.pk).update(votes=into.votes)
    _forget(session)
    return into


def _may_show_at_once(session: Session, asker: Asker, text: str) -> bool:
    if not asker.is_known or any(mark in text.lower() for mark in LINK_MARKS):
        return False
    hidden = Question.objects.filter(asker.asked, session__edition=session.edition_id)
    return not hidden.filter(status=QuestionStatus.HIDDEN).exists()


def _add_vote(question: Question, email: str) -> bool:
    _vote, created = QuestionVote.objects.get_or_create(question=question, email=email)
    if created:
        Question.objects.filter(pk=question.pk).update(votes=F("votes") + 1)
    return created


def _lock_votable(session: Session, pk: int) -> Question:
    """Lock a question people may vote for; of one that was merged, the one it is part of now."""
    questions = Question.objects.filter(session=session)
    into = questions.filter(pk=pk).values_list("merged_into", flat=True).first()
    question = questions.select_for_update(no_key=True).filter(pk=into or pk).first()
    if question is not None and question.merged_into_id is not None:
        question = questions.select_for_update(no_key=True).filter(pk=question.merged_into_id).first()
    if question is None or question.status not in VOTABLE:
        raise QuestionRefusedError(Refusal.NOT_VOTABLE)
    return question


def _rank(question: Question) -> tuple[int, int, int]:
    return MERGEABLE.index(QuestionStatus(question.status)), -question.votes, question.pk


def _move_votes(others: list[Question], into: Question) -> None:
    """Give the votes for `others` to `into`, one of each address."""
    for other in others:
        votes = QuestionVote.objects.filter(question=other).annotate(address=Lower("email"))
        known = QuestionVote.objects.filter(question=into).values(address=Lower("email"))
        votes.exclude(address__in=known).update(question=into)
        QuestionVote.objects.filter(question=other).delete()


def _set(question: Question, seen: Iterable[str], **columns: object) -> bool:
    """Write `columns` where the question is still in one of the states `seen`."""
    done = Question.objects.filter(pk=question.pk, status__in=list(seen)).update(**columns)
    _forget(question.session)
    return bool(done)


def _forget(session: Session) -> None:
    for name in ("questions", "session"):
        forget_page(name, session.edition.slug, session.slug)
