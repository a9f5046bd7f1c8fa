"""When a call takes proposals: the server's clock decides."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

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


def call_window(edition: Edition, kind: str, now: datetime) -> CallWindow:
    """Return how the call `kind` of `edition` stands at the aware instant `now` of the server's clock.

    An edition without that call takes nothing: its state is `none`.
    """
    call = Call.objects.filter(edition=edition, kind=kind).select_related("closes_with").first()
    if call is None:
        return CallWindow("none")
    return CallWindow(call.state(now), call.opens_on, call.closes_with, call.external_url)


def hold_window(edition: Edition, kind: str, now: datetime) -> CallWindow:
    """Return `call_window` as it will stand until the open transaction ends.

    Whoever submits holds the deadline together with everybody else who does; moving it waits for them, and
    they for it: a submission is judged by the date that stands when it is written.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [edition.pk, kind])
    return call_window(edition, kind, now)


#: The ORM has no FOR SHARE.
HOLD = f"""
    SELECT FROM {Call._meta.db_table} AS call
      JOIN {Milestone._meta.db_table} AS milestone ON milestone.id = call.closes_with_id
     WHERE call.edition_id = %s AND call.kind = %s
       FOR SHARE"""
