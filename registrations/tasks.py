"""What the clock does with registrations."""

from celery import shared_task
from django.utils import timezone

from registrations.services import offers, registering


@shared_task
def purge_unconfirmed() -> None:
    """Delete registrations that nobody confirmed within seven days."""
    registering.purge_unconfirmed(timezone.now())


@shared_task
def expire_offers() -> None:
    """Date the invitations and proposals that nobody answered in time."""
    offers.expire_offers()
