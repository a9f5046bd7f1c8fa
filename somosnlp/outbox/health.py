"""How the outbox is doing, in numbers for pages and alarms."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.states import Status


@dataclass(frozen=True)
class QueueHealth:
    """`overdue_seconds`: how long the oldest due mail has waited; with a worker, seconds."""

    due: int
    overdue_seconds: float
    retrying: int
    held: int
    failed_last_day: int


def queue_health() -> QueueHealth:
    """Return the state of the queue, in one query over what has not left and a day of failures.

    Each status by itself: so PostgreSQL proves that the partial indexes of each hold all of it.
    """
    now = timezone.now()
    due = Q(status=Status.QUEUED, next_try_at__lte=now)
    row = OutgoingEmail.objects.filter(
        Q(status=Status.QUEUED)
        | Q(status=Status.HELD)
        | Q(status=Status.FAILED, created_at__gt=now - timedelta(days=1))
    ).aggregate(
        due=Count("pk", filter=due),
        oldest=Min("next_try_at", filter=due),
        retrying=Count("pk", filter=Q(status=Status.QUEUED) & ~Q(last_reply="")),
        held=Count("pk", filter=Q(status=Status.HELD)),
        failed=Count("pk", filter=Q(status=Status.FAILED)),
    )
    waited = (now - row["oldest"]).total_seconds() if row["oldest"] else 0.0
    return QueueHealth(row["due"], waited, row["retrying"], row["held"], row["failed"])
