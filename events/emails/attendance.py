"""What somebody who said «me apunto» is written: confirm, you are in, you wait, there is a seat for you."""

from datetime import timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.attending.links import attendance_url
from events.attending.signed_up import place_in_queue
from events.calendars.links import google_event, outlook_event
from events.models import Attendance
from events.programme.days import ends_at
from events.states import AttendanceStatus
from somosnlp.outbox.links import page_url
from somosnlp.outbox.services import queue
from somosnlp.ui.times import moment_text

CONFIRM = "events/mail/attendance_confirm"
GOING = "events/mail/attendance_going"
WAITING = "events/mail/attendance_waiting"
PROMOTED = "events/mail/attendance_promoted"
#: A link that nobody pressed is of no use after that.
CONFIRM_LIFE = timedelta(days=7)


def send_confirm(row: Attendance) -> None:
    """Ask whoever reads the address whether it was them: one mail a day, and again after they left."""
    end, now = ends_at(row.session), timezone.now()
    expires = min(filter(None, [end, now + CONFIRM_LIFE]))
    key = f"attendance-confirm:{row.pk}:{_stamp(row)}:{now:%Y-%m-%d}"
    _send(CONFIRM, row, key=key, expires_at=expires)


def send_state(row: Attendance) -> None:
    """Tell somebody that they are in, or that they wait."""
    template = GOING if row.status == AttendanceStatus.GOING else WAITING
    _send(template, row, key=f"attendance:{row.pk}:{_stamp(row)}")


def send_state_again(row: Attendance) -> None:
    """Tell it once more to who asks again and is in already: one mail a day."""
    template = GOING if row.status == AttendanceStatus.GOING else WAITING
    _send(template, row, key=f"attendance-again:{row.pk}:{timezone.now():%Y-%m-%d}")


def send_promoted(row: Attendance) -> None:
    """Tell somebody who waited that there is a seat for them."""
    _send(PROMOTED, row, key=f"attendance-promoted:{row.pk}:{_stamp(row)}", expires_at=ends_at(row.session))


def attendance_context(row: Attendance, zone: str) -> dict[str, Any]:
    """Return what the four mails say, in the active language; no words of the session are left out."""
    session = row.session
    return {
        "session": session,
        "edition": session.edition,
        "person": row.user,
        "when": moment_text(session.moment, zone),
        "place": place_in_queue(row) if row.status == AttendanceStatus.WAITING else 0,
        "session_url": page_url("session", session.edition.slug, session.slug, language=row.language),
        "ics_url": page_url("session-ics", session.edition.slug, session.slug, language=row.language),
        "google_url": google_event(session),
        "outlook_url": outlook_event(session),
    }


def _send(template: str, row: Attendance, *, key: str, **options: Any) -> None:
    zone = row.time_zone or row.session.edition.time_zone
    with translation.override(row.language):
        action = _("Sí, me apunto") if template == CONFIRM else _("Ver o dejar mi plaza")
        context = attendance_context(row, zone)
    queue(
        template,
        to=row.email,
        language=row.language,
        time_zone=zone,
        user_id=row.user_id,
        context={**context, "action_url": attendance_url(row), "action_text": action},
        dedupe_key=key,
        **options,
    )


def _stamp(row: Attendance) -> str:
    """Tell one time that somebody came from the next, should they leave in between."""
    return f"{row.joined_at.timestamp():.6f}" if row.joined_at else ""
