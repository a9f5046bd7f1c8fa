"""What sending to any call has in common: one press, one person at a time, while it is open, up to a cap."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from events.calls.refusals import ProposalRefusedError, Refusal
from events.permissions import CallWindow
from somosnlp.accounts.models import User
from somosnlp.review.states import Status

#: What does not count towards the cap of a call.
UNSENT = (Status.DRAFT, Status.WITHDRAWN)
#: Drafts one person may have begun; more is a script.
MOST_DRAFTS = 20


@dataclass(frozen=True)
class Sending:
    """One press of the button: which form, what it says, when, and with which organiser's link."""

    key: UUID
    values: Mapping[str, Any]
    sent_at: datetime | None = None
    access: str = ""


def lock_person(person: User) -> None:
    """Let one person send one thing at a time: whoever counts what they sent counts all of it."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)


def check_open(window: CallWindow) -> None:
    """Raise ProposalRefusedError where the call takes nothing."""
    if not window.is_open:
        raise ProposalRefusedError(Refusal.CLOSED)


def check_cap(mine: QuerySet[Any], window: CallWindow) -> None:
    """Raise ProposalRefusedError where somebody has sent as many as the call takes; `mine`: all of theirs."""
    most = window.call.most_per_person if window.call else 0
    if mine.exclude(status__in=UNSENT).count() >= most:
        raise ProposalRefusedError(Refusal.TOO_MANY)


def check_drafts(mine: QuerySet[Any]) -> None:
    """Raise ProposalRefusedError where somebody has begun too many; `mine` is all of theirs."""
    if mine.filter(status=Status.DRAFT).count() >= MOST_DRAFTS:
        raise ProposalRefusedError(Refusal.TOO_MANY_DRAFTS)
