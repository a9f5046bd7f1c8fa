"""Mail templates of the tests, a sink, and nothing left of providers that were asked before."""

from pathlib import Path
from typing import Any

import pytest
from django.template import engines

from tests.mail import smtp_sink

__all__ = ["smtp_sink"]


@pytest.fixture(autouse=True)
def _templates(settings: Any) -> None:
    here = Path(__file__).parent / "templates"
    configured = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**configured, "DIRS": [here, *configured["DIRS"]]}]
    assert engines
