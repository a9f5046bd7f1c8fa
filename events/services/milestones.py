"""Moving a deadline, and remembering what it was."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from events.models import Milestone, MilestoneChange
from events.moments import Moment
from events.page_cache import touch
from events.states import Precision
from somosnlp.accounts.models import User


@transaction.atomic
def move_milestone(
    milestone: Milestone, *, to: Moment, reason: str = "", by: User | None
) -> MilestoneChange | None:
    """Move `milestone` to `to` and keep what it was, with who moved it and why.

    Returns the new row of its history, or None when it stands there already (two organisers, a second
    click). The row is locked: of two moves at once the later one finds what the first one wrote.
    """
    locked = Milestone.objects.select_for_update(of=("self",)).select_related("edition").get(pk=milestone.pk)
    was = locked.moment
    if was == to:
        return None
    last = locked.changes.aggregate(last=Max("position"))["last"]
    change = MilestoneChange.objects.create(
        milestone=locked,
        position=0 if last is None else last + 1,
        precision=locked.precision,
        at=was.at,
        day=was.day,
        zone=was.zone,
        reason=reason,
        changed_at=timezone.now(),
        changed_by=by,
    )
    columns = {"precision": precision_of(to), "at": to.at, "day": to.day, "zone": to.zone}
    Milestone.objects.filter(pk=locked.pk).update(**columns)
    for name, value in columns.items():
        setattr(milestone, name, value)
    touch(locked.edition)
    return change


def precision_of(moment: Moment) -> Precision:
    """Return how much is known of `moment`."""
    if moment.at is not None:
        return Precision.INSTANT
    return Precision.UNKNOWN if moment.day is None else Precision.DAY
