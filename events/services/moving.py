"""Moving deadlines so that everybody learns of it, and undoing that within ten minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events.emails.moves import announce_move, withdraw_move
from events.locks import own_dates
from events.models import Edition, Milestone, Notice
from events.moments import Moment
from events.page_cache import touch
from events.services.milestones import write_moment, write_move
from events.states import NoticeKind
from somosnlp.accounts.models import User

#: How long a move can be undone, and its mails wait.
HOLD = timedelta(minutes=10)


class StaleMoveError(Exception):
    """A deadline does not stand any more where it stood when the move was looked at."""


class PastMoveError(Exception):
    """A deadline would be over at once, and nobody has said that this is meant."""


class TooLateToUndoError(Exception):
    """The ten minutes are over, the mails are leaving, or a deadline has moved again since."""


@dataclass(frozen=True)
class Move:
    """One deadline: where it stood when somebody looked, and where it goes."""

    milestone_id: int
    was: Moment
    to: Moment


@transaction.atomic
def move_milestones(
    edition: Edition, moves: Sequence[Move], *, reason: str, by: User, even_past: bool = False
) -> Notice:
    """Move deadlines of `edition` in one act: history, notice, pages, and mails that wait ten minutes.

    Forms open and close by themselves: they read the deadline (`events.permissions`). Returns the notice.
    Raises StaleMoveError when a deadline stands elsewhere than in `moves`, and PastMoveError when one would
    be over and it is not `even_past`; then nothing has happened.
    """
    now = timezone.now()
    own_dates(edition)
    milestones = _locked([move.milestone_id for move in moves])
    stands = {
        pk: milestone.moment for pk, milestone in milestones.items() if milestone.edition_id == edition.pk
    }
    if any(stands.get(move.milestone_id) != move.was for move in moves):
        raise StaleMoveError
    if not even_past and any(move.to.is_over(now) for move in moves):
        raise PastMoveError
    notice = Notice.objects.create(
        edition=edition,
        kind=NoticeKind.MOVE,
        reason=reason,
        published_at=now,
        published_by=by,
        held_until=now + HOLD,
    )
    for move in moves:
        write_move(milestones[move.milestone_id], to=move.to, reason=reason, by=by, notice=notice)
    announce_move(notice)
    touch(edition)
    return notice


@transaction.atomic
def undo_move(notice: Notice, *, by: User) -> None:
    """Put the deadlines back where they were and withdraw the notice and its mails; twice is once.

    An earlier move whose mails this one had taken over is told after all, in ten minutes. Raises
    TooLateToUndoError, having changed nothing.
    """
    now = timezone.now()
    own_dates(notice.edition)
    notice.refresh_from_db()
    if notice.withdrawn_at is not None:
        return
    changes = list(notice.changes.all())
    milestones = _locked([change.milestone_id for change in changes])
    stays = all(milestones[change.milestone_id].moment == change.moved_to for change in changes)
    if not stays or not can_undo(notice) or not withdraw_move(notice):
        raise TooLateToUndoError
    for change in changes:
        write_moment(milestones[change.milestone_id], change.moment)
    notice.changes.update(undone_at=now, undone_by=by)
    Notice.objects.filter(pk=notice.pk).update(withdrawn_at=now)
    notice.withdrawn_at = now
    _tell_of_earlier(notice)
    touch(notice.edition)


def can_undo(notice: Notice) -> bool:
    """Tell whether the time to undo `notice` is not over."""
    held = notice.held_until is not None and timezone.now() < notice.held_until
    return held and notice.withdrawn_at is None


def _locked(pks: Sequence[int]) -> dict[int, Milestone]:
    """Return the milestones, their rows locked: nothing else writes them meanwhile."""
    rows = Milestone.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    return {milestone.pk: milestone for milestone in rows}


def _tell_of_earlier(undone: Notice) -> None:
    earlier = undone.tells_of.filter(withdrawn_at=None).order_by("pk").last()
    if earlier is None:
        return
    undone.tells_of.exclude(pk=earlier.pk).update(told_by=earlier)
    earlier.told_by, earlier.held_until = None, timezone.now() + HOLD
    Notice.objects.filter(pk=earlier.pk).update(told_by=None, held_until=earlier.held_until)
    announce_move(earlier)
