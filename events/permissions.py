"""When a call takes proposals: the server's clock decides."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from events.calls.access_links import find_access
from events.facts import facts_of
from events.locks import share_dates
from events.models import Call, Edition, Milestone
from somosnlp.prepared import Given, Prepared

_CALL = Prepared(
    lambda: Call.objects.filter(edition=Given("edition"), kind=Given("kind")).select_related("closes_with")
)


@dataclass(frozen=True)
class CallWindow:
    """How a call of an edition stands at one instant: `none`, `soon`, `open` or `closed`.

    `call` is the call itself. `by_access`: open only to who has the link of an organiser.
    """

    state: str
    opens_on: date | None = None
    milestone: Milestone | None = None
    external_url: str = ""
    call: Call | None = None
    by_access: bool = False

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


def call_window(edition: Edition, kind: str, now: datetime, access: str = "") -> CallWindow:
    """Return how the call `kind` of `edition` stands at the aware instant `now` of the server's clock.

    An edition without that call takes nothing: its state is `none`. `access` is the token of an organiser's
    link (`events.calls.access_links`), which opens to its holder what is not open.
    """
    return _window(facts_of(edition).calls.get(kind), now, access)


def hold_window(edition: Edition, kind: str, now: datetime, access: str = "") -> CallWindow:
    """Return `call_window` as it will stand until the open transaction ends.

    Moving the deadline waits for who is submitting, and they for it: a submission is judged by the date that
    stands when it is written.
    """
    share_dates(edition)
    return _window(_CALL.first(edition=edition, kind=kind), now, access)


def _window(call: Call | None, now: datetime, access: str) -> CallWindow:
    if call is None:
        return CallWindow("none")
    state = call.state(now)
    found = find_access(access, now) if access and state != "open" else None
    opened = found is not None and found.call_id == call.pk
    return CallWindow(
        "open" if opened else state,
        call.opens_on,
        call.closes_with,
        call.external_url,
        call,
        by_access=opened,
    )
