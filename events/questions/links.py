"""How somebody without an account is known at the question box: by the link of their «me apunto».

The link leaves its secret in a cookie, so that they need it once per browser. What it proves is an address,
and an address votes once, in whichever session it was confirmed.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from events.attending.links import find_attendance
from events.models import Attendance
from events.page_cache import VOTER
from events.questions.box import Asker
from somosnlp.accounts.models import User

#: What the link to a box carries it as.
QUERY = "apuntada"
LIFE = 90 * 86_400


def asker_of(request: HttpRequest) -> Asker:
    """Return who is at the box; an account counts before a cookie."""
    if isinstance(request.user, User):
        return Asker(user=request.user)
    return Asker(attendance=proven(request.COOKIES.get(VOTER, "")))


def proven(token: str) -> Attendance | None:
    """Return the row of a token whose address was confirmed."""
    row = find_attendance(token) if token else None
    return row if row is not None and row.joined_at is not None else None


def remember(response: HttpResponse, token: str) -> None:
    """Leave the secret of a link with the browser."""
    response.set_cookie(
        VOTER, token, max_age=LIFE, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
