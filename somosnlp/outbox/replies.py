"""Which address answers to a mail go to."""

from django.db.models import F, Q

from somosnlp.outbox.models import ReplyAddress
from somosnlp.prepared import Given, Prepared

_ADDRESS = Prepared(
    lambda: ReplyAddress.objects.filter(Q(edition_id=Given("edition")) | Q(edition_id=None)).order_by(
        F("edition_id").asc(nulls_last=True)
    )[:1]
)


def reply_address(edition_id: int | None) -> str:
    """Return the address for the mails about an edition: its own, else the one for all, else nothing."""
    found = _ADDRESS.first(edition=edition_id) if edition_id is not None else None
    return found.address if found else ""
