"""When a call takes proposals: the server's clock decides."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from events.facts import facts_of
from events.locks import share_dates
from events.models import Call, Edition, Milestone


@dataclass(frozen=True)
class CallWindow:
    """How a call of an edition stands at one instant: `none`, `soon`, `open` or `closed`."""

    state: str
    opens_on: date | None = None
    milestone: Milestone | None = None
    external_url: str = ""

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def changes_at(self) -> list[datetime | None]:
        """The instants at which it opens and closes, where they are known."""
        return [
            datetime.combine(self.opens_on, time(), UTC) if self.opens_on else None,
            self.milestone.moment.ends_at if self.milestone else None,
        ]


def call_window(edition: Edition, kind: str, now: datetime) -> CallWindow:
    """Return how the call `kind` of `edition` stands at the aware instant `now` of the server's clock.

    An edition without that call takes nothing: its state is `none`.
    """
    return _window(facts_of(edition).calls.get(kind), now)


def hold_window(edition: Edition, kind: str, now: datetime) -> CallWindow:
    """Return `call_window` as it will stand until the open transaction ends.

    Moving the deadline waits for who is submitting, and they for it: a submission is judged by the date that
    stands when it is written.
    """
    share_dates(edition)
    call = Call.objects.filter(edition=edition, kind=kind).select_related("closes_with").first()
    return _window(call, now)


def _window(call: Call | None, now: datetime) -> CallWindow:
    if call is None:
        return CallWindow("none")
    return CallWindow(call.state(now), call.opens_on, call.closes_with, call.external_url)
