"""Which address answers to a mail go to."""

from django.db.models import F, Q

from somosnlp.outbox.models import ReplyAddress


def reply_address(edition_id: int | None) -> str:
    """Return the address for the mails about an edition: its own, else the one for all, else nothing."""
    if edition_id is None:
        return ""
    rows = ReplyAddress.objects.filter(Q(edition_id=edition_id) | Q(edition_id=None))
    return rows.order_by(F("edition_id").asc(nulls_last=True)).values_list("address", flat=True).first() or ""
