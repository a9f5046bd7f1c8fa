"""What organisers plan and nobody else sees: how a session stands, how it would, and what that changes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from events.models import Edition, Placement, Session
from events.moments import Moment
from events.states import ChangeKind

#: Where nobody said how long a session takes.
USUAL_MINUTES = 60


@dataclass(frozen=True)
class Slot:
    """When and where a session is; `is_public`: whether the programme shows it."""

    starts_at: datetime | None
    day: date | None
    minutes: int | None
    venue: str
    is_cancelled: bool
    is_public: bool

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes or USUAL_MINUTES) if self.starts_at else None

    def moment(self, zone: str) -> Moment:
        return Moment(at=self.starts_at, day=self.day, zone=zone)


@dataclass(frozen=True)
class Change:
    """What publishing would change of one session."""

    kind: ChangeKind
    session: Session
    before: Slot
    after: Slot


def published_slot(session: Session) -> Slot:
    """Return how `session` stands for everybody."""
    return Slot(
        session.starts_at,
        session.day,
        session.minutes,
        session.venue,
        is_cancelled=session.is_cancelled,
        is_public=session.is_published,
    )


def planned_slot(session: Session, placement: Placement | None) -> Slot:
    """Return how `session` would stand once published; without a placement, as it does.

    A placement without an instant keeps the date the session has: it announces, cancels or restores.
    """
    now = published_slot(session)
    if placement is None:
        return now
    slot = replace(
        now,
        minutes=placement.minutes,
        venue=placement.venue,
        is_cancelled=placement.is_cancelled,
        is_public=True,
    )
    return replace(slot, starts_at=placement.starts_at, day=None) if placement.starts_at else slot


def kind_of(before: Slot, after: Slot) -> ChangeKind | None:
    """Return what people would call the step from `before` to `after`; None where nothing differs."""
    if before == after:
        return None
    if not before.is_public:
        return ChangeKind.NEW
    if before.is_cancelled != after.is_cancelled:
        return ChangeKind.CANCELLED if after.is_cancelled else ChangeKind.RESTORED
    if (before.starts_at, before.day, before.minutes) != (after.starts_at, after.day, after.minutes):
        return ChangeKind.MOVED
    return ChangeKind.PLACE


def change_of(session: Session, placement: Placement) -> Change | None:
    """Return what publishing `placement` would change of `session`."""
    before, after = published_slot(session), planned_slot(session, placement)
    kind = kind_of(before, after)
    return Change(kind, session, before, after) if kind else None


def changes_waiting(edition: Edition, sessions: Iterable[Session] | None = None) -> list[Change]:
    """Return what a release of `edition` would change now, by date; only of `sessions` where given."""
    placements = Placement.objects.filter(session__edition=edition).select_related("session__edition")
    if sessions is not None:
        placements = placements.filter(session__in=[session.pk for session in sessions])
    found = [change_of(placement.session, placement) for placement in placements.order_by("pk")]
    return sorted(filter(None, found), key=_place)


def cancellations(changes: Iterable[Change]) -> list[Change]:
    """Return those by which people would come in vain until they are published."""
    return [change for change in changes if change.kind == ChangeKind.CANCELLED]


def fingerprint(changes: Iterable[Change]) -> str:
    """Return a short name of exactly these changes: what somebody looked at is what they publish."""
    words = [f"{change.session.pk} {change.before} {change.after}" for change in changes]
    return hashlib.blake2b("\n".join(sorted(words)).encode(), digest_size=12).hexdigest()


def _place(change: Change) -> tuple[datetime, int]:
    return change.after.starts_at or datetime.max.replace(tzinfo=UTC), change.session.pk
