"""Moving a deadline, and remembering what it was."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from events.locks import own_dates
from events.models import Milestone, MilestoneChange, Notice
from events.moments import Moment
from events.page_cache import touch
from events.states import Precision
from somosnlp.accounts.models import User


@transaction.atomic
def move_milestone(
    milestone: Milestone, *, to: Moment, reason: str = "", by: User | None
) -> MilestoneChange | None:
    """Correct where `milestone` stands and keep what it was, with who did it and why. Nobody is told.

    Returns the new row of its history, or None when it stands there already (two organisers, a second
    click). The row is locked: of two moves at once the later one finds what the first one wrote.
    `events.services.moving` moves deadlines with a notice and mails.
    """
    own_dates(milestone.edition)
    locked = Milestone.objects.select_for_update(of=("self",)).select_related("edition").get(pk=milestone.pk)
    if locked.moment == to:
        return None
    change = write_move(locked, to=to, reason=reason, by=by)
    place(milestone, to)
    touch(locked.edition)
    return change


def write_move(
    locked: Milestone, *, to: Moment, reason: str, by: User | None, notice: Notice | None = None
) -> MilestoneChange:
    """Write the new moment of a milestone whose row is locked, and the row of its history; return that."""
    was, last = locked.moment, locked.changes.aggregate(last=Max("position"))["last"]
    change = MilestoneChange.objects.create(
        milestone=locked,
        position=0 if last is None else last + 1,
        **columns_of(was),
        to_at=to.at,
        to_day=to.day,
        to_zone=to.zone,
        reason=reason,
        changed_at=timezone.now(),
        changed_by=by,
        notice=notice,
    )
    write_moment(locked, to)
    return change


def write_moment(locked: Milestone, to: Moment) -> None:
    """Write where a milestone stands, in the database and on the object."""
    Milestone.objects.filter(pk=locked.pk).update(**columns_of(to))
    place(locked, to)


def place(milestone: Milestone, to: Moment) -> None:
    """Put `to` on the object only."""
    for name, value in columns_of(to).items():
        setattr(milestone, name, value)


def columns_of(moment: Moment) -> dict[str, object]:
    """Return the columns that keep `moment`."""
    return {"precision": precision_of(moment), "at": moment.at, "day": moment.day, "zone": moment.zone}


def precision_of(moment: Moment) -> Precision:
    """Return how much is known of `moment`."""
    if moment.at is not None:
        return Precision.INSTANT
    return Precision.UNKNOWN if moment.day is None else Precision.DAY
