"""«Me apunto»: with an account at once, without one once the address is confirmed. Seats and waiting list.

The CHECK on `Session.seats_taken` is what never lets one person too many in; the lock on the session's row,
taken first by everything here, is what lets everybody else be told so kindly, and keeps the queue in order.
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F, Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.emails import attendance as emails
from events.models import Attendance, Session
from events.page_cache import forget_page
from events.programme.days import takes_people
from events.services.places import let_in
from events.states import AttendanceStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.row_links import new_nonce

#: What nobody confirmed is forgotten, as every form without an account.
UNCONFIRMED_LIFE = timedelta(days=7)
#: Who is in, or will be when a seat is free.
ACTIVE = (AttendanceStatus.GOING, AttendanceStatus.WAITING)
#: What coming to a session writes.
COLUMNS = ("user", "language", "time_zone", "status", "joined_at")


class Refusal(TextChoices):
    OVER = "over", _("Esta sesión ya terminó.")
    CANCELLED = "cancelled", _("Esta sesión se canceló.")
    NO_DATE = "no_date", _("Esta sesión todavía no tiene fecha.")


class CannotAttendError(Exception):
    """Nobody can sign up for the session any more; nothing was written. `reason.label` is for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@transaction.atomic
def join(session: Session, *, by: User) -> Attendance:
    """Let `by` come to `session`, or wait for a seat; a second click changes nothing.

    What they had asked for by their address alone, before they had an account, becomes theirs. Raises
    CannotAttendError.
    """
    locked = _lock_open(session)
    rows = Attendance.objects.filter(Q(user=by) | Q(email=by.email.lower()), session=locked)
    row = rows.order_by(F("user").asc(nulls_last=True)).first()
    row = row or Attendance(session=locked, email=by.email.lower(), nonce=new_nonce())
    row.user, row.language = by, by.language
    row.time_zone = by.time_zone or row.time_zone
    return _enter(locked, row)


@transaction.atomic
def ask_to_join(session: Session, *, email: str, language: str, time_zone: str) -> None:
    """Mail a link to `email`, whose owner then says yes; one a day, however often it is typed.

    Who is in already gets the link to see it and to leave: the caller says the same in every case.
    Raises CannotAttendError.
    """
    check_open(session)
    row, _created = Attendance.objects.get_or_create(
        session=session,
        email=email.strip().lower(),
        defaults={"language": language, "time_zone": time_zone, "nonce": new_nonce()},
    )
    row.session = session
    if row.status in ACTIVE:
        emails.send_state_again(row)
        return
    row.language, row.time_zone = language, time_zone or row.time_zone
    row.save(update_fields=["language", "time_zone"])
    emails.send_confirm(row)


@transaction.atomic
def confirm(attendance: Attendance) -> Attendance:
    """Let whoever opened the link come, or wait for a seat: only the owner of the address has it.

    Raises CannotAttendError.
    """
    locked = _lock_open(attendance.session)
    row = Attendance.objects.get(pk=attendance.pk)
    row.user = row.user or _owner_of(row)
    return _enter(locked, row)


@transaction.atomic
def leave(attendance: Attendance) -> bool:
    """Give back the seat, which the next who waits gets, or the place in the queue; False where none was."""
    locked = _lock(attendance.session_id)
    row = Attendance.objects.get(pk=attendance.pk)
    if row.status == AttendanceStatus.CANCELLED:
        return False
    had_seat = row.status == AttendanceStatus.GOING
    Attendance.objects.filter(pk=row.pk).update(status=AttendanceStatus.CANCELLED)
    if had_seat:
        _count(locked, -1)
        _fill(locked)
    return True


def leave_as(session: Session, *, by: User) -> bool:
    """Give back the seat of `by`; False where they had none."""
    row = Attendance.objects.filter(session=session, user=by).first()
    return row is not None and leave(row)


@transaction.atomic
def promote_waiting(session: Session) -> int:
    """Give the free seats of `session` to those who wait, in their order; return how many got one.

    To be called when seats were added.
    """
    return _fill(_lock(session.pk))


def lock_seats(session: Session) -> int:
    """Return how many seats of `session` are taken; until the transaction ends nobody takes or gives one.

    Two organisers who change how many there are come one after the other, and the second is told.
    """
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=session.pk or 0).values_list("seats_taken", flat=True).first() or 0


def claim_attendances(user: User) -> None:
    """Make the sessions asked for by addresses that `user` has proven theirs (PROVIDERS["arrivals"])."""
    proven = EmailAddress.objects.filter(user=user, verified=True).values("email")
    for row in Attendance.objects.filter(user=None, email__in=proven):
        _claim(row, user)


def forget_unconfirmed(now: datetime) -> int:
    """Delete what nobody confirmed in seven days; return how many rows."""
    stale = Attendance.objects.filter(
        status=AttendanceStatus.PENDING, created_at__lt=now - UNCONFIRMED_LIFE, user=None
    )
    return stale.delete()[0]


def check_open(session: Session) -> None:
    """Raise CannotAttendError unless people can still sign up for `session`."""
    if session.is_cancelled:
        raise CannotAttendError(Refusal.CANCELLED)
    if not session.moment.known:
        raise CannotAttendError(Refusal.NO_DATE)
    if not takes_people(session, timezone.now()):
        raise CannotAttendError(Refusal.OVER)


def _lock(pk: int) -> Session:
    """Wait for whoever takes or gives a seat of this session, and return it as it stands then."""
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("edition").get(pk=pk)


def _lock_open(session: Session) -> Session:
    locked = _lock(session.pk)
    check_open(locked)
    return locked


def _enter(session: Session, row: Attendance) -> Attendance:
    """Write that `row` comes, or waits, and tell so by mail; `session` is locked."""
    if row.status in ACTIVE:
        Attendance.objects.filter(pk=row.pk).update(
            user=row.user, language=row.language, time_zone=row.time_zone
        )
        return row
    _fill(session)
    is_free = session.seats_left is None or session.seats_left > 0
    row.status = AttendanceStatus.GOING if is_free else AttendanceStatus.WAITING
    row.joined_at = timezone.now()
    row.session = session
    row.save(update_fields=None if row.pk is None else COLUMNS)
    if is_free:
        _count(session, 1)
    emails.send_state(row)
    return row


def _fill(session: Session) -> int:
    """Give free seats of the locked `session` to those who wait longest, and tell them."""
    if not takes_people(session, now := timezone.now()):
        return 0
    rows = Attendance.objects.filter(session=session, status=AttendanceStatus.WAITING)
    waiting = rows.select_related("user").order_by("joined_at", "pk")
    # They are in from now on: a reminder whose hour has passed is not for them any more.
    promoted = let_in(waiting, session.seats_left, status=AttendanceStatus.GOING, joined_at=now)
    if promoted:
        _count(session, len(promoted))
    for row in promoted:
        row.session = session
        emails.send_promoted(row)
    return len(promoted)


def _count(session: Session, change: int) -> None:
    """Note that seats were taken or given back, in the row and in the object at hand."""
    Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") + change)
    session.seats_taken += change
    if session.seats is not None:
        forget_page("session", session.edition.slug, session.slug)


def _owner_of(row: Attendance) -> User | None:
    """Return who has proven the address of `row`, unless they are in by another one."""
    proven = EmailAddress.objects.filter(email=row.email, verified=True)
    owner = User.objects.filter(pk__in=proven.values("user")).first()
    if owner is None or Attendance.objects.filter(session=row.session_id, user=owner).exists():
        return None
    return owner


@transaction.atomic
def _claim(row: Attendance, user: User) -> None:
    """Give one row to `user`; of two for the same session, the one that counts stays."""
    _lock(row.session_id)
    row.refresh_from_db()
    other = Attendance.objects.filter(session=row.session_id, user=user).first()
    if other is not None and other.status in ACTIVE:
        leave(row)
        return
    if other is not None:
        other.delete()
    Attendance.objects.filter(pk=row.pk, user=None).update(
        user=user, language=user.language, time_zone=user.time_zone or row.time_zone
    )
