"""Numbers of registrations in addresses and hidden fields: signed, so that nobody counts us through."""

from django.core import signing

_SALT = "somosnlp.registrations.people"


def sign_registration(pk: int) -> str:
    """Return what stands for a registration in pages of people."""
    return signing.Signer(salt=_SALT).sign_object(pk)


def read_registration(signed: str) -> int | None:
    """Return the number of the registration that was signed; None for what is forged or mangled."""
    try:
        pk = signing.Signer(salt=_SALT).unsign_object(signed)
    except signing.BadSignature:
        return None
    return pk if isinstance(pk, int) else None
