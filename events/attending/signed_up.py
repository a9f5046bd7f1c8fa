"""Which sessions somebody said «me apunto» to, for the pages they read."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from events.models import Attendance, Edition, Session
from events.programme.days import ends_at
from events.states import AttendanceStatus
from somosnlp.prepared import Given, Prepared

ACTIVE = (AttendanceStatus.GOING, AttendanceStatus.WAITING)
#: Of a session, what a list shows.
_SHOWN = ["slug", "title", "language", "status", "starts_at", "day", "minutes"]
_SHOWN += ["edition__slug", "edition__time_zone"]
_OF_PERSON = Prepared(
    lambda: (
        Attendance.objects.filter(
            user=Given("user"),
            status__in=ACTIVE,
            session__is_published=True,
            session__edition__is_published=True,
        )
        .select_related("session__edition")
        .only("status", *(f"session__{column}" for column in _SHOWN))
    )
)


def marks_of(user: Any, edition: Edition) -> Mapping[int, str]:
    """Return how `user` stands in each session of `edition` that they come to or wait for."""
    if not user.is_authenticated:
        return {}
    rows = Attendance.objects.filter(user=user, session__edition=edition, status__in=ACTIVE)
    return dict(rows.values_list("session_id", "status"))


def attendance_of(user: Any, session: Session) -> Attendance | None:
    """Return the row of `user` in `session`, however it stands."""
    if not user.is_authenticated:
        return None
    return Attendance.objects.filter(user=user, session=session).first()


def place_in_queue(attendance: Attendance) -> int:
    """Return how many people, this one included, are served before it is empty-handed: 1 is the next."""
    queue = Attendance.objects.filter(session=attendance.session_id, status=AttendanceStatus.WAITING)
    earlier = queue.filter(joined_at__lt=attendance.joined_at) | queue.filter(
        joined_at=attendance.joined_at, pk__lt=attendance.pk
    )
    return earlier.count() + 1


def coming_sessions(user: Any) -> list[Attendance]:
    """Return what `user` signed up for and is not over, in order."""
    rows, now = _OF_PERSON.all(user=user), timezone.now()
    coming = [row for row in rows if (end := ends_at(row.session)) is not None and end > now]
    return sorted(coming, key=lambda row: row.session.moment.starts_at or now + timedelta(days=999))
