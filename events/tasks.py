"""What the clock does with calls and programme."""

from celery import shared_task
from django.utils import timezone

from events.services import attendance, pictures


@shared_task
def sweep_unused_pictures() -> None:
    """Delete pictures that nothing refers to (hourly, CELERY_BEAT_SCHEDULE)."""
    pictures.sweep_pictures()


@shared_task
def forget_unconfirmed() -> None:
    """Delete what nobody confirmed of «me apunto» (hourly, CELERY_BEAT_SCHEDULE)."""
    attendance.forget_unconfirmed(timezone.now())
