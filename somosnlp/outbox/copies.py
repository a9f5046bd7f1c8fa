"""Sending what was sent once more, word for word."""

from django.utils import timezone

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.states import Status
from somosnlp.outbox.wakeup import wake_up

#: What a copy has in common with its original.
SAME = (
    "template",
    "user_id",
    "language",
    "time_zone",
    "topic",
    "reply_to",
    "subject",
    "body_text",
    "body_html",
)


def queue_copy(mail: OutgoingEmail, *, to: str, dedupe_key: str) -> bool:
    """Queue `mail` again for `to`, in the caller's transaction; False where `dedupe_key` was queued before.

    Only of a mail whose words are kept: a secret one has none (ValueError).
    """
    if not mail.body_text:
        raise ValueError(f"mail {mail.pk} keeps no words")
    words = {name: getattr(mail, name) for name in SAME}
    queued = {"to": to, "status": Status.QUEUED, "next_try_at": timezone.now()}
    _, is_new = OutgoingEmail.objects.get_or_create(dedupe_key=dedupe_key, defaults=words | queued)
    if is_new:
        wake_up()
    return is_new
