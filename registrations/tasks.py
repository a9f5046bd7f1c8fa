"""What the clock does with registrations."""

from celery import shared_task
from django.utils import timezone

from registrations.services import match_sending, matching, offers, registering


@shared_task
def purge_unconfirmed() -> None:
    """Delete registrations that nobody confirmed within seven days."""
    registering.purge_unconfirmed(timezone.now())


@shared_task
def expire_offers() -> None:
    """Date the invitations and proposals that nobody answered in time."""
    offers.expire_offers()


@shared_task
def calculate_match_run(run_pk: int) -> None:
    """Calculate a run of the matching that somebody just asked for."""
    matching.calculate(run_pk)


@shared_task
def tend_matching() -> None:
    """Calculate runs that were left half-way; mail, remind and end those that were sent."""
    matching.resume_runs()
    match_sending.tend_runs()
