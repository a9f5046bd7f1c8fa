"""The only writer of a reviewable's status.

Every write is a compare-and-swap: `UPDATE … WHERE pk AND status AND version = what the caller saw`. Of
two people who decide at once one changes the row; the other changes nothing and gets StaleTransition.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from somosnlp.review.models import Reviewable, StatusChange
from somosnlp.review.states import DECISIONS, OPEN, REVIEWER_MOVES, TRANSITIONS, Status
from somosnlp.review.telling import announced_status, take_back

if TYPE_CHECKING:
    from somosnlp.accounts.models import User


class TransitionError(Exception):
    """A move that was not made; nothing has changed."""


class IllegalTransition(TransitionError):  # noqa: N818 (the name the design gave it)
    """There is no such move, or not for this person."""


class StaleTransition(TransitionError):  # noqa: N818
    """Somebody else moved or edited it since the caller read it."""


@transaction.atomic
def transition(
    obj: Reviewable,
    to: str,
    *,
    by: "User",
    note_to_author: str = "",
    internal_remark: str = "",
    now: datetime | None = None,
) -> StatusChange:
    """Move `obj` from the status and version it was read with to `to`; return the new row of its history.

    What the move causes (a mail, a public object) belongs to the calling service, in one transaction with
    this. Raises IllegalTransition for a move that does not exist or a decision on one's own proposal, and
    StaleTransition when `obj` is not what the database holds any more; then nothing is written.
    """
    before, now = obj.status, now or timezone.now()
    if not _is_move(obj, to) or (to in REVIEWER_MOVES and by.pk == obj.submitted_by_id):
        raise IllegalTransition(before, to)
    _swap(obj, {"status": to, **_stamps(to, by, now)})
    if to == Status.WITHDRAWN:
        take_back(obj)
    return StatusChange.objects.create(
        target=obj,
        from_status=before,
        to_status=to,
        by=by,
        at=now,
        note_to_author=note_to_author,
        internal_remark=internal_remark,
    )


def revise(obj: Reviewable, columns: dict[str, Any]) -> None:
    """Write what its author changed in `obj`, which keeps its status.

    Raises IllegalTransition when it is no longer open, StaleTransition when it is not what was read.
    """
    if obj.status not in OPEN:
        raise IllegalTransition(obj.status, obj.status)
    _swap(obj, columns)


def _is_move(obj: Reviewable, to: str) -> bool:
    """Tell whether `to` follows; who withdraws does so from what they know, not from an untold decision."""
    if to in TRANSITIONS[obj.status]:
        return True
    return to == Status.WITHDRAWN and to in TRANSITIONS[announced_status(obj)]


def _swap(obj: Reviewable, columns: dict[str, Any]) -> None:
    seen = type(obj)._default_manager.filter(pk=obj.pk, status=obj.status, version=obj.version)
    columns = {**columns, "version": obj.version + 1}
    if not seen.update(**columns):
        raise StaleTransition(obj.pk)
    for name, value in columns.items():
        setattr(obj, name, value)


def _stamps(to: str, by: "User", now: datetime) -> dict[str, Any]:
    if to in DECISIONS:
        return {"decided_by": by, "decided_at": now}
    if to == Status.SUBMITTED:
        return {"submitted_at": now, "decided_by": None, "decided_at": None}
    return {}
