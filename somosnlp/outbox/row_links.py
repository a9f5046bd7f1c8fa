"""Links that stand for one row: its number and its nonce, signed. A new nonce revokes them."""

from typing import Any, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.utils.crypto import get_random_string

#: Longer ones are not looked at.
LONGEST_TOKEN = 120

Row = TypeVar("Row", bound=Model)


def new_nonce() -> str:
    """Return what makes the link of one row its own."""
    return get_random_string(22)


def row_token(row: Any, *, salt: str) -> str:
    """Return the secret part of the address that stands for `row`."""
    return signing.dumps([row.pk, row.nonce], salt=salt)


def row_of_token(rows: "QuerySet[Row]", token: str, *, salt: str) -> Row | None:
    """Return the one of `rows` that `token` stands for; None where it is forged, mangled or revoked."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        pk, nonce = signing.loads(token, salt=salt)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return rows.filter(pk=pk, nonce=nonce).first()
