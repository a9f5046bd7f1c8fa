"""The signed link of somebody who said «me apunto»: it confirms, shows how things stand, and leaves again."""

from django.core import signing
from django.utils.crypto import get_random_string

from events.models import Attendance
from somosnlp.outbox.links import page_url

_SALT = "somosnlp.events.attendance"


def new_nonce() -> str:
    """Return what makes the link of one row its own; changing it revokes the link."""
    return get_random_string(22)


def make_token(attendance: Attendance) -> str:
    """Return the secret part of the address."""
    return signing.dumps([attendance.pk, attendance.nonce], salt=_SALT)


def find_attendance(token: str) -> Attendance | None:
    """Return the row of a token, however it stands; None for one that is forged, mangled or revoked."""
    try:
        pk, nonce = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Attendance.objects.select_related("session__edition", "session__topic", "user")
    return rows.filter(pk=pk, nonce=nonce).first()


def attendance_url(attendance: Attendance) -> str:
    """Return the whole address for a mail, in the language of who asked."""
    return page_url("attendance", make_token(attendance), language=attendance.language)
