"""Triggers, on commit and on the clock: one lost or run twice harms nothing, the rows say what to do."""

from celery import shared_task
from django.utils import timezone

from somosnlp.outbox import awaited, retention
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.digest import send_digests
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reminders import plan
from somosnlp.outbox.states import Status
from somosnlp.outbox.wakeup import wake_up

#: A worker that has to stop waits for its task: no batch takes longer than this and the mail in hand.
BATCH_SECONDS = 8.0


@shared_task
def deliver_due() -> None:
    """Send what is due; what does not fit in the time of a batch goes on at once in the next."""
    outcomes = deliver(seconds=BATCH_SECONDS)
    if outcomes[Status.SENT] and OutgoingEmail.objects.due(timezone.now()).exists():
        wake_up()


@shared_task
def plan_reminders() -> None:
    """Put in the outbox the reminders whose time has come."""
    if plan():
        wake_up()


@shared_task
def send_weekly_digests() -> None:
    """Put in the outbox the digests of organisers whose morning has come."""
    send_digests()


@shared_task
def forget_old_mails() -> None:
    """Empty mails older than they have to be kept."""
    retention.forget_old_mails()


@shared_task
def announce_opened() -> None:
    """Tell who asked what has opened; forget who never confirmed."""
    awaited.announce_opened()
    awaited.forget_unconfirmed(timezone.now())
