"""A form that takes drafts, and a reader of the codes that were mailed."""

from collections.abc import Callable
from typing import Any

import pytest

from somosnlp.accounts.models import FormDraft, User
from somosnlp.outbox.models import OutgoingEmail
from tests.mail import mailed_code, smtp_sink

__all__ = ["smtp_sink"]


class Handler:
    """Stands for the form of a younger app: remembers what it was given."""

    kind = "prueba"

    def __init__(self) -> None:
        self.attached: list[tuple[dict[str, Any], str]] = []
        self.error: Exception | None = None

    def __call__(self, draft: FormDraft, user: User) -> str:
        if self.error:
            raise self.error
        self.attached.append((draft.payload(), user.email))
        return "/gracias/"


handler = Handler()


@pytest.fixture
def drafts_handler(settings: Any) -> Handler:
    settings.PROVIDERS = settings.PROVIDERS | {"draft_handlers": ["tests.accounts.conftest.handler"]}
    handler.attached.clear()
    handler.error = None
    return handler


def last_mail(to: str) -> OutgoingEmail:
    return OutgoingEmail.objects.filter(to=to).latest("pk")


@pytest.fixture
def code_of() -> Callable[[str], str]:
    """Read the code in the newest mail to an address, as its reader would."""
    return mailed_code
