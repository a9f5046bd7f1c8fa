"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from somosnlp.accounts.services import drafts


@shared_task
def purge_drafts() -> None:
    """Delete expired drafts (hourly, CELERY_BEAT_SCHEDULE)."""
    drafts.purge_drafts(timezone.now())
