"""Bodies that carry a code or a sign-in link are never readable in the database.

Keys are derived from settings.OUTBOX_KEYS; the first one seals, all of them open, so that a key is rotated
by putting a new one in front.
"""

import base64
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured


class CannotOpenError(Exception):
    """The body was sealed with a key that is no longer in settings.OUTBOX_KEYS."""


@cache
def _keyring(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise ImproperlyConfigured("settings.OUTBOX_KEYS is empty: mails that carry a code cannot be sealed")
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key: str) -> bytes:
    raw = HKDF(SHA256(), length=32, salt=None, info=b"somosnlp.outbox").derive(key.encode())
    return base64.urlsafe_b64encode(raw)


def seal(text: str, html: str) -> bytes:
    """Return the two bodies of a mail, encrypted."""
    return _keyring(tuple(settings.OUTBOX_KEYS)).encrypt(json.dumps([text, html]).encode())


def unseal(sealed: bytes) -> tuple[str, str]:
    """Return the text and HTML that `seal` took. Raises CannotOpenError."""
    try:
        text, html = json.loads(_keyring(tuple(settings.OUTBOX_KEYS)).decrypt(sealed))
    except InvalidToken as error:
        raise CannotOpenError from error
    return text, html


@register()
def check_keys(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report at start that no key is set, not when the first person asks for a code."""
    if settings.OUTBOX_KEYS:
        return []
    return [Error("OUTBOX_KEYS is empty: set it to a long random text", id="outbox.E001")]
