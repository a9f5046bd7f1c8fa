"""The signed link of somebody who said «me apunto»: it confirms, shows how things stand, and leaves again."""

from events.models import Attendance
from somosnlp.outbox.links import page_url
from somosnlp.outbox.row_links import row_of_token, row_token

_SALT = "somosnlp.events.attendance"


def make_token(attendance: Attendance) -> str:
    """Return the secret part of the address."""
    return row_token(attendance, salt=_SALT)


def find_attendance(token: str) -> Attendance | None:
    """Return the row of a token, however it stands; None for one that is forged, mangled or revoked."""
    rows = Attendance.objects.select_related("session__edition", "session__topic", "user")
    return row_of_token(rows, token, salt=_SALT)


def attendance_url(attendance: Attendance) -> str:
    """Return the whole address for a mail, in the language of who asked."""
    return page_url("attendance", make_token(attendance), language=attendance.language)
