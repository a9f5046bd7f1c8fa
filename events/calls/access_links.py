"""Links by which an organiser lets somebody send or change a proposal after a call has closed: reading them.

The address carries a signature over the row and its nonce; a new nonce, the revocation and the expiry of the
row end it.
"""

from datetime import datetime

from django.db.models import Q

from events.models import CallAccess
from somosnlp.outbox.row_links import row_of_token, row_token

_SALT = "somosnlp.events.call_access"
#: The name of the token in the address of a form.
QUERY = "acceso"


def make_token(access: CallAccess) -> str:
    """Return the secret part of the address that `access` is."""
    return row_token(access, salt=_SALT)


def find_access(token: str, now: datetime) -> CallAccess | None:
    """Return the access that `token` gave at the aware instant `now`; None where it gave none."""
    valid = CallAccess.objects.filter(Q(revoked_at=None) | Q(revoked_at__gt=now), expires_at__gt=now)
    return row_of_token(valid.select_related("call"), token, salt=_SALT)
