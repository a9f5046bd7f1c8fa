"""Links by which an organiser lets somebody send or change a proposal after a call has closed: reading them.

The address carries a signature over the row and its nonce; a new nonce, the revocation and the expiry of the
row end it.
"""

from datetime import datetime

from django.core import signing
from django.db.models import Q

from events.models import CallAccess

_SALT = "somosnlp.events.call_access"
#: The name of the token in the address of a form, and the longest one that is looked at.
QUERY = "acceso"
LONGEST_TOKEN = 120


def make_token(access: CallAccess) -> str:
    """Return the secret part of the address that `access` is."""
    return signing.dumps([access.pk, access.nonce], salt=_SALT, compress=False)


def find_access(token: str, now: datetime) -> CallAccess | None:
    """Return the access that `token` gave at the aware instant `now`; None where it gave none."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    try:
        pk, nonce = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    valid = CallAccess.objects.filter(Q(revoked_at=None) | Q(revoked_at__gt=now), expires_at__gt=now)
    return valid.select_related("call").filter(pk=pk, nonce=nonce).first()
