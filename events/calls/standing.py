"""How something that was sent to a call stands for who sent it."""

from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from events.permissions import CallWindow
from somosnlp.review.models import Reviewable
from somosnlp.review.states import TRANSITIONS, Status
from somosnlp.review.telling import announced_status, told_history

Sent = TypeVar("Sent", bound=Reviewable)


@dataclass(frozen=True)
class Standing(Generic[Sent]):
    """What its author may know and do now. `status`: what they were told; `note`: the team's last words."""

    sent: Sent
    window: CallWindow
    status: str
    note: str = ""

    @classmethod
    def of(cls, sent: Sent, window: CallWindow) -> Self:
        """Return how `sent` stands while its call stands as `window` says."""
        last = told_history(sent).last()
        return cls(sent, window, announced_status(sent), last.note_to_author if last else "")

    @property
    def may_edit(self) -> bool:
        """A draft and what was sent until the close, what the team asked for always; one withdrawn again."""
        if self.status == Status.CHANGES_REQUESTED:
            return True
        return self.window.is_open and (self.sent.is_open or self.status == Status.WITHDRAWN)

    @property
    def may_withdraw(self) -> bool:
        return Status.WITHDRAWN in TRANSITIONS[self.status]
