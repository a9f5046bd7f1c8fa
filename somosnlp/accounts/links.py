"""Links that prove an address and let its owner in: made for an organiser's mail, of use once, for a day.

Like Django's links for a new password, a link is a signature over what its use will change: the address of
the account, its password hash and, where it only lets somebody in, the last time they came in.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from somosnlp.accounts.models import User

_SALT = "somosnlp.accounts.links"


@dataclass(frozen=True)
class AddressLink:
    """What a link says: this person has this address."""

    user: User
    address: str

    @property
    def replaces(self) -> bool:
        """Whether the account has another address until the link is used."""
        return self.address != self.user.email


def make_token(user: User, address: str) -> str:
    """Return the secret part of a link that proves `address` for `user`."""
    return signing.dumps([user.pk, address, _state(user, address)], salt=_SALT)


def read_token(token: str) -> AddressLink | None:
    """Return what `token` says; None where it is forged, too old, used, or of an account that was closed."""
    try:
        pk, address, state = signing.loads(token, salt=_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or not constant_time_compare(state, _state(user, address)):
        return None
    return AddressLink(user, address)


def _state(user: User, address: str) -> str:
    came_in = user.last_login.isoformat() if user.last_login and address == user.email else ""
    return salted_hmac(_SALT, f"{user.email}\n{user.password}\n{came_in}").hexdigest()[:32]
