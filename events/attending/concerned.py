"""Whom a session concerns: who speaks at it, and who signed up for it, with an account or without one."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from events.models import Attendance, CoSpeaker, KeynoteProposal, Mentorship, Session, SessionPerson
from events.states import AttendanceStatus, InviteStatus
from somosnlp.outbox.rules import zone_of
from somosnlp.review.states import Status

#: Those who have a place or wait for one.
SIGNED_UP = (AttendanceStatus.GOING, AttendanceStatus.WAITING)

Rows = QuerySet[Any, tuple[Any, ...]]


class _Seat(NamedTuple):
    """One way to speak at a session: whose rows say so, and where these keep the session and the account."""

    model: type[Model]
    session: str
    user: str
    condition: Q = Q()


SEATS = (
    _Seat(SessionPerson, "session", "person__user"),
    _Seat(KeynoteProposal, "session", "submitted_by", Q(status=Status.ACCEPTED)),
    _Seat(CoSpeaker, "proposal__session", "user", Q(status=InviteStatus.ACCEPTED)),
    _Seat(Mentorship, "session", "submitted_by", Q(status=Status.ACCEPTED)),
)


def concerned(condition: Q, *more: str, speakers_only: bool = False) -> Rows:
    """Return (user id, e-mail, language, zone, *more, since when) of whom some sessions concern.

    Which: those that meet `condition`. That and `more` are said from a session on ("release_changes__pk").
    Somebody may come twice, who speaks by two rows; who has no account has no user id.
    """
    rows = [_speaking(seat, condition, more) for seat in SEATS]
    if not speakers_only:
        rows.append(_signed_up(condition, more))
    return rows[0].union(*rows[1:], all=True)


def speakers_of(sessions: Iterable[Session]) -> dict[int, set[int]]:
    """Return the accounts of who speaks, by session."""
    found: dict[int, set[int]] = {}
    at_these = Q(pk__in=[session.pk for session in sessions])
    for user_id, _email, _language, _zone, session_id, _since in concerned(
        at_these, "pk", speakers_only=True
    ):
        found.setdefault(session_id, set()).add(user_id)
    return found


def signed_up_for(sessions: Iterable[Session]) -> dict[int, int]:
    """Return how many signed up, by session."""
    rows = Attendance.objects.filter(session__in=[session.pk for session in sessions], status__in=SIGNED_UP)
    return dict(rows.order_by().values_list("session").annotate(Count("pk")))


def listening(rows: "QuerySet[Attendance]") -> "QuerySet[Attendance]":
    """Leave out who speaks at the very session: they are told so, even who signed up by an address alone."""
    address = Coalesce(OuterRef("user__email"), OuterRef("email"))
    for seat in SEATS:
        manager: Any = seat.model._default_manager
        same = {f"{seat.user}__email__iexact": address, f"{seat.user}__is_active": True}
        rows = rows.exclude(
            Exists(manager.filter(seat.condition, **same, **{seat.session: OuterRef("session")}))
        )
    return rows


def _signed_up(condition: Q, more: Iterable[str]) -> Rows:
    rows = Attendance.objects.filter(_from("session", condition), status__in=SIGNED_UP)
    return (
        listening(rows)
        .exclude(user__is_active=False)
        .order_by()
        .values_list(
            "user_id",
            Coalesce("user__email", "email"),
            Coalesce("user__language", "language"),
            zone_of("user__time_zone", "time_zone", "session__edition__time_zone"),
            *(f"session__{name}" for name in more),
            "joined_at",
        )
    )


def _speaking(seat: _Seat, condition: Q, more: Iterable[str]) -> Rows:
    manager: Any = seat.model._default_manager
    rows = manager.filter(seat.condition, _from(seat.session, condition), **{f"{seat.user}__is_active": True})
    return rows.order_by().values_list(  # type: ignore[no-any-return]
        f"{seat.user}__pk",
        f"{seat.user}__email",
        f"{seat.user}__language",
        zone_of(f"{seat.user}__time_zone", f"{seat.session}__edition__time_zone"),
        *(f"{seat.session}__{name}" for name in more),
        f"{seat.user}__date_joined",
    )


def _from(path: str, condition: Q) -> Q:
    """Return a condition on sessions as one on rows that keep theirs in `path`."""
    children: list[Any] = condition.children
    children = [
        _from(path, child) if isinstance(child, Q) else (f"{path}__{child[0]}", child[1])
        for child in children
    ]
    return Q(*children, _connector=condition.connector, _negated=condition.negated)
