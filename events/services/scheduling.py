"""The organisers' plan of a programme and the numbered releases by which it becomes public.

Whoever plans or publishes holds the row of the edition: of twenty who publish at once one makes a release,
and what somebody places meanwhile is in that release or waits for the next, never half of it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from events.emails.releases import announce_release
from events.models import Edition, Placement, Release, ReleaseChange, Session
from events.page_cache import touch
from events.scheduling.plan import Change, change_of, changes_waiting, fingerprint
from events.services.milestones import precision_of
from events.services.pictures import show_speakers
from events.states import SessionStatus
from somosnlp.accounts.models import User

__all__ = [
    "MAX_MINUTES",
    "CannotScheduleError",
    "changes_waiting",
    "clear_placement",
    "place_session",
    "plan_cancellation",
    "plan_restoration",
    "publish",
]

#: Longer than a day is a slip.
MAX_MINUTES = 24 * 60

WRITTEN = (
    "starts_at",
    "day",
    "precision",
    "minutes",
    "venue",
    "originally_at",
    "time_source",
    "status",
    "is_published",
)


class CannotScheduleError(Exception):
    """The plan does not allow it: `code` says why (minutes, hidden, changed)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def place_session(
    session: Session, *, by: User, starts_at: datetime | None, minutes: int | None, venue: str = ""
) -> Placement | None:
    """Put `session` at an aware instant, for so long, somewhere; private until it is published.

    Without `starts_at` it would be announced with the date it has, or none. A cancelled session comes back.
    Returns None when that is how it stands published already. Raises CannotScheduleError("minutes") for a
    session that takes no time or ends before it begins, ValueError for an instant without a zone.
    """
    if starts_at is not None and starts_at.utcoffset() is None:
        raise ValueError("an instant needs its zone")
    if minutes is not None and not 0 < minutes <= MAX_MINUTES:
        raise CannotScheduleError("minutes")
    locked = _locked(session)
    if not locked.is_published and locked.is_cancelled:
        _write_status(locked, SessionStatus.SCHEDULED)
    return _plan(locked, by=by, starts_at=starts_at, minutes=minutes, venue=venue.strip(), is_cancelled=False)


@transaction.atomic
def clear_placement(session: Session, *, by: User) -> bool:
    """Forget what is planned for `session`: it stands as it is published. Says whether there was anything."""
    locked = _locked(session)
    Placement.objects.filter(session=locked).update(updated_by=by)
    deleted, _rows = Placement.objects.filter(session=locked).delete()
    return deleted > 0


@transaction.atomic
def plan_cancellation(session: Session, *, by: User) -> Placement | None:
    """Plan that `session` is cancelled; people are told when that is published.

    One that was never public leaves the plan at once, and there is nobody to tell.
    """
    locked = _locked(session)
    if locked.is_published:
        return _plan(locked, by=by, **_as_published(locked), is_cancelled=True)
    Placement.objects.filter(session=locked).delete()
    _write_status(locked, SessionStatus.CANCELLED)
    return None


@transaction.atomic
def plan_restoration(session: Session, *, by: User) -> Placement | None:
    """Plan that a cancelled `session` takes place after all; None when there is nothing to publish."""
    locked = _locked(session)
    if locked.is_published:
        return _plan(locked, by=by, **_as_published(locked), is_cancelled=False)
    _write_status(locked, SessionStatus.SCHEDULED)
    return None


@transaction.atomic
def publish(
    edition: Edition,
    *,
    by: User,
    sessions: Iterable[Session] | None = None,
    note: str = "",
    seen: str | None = None,
) -> Release | None:
    """Make what is planned public, all of it or these `sessions`, as one numbered release; tell people.

    Returns None when nothing differs (somebody published it meanwhile, a second click). `seen` is the
    `plan.fingerprint` of what the organiser looked at: CannotScheduleError("changed") when the plan is
    another one now, and ("hidden") when nobody can see the edition itself.
    """
    locked = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    changes = changes_waiting(locked, sessions)
    if not changes:
        return None
    if not locked.is_published:
        raise CannotScheduleError("hidden")
    if seen is not None and seen != fingerprint(changes):
        raise CannotScheduleError("changed")
    release = Release.objects.create(
        edition=locked, number=_next_number(locked), note=note.strip(), published_by=by
    )
    _copy_to_sessions(changes)
    show_speakers(change.session.pk for change in changes)
    ReleaseChange.objects.bulk_create(_row(release, change) for change in changes)
    Placement.objects.filter(session__in=[change.session.pk for change in changes]).delete()
    announce_release(release)
    touch(locked)
    return release


def _locked(session: Session) -> Session:
    """Return `session` as it is now, the plan of its edition being ours until the transaction ends."""
    Edition.objects.select_for_update(no_key=True).get(pk=session.edition_id)
    return Session.objects.select_related("edition").get(pk=session.pk)


def _plan(locked: Session, *, by: User, **columns: object) -> Placement | None:
    """Write the one placement of a session, unless it would change nothing."""
    placement = Placement(session=locked, **columns)
    if change_of(locked, placement) is None:
        Placement.objects.filter(session=locked).delete()
        return None
    written, _created = Placement.objects.update_or_create(
        session=locked, defaults={**columns, "updated_by": by}
    )
    return written


def _as_published(session: Session) -> dict[str, object]:
    return {"starts_at": session.starts_at, "minutes": session.minutes, "venue": session.venue}


def _write_status(locked: Session, status: SessionStatus) -> None:
    Session.objects.filter(pk=locked.pk).update(status=status)
    locked.status = status


def _next_number(edition: Edition) -> int:
    last = Release.objects.filter(edition=edition).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _copy_to_sessions(changes: Sequence[Change]) -> None:
    """Write what is planned to the sessions; what was announced before is kept beside a new time."""
    for change in changes:
        session, after = change.session, change.after
        if change.before.starts_at and change.before.starts_at != after.starts_at:
            first = session.originally_at or change.before.starts_at
            session.originally_at = first if first != after.starts_at else None
            session.time_source = ""
        session.starts_at, session.day = after.starts_at, after.day
        session.precision = precision_of(session.moment)
        session.minutes, session.venue = after.minutes, after.venue
        session.status = SessionStatus.CANCELLED if after.is_cancelled else SessionStatus.SCHEDULED
        session.is_published = True
    Session.objects.bulk_update([change.session for change in changes], WRITTEN)


def _row(release: Release, change: Change) -> ReleaseChange:
    before, after = change.before, change.after
    return ReleaseChange(
        release=release,
        session=change.session,
        kind=change.kind,
        was_at=before.starts_at if before.is_public else None,
        was_minutes=before.minutes if before.is_public else None,
        was_venue=before.venue if before.is_public else "",
        now_at=after.starts_at,
        now_minutes=after.minutes,
        now_venue=after.venue,
    )
