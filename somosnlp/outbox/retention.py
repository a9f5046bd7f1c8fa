"""How long the outbox remembers what was said to whom.

What stays of a mail is that one left, from which template, when and with what fate: enough for counting, and
nothing about a person. The row is never deleted.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from somosnlp.outbox.models import DigestPreference, NotifyMe, OutgoingEmail, TopicChoice
from somosnlp.outbox.querysets import OutgoingEmailQuerySet
from somosnlp.outbox.reasons import FORGOTTEN
from somosnlp.outbox.services import withdraw
from somosnlp.outbox.states import CLOSED

BATCH = 5000


def forget_old_mails(now: datetime | None = None) -> int:
    """Empty mails that ended and were written more than `OUTBOX_RETENTION_DAYS` ago; return how many.

    In batches, each its own transaction: a worker that is stopped has lost nothing.
    """
    before = (now or timezone.now()) - timedelta(days=settings.OUTBOX_RETENTION_DAYS)
    old = OutgoingEmail.objects.filter(status__in=CLOSED, created_at__lt=before).exclude(to="").order_by()
    count = 0
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        count += _empty(OutgoingEmail.objects.filter(pk__in=batch))
    return count


@transaction.atomic
def forget_person(user_id: int, addresses: Iterable[str]) -> int:
    """Empty every mail to a person who asked to be erased, and what waits never leaves; return how many.

    What they chose or asked for by one of their `addresses` goes too. For the erasure steps of the accounts.
    """
    known = [address.lower() for address in addresses]
    mails = OutgoingEmail.objects.filter(Q(user_id=user_id) | Q(to__in=known))
    withdraw(mails, FORGOTTEN)
    TopicChoice.objects.filter(Q(user_id=user_id) | Q(email__in=known)).delete()
    NotifyMe.objects.filter(email__in=known).delete()
    DigestPreference.objects.filter(user_id=user_id).delete()
    return _empty(mails)


def _empty(mails: OutgoingEmailQuerySet) -> int:
    """Keys hold numbers and addresses of people: the row gets one that says nothing."""
    return mails.update(
        to="",
        user_id=None,
        reply_to="",
        subject="",
        body_text="",
        body_html="",
        sealed_body=None,
        context={},
        last_reply="",
        dedupe_key=Concat(Value("forgotten:"), "pk", output_field=CharField()),
    )
