"""The reader of mailed codes, shared with the tests of accounts."""

from tests.accounts.conftest import code_of

__all__ = ["code_of"]
