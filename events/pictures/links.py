"""The name under which a form carries a picture along: signed, so that nobody names somebody else's."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.signing import BadSignature, Signer

if TYPE_CHECKING:
    from events.models import Picture

_SALT = "events.pictures.making"


def sign_picture(picture: "Picture | UUID | str") -> str:
    """Return what opens the picture to whoever has it: the form that uploaded it."""
    return Signer(salt=_SALT).sign(str(getattr(picture, "pk", picture)))


def signed_picture(value: str) -> UUID | None:
    """Return the id that `sign_picture` signed; None for anything else."""
    try:
        return UUID(Signer(salt=_SALT).unsign(value))
    except (BadSignature, ValueError):
        return None
