"""What a refusal looks like in a test."""

import pytest

from registrations.refusals import Refusal, RefusedError


def refused(reason: Refusal) -> pytest.RaisesExc[RefusedError]:
    """Return a context in which a service refuses for that reason."""
    return pytest.raises(RefusedError, match=f"^{reason.value}$")
