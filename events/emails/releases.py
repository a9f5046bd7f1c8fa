"""The mails that tell speakers and who signed up what a release of the programme changed.

They wait some minutes, in which a slip can be mended by another release: then only that one is told. Every
mail is written as it leaves, from how the session stands then and what this person was told last; what is
back where they know it is no news.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.attending.concerned import SIGNED_UP, concerned, speakers_of
from events.attending.links import attendance_url
from events.models import Attendance, Release, ReleaseChange, Session
from events.scheduling.plan import Slot, kind_of, published_slot
from events.states import AttendanceStatus, ChangeKind
from somosnlp.accounts.models import User
from somosnlp.outbox.links import page_url
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.querysets import OutgoingEmailQuerySet
from somosnlp.outbox.reasons import NOT_CONCERNED, Reason
from somosnlp.outbox.reminders import Mailing, announce
from somosnlp.outbox.rendering import Reminder, Skip, renders
from somosnlp.outbox.services import withdraw
from somosnlp.outbox.states import OPEN, Status

RULE = "events.session_changed"
#: What people are told of each change; of a new session nobody knows but who speaks.
MAILS = {
    ChangeKind.NEW: "events/mail/session_scheduled",
    ChangeKind.MOVED: "events/mail/session_moved",
    ChangeKind.PLACE: "events/mail/session_moved",
    ChangeKind.CANCELLED: "events/mail/session_cancelled",
    ChangeKind.RESTORED: "events/mail/session_restored",
}
#: How long the mails wait, unless a session is near.
HOLD = timedelta(minutes=5)
NEAR = timedelta(hours=2)
#: After that it is no news any more.
USEFUL_FOR = timedelta(days=3)
TOLD_LATER = Reason(
    "events.session_told_later", gettext_lazy("Lo cuenta un correo posterior, con el programa más nuevo.")
)
NO_NEWS = Reason(
    "events.session_no_news",
    gettext_lazy("La sesión volvió a estar como esta persona la conocía, o ya pasó."),
)
#: Listed in PROVIDERS["mail_reasons"].
REASONS = (TOLD_LATER, NO_NEWS)


def announce_release(release: Release) -> int:
    """Queue the mails about `release`, one per person and session; return how many.

    What earlier releases have not told yet of the same sessions is told by these mails too.
    """
    withdraw(_untold_before(release), TOLD_LATER)
    changes = list(release.changes.all())
    leaves_at = release.published_at + (timedelta(0) if _is_urgent(changes) else HOLD)
    mailings = [_mailing(release, kind) for kind in {ChangeKind(change.kind) for change in changes}]
    return sum(
        announce(mailing, not_before=leaves_at, expires_at=leaves_at + USEFUL_FOR)
        for mailing in filter(None, mailings)
    )


def mails_of(changes: "QuerySet[ReleaseChange]") -> OutgoingEmailQuerySet:
    """Return the mails that tell of these changes."""
    return OutgoingEmail.objects.filter(rule=RULE, object_id__in=changes.order_by().values("pk"))


@renders(RULE)
def render_session_changed(mail: Reminder) -> Mapping[str, Any] | Skip:
    """Find what the mail tells this person; skip it when there is nothing to tell any more."""
    changes = ReleaseChange.objects.select_related("release", "session__edition")
    change = changes.filter(pk=mail.object_id, session__is_published=True).first()
    if change is None:
        return Skip(NO_NEWS)
    if change.session.release_changes.filter(pk__gt=change.pk).exists():
        return Skip(TOLD_LATER)
    reader = _reader_of(mail, change.session)
    if reader is None:
        return Skip(NOT_CONCERNED)
    known, now = _known_slot(mail, change, reader), published_slot(change.session)
    kind = kind_of(known, now)
    if kind is None or _is_past(known, now):
        return Skip(NO_NEWS)
    if kind == ChangeKind.MOVED and known.starts_at is None:
        kind = ChangeKind.NEW
    return facts_of_change(change, kind, known, reader, mail.language)


@dataclass(frozen=True)
class SessionReader:
    """Who reads about a session: somebody who speaks, or the row of who signed up."""

    person: User
    is_speaker: bool
    attendance: Attendance | None = None


def facts_of_change(
    change: ReleaseChange, kind: ChangeKind, known: Slot, reader: SessionReader, language: str
) -> dict[str, Any]:
    """Return the context of the mail that tells `reader` what became of a session they `known` so."""
    session, edition = change.session, change.session.edition
    is_cancelled = kind == ChangeKind.CANCELLED
    page = ["programme", edition.slug] if is_cancelled else ["session", edition.slug, session.slug]
    return {
        "person": reader.person,
        "is_speaker": reader.is_speaker,
        "edition": edition,
        "session": session,
        "kind": kind.value,
        "headline": headline(kind, session.title, is_speaker=reader.is_speaker),
        "now": session.moment,
        "was": known.moment(edition.time_zone),
        "was_venue": known.venue,
        "note": change.release.note,
        "is_waiting": bool(reader.attendance and reader.attendance.status == AttendanceStatus.WAITING),
        "leave_url": attendance_url(reader.attendance) if reader.attendance else "",
        "action_url": page_url(*page, language=language),
        "action_text": _("Ver el programa") if is_cancelled else _("Ver la sesión"),
    }


def headline(kind: ChangeKind, title: str, *, is_speaker: bool) -> str:
    """Say in one line what became of a session, to who speaks there or to who comes."""
    of_speaker = {
        ChangeKind.NEW: _("Tu sesión ya tiene fecha: %(title)s"),
        ChangeKind.MOVED: _("Tu sesión cambia de hora: %(title)s"),
        ChangeKind.PLACE: _("Tu sesión cambia de lugar: %(title)s"),
        ChangeKind.CANCELLED: _("Tu sesión se cancela: %(title)s"),
        ChangeKind.RESTORED: _("Tu sesión vuelve al programa: %(title)s"),
    }
    of_listener = {
        ChangeKind.NEW: _("Ya tiene fecha: %(title)s"),
        ChangeKind.MOVED: _("Cambia de hora: %(title)s"),
        ChangeKind.PLACE: _("Cambia de lugar: %(title)s"),
        ChangeKind.CANCELLED: _("Se cancela: %(title)s"),
        ChangeKind.RESTORED: _("Vuelve al programa: %(title)s"),
    }
    return (of_speaker if is_speaker else of_listener)[kind] % {"title": title}


def _mailing(release: Release, kind: ChangeKind) -> Mailing:
    """Return whom the changes of one kind are told; of a new session, once it has a date."""
    which = Q(release_changes__release=release, release_changes__kind=kind)
    is_new = kind == ChangeKind.NEW
    if is_new:
        which &= Q(release_changes__now_at__isnull=False)
    return Mailing(
        key=RULE,
        template=MAILS[kind],
        renderer=RULE,
        topic="",
        by_address=True,
        audience=lambda: concerned(which, "release_changes__pk", speakers_only=is_new),
    )


def _untold_before(release: Release) -> OutgoingEmailQuerySet:
    """Return what has not left about the same sessions; a row at a time is waited for."""
    sessions = release.changes.order_by().values("session")
    earlier = ReleaseChange.objects.filter(session__in=sessions).exclude(release=release)
    return mails_of(earlier).filter(status__in=OPEN)


def _is_urgent(changes: Iterable[ReleaseChange]) -> bool:
    now = timezone.now()
    instants = [at for change in changes for at in (change.was_at, change.now_at) if at]
    return any(now - NEAR <= at <= now + NEAR for at in instants)


def _reader_of(mail: Reminder, session: Session) -> SessionReader | None:
    """Return as what `session` still concerns who gets this mail; None for who has left it."""
    person = User.objects.filter(pk=mail.user_id, is_active=True).first() if mail.user_id else None
    if mail.user_id and person is None:
        return None
    is_speaker = mail.user_id in speakers_of([session]).get(session.pk, set())
    who = Q(user=person) if person else Q()
    rows = Attendance.objects.filter(who | Q(user=None, email__iexact=mail.to), session=session)
    attendance = rows.filter(status__in=SIGNED_UP).order_by("user", "pk").first()
    if not is_speaker and attendance is None:
        return None
    return SessionReader(person or User(email=mail.to), is_speaker, attendance)


def _known_slot(mail: Reminder, change: ReleaseChange, reader: SessionReader) -> Slot:
    """Return how this person knows the session: as it stood before the first change they were not told of."""
    every = ReleaseChange.objects.filter(session=change.session_id)
    who = Q(to__iexact=mail.to) | Q(user_id=mail.user_id or 0)
    told = mails_of(every).filter(who, status=Status.SENT).aggregate(last=Max("object_id"))["last"] or 0
    untold = every.filter(pk__gt=told)
    if reader.attendance and not reader.is_speaker:
        untold = untold.filter(release__published_at__gt=reader.attendance.joined_at)
    first = untold.order_by("pk").first() or change
    return Slot(
        first.was_at,
        None if first.was_at else change.session.day,
        first.was_minutes,
        first.was_venue,
        is_cancelled=first.kind == ChangeKind.RESTORED,
        is_public=first.kind != ChangeKind.NEW,
    )


def _is_past(known: Slot, now: Slot) -> bool:
    """Tell whether the session is over, where it was and where it is."""
    ends = [end for end in (known.ends_at, now.ends_at) if end]
    return bool(ends) and max(ends) < timezone.now()
