"""Keys of sealed bodies: rotated by prepending, missed at start and not at the first code."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from somosnlp.outbox.sealing import CannotOpenError, check_keys, seal, unseal


def test_unseal_after_key_was_rotated(settings: Any) -> None:
    settings.OUTBOX_KEYS = ["old"]
    sealed = seal("texto", "<p>html</p>")
    assert b"texto" not in sealed
    settings.OUTBOX_KEYS = ["new", "old"]
    assert unseal(sealed) == ("texto", "<p>html</p>")
    settings.OUTBOX_KEYS = ["new"]
    with pytest.raises(CannotOpenError):
        unseal(sealed)


def test_no_key_is_reported_at_start(settings: Any) -> None:
    assert check_keys(None) == []
    settings.OUTBOX_KEYS = []
    assert [error.id for error in check_keys(None)] == ["outbox.E001"]
    with pytest.raises(ImproperlyConfigured):
        seal("texto", "html")
