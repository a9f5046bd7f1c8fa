"""Draining the outbox.

Each mail is one short transaction: lock the row, send, write what became of it. Workers skip each other's
rows, so any number may run at once, and a trigger that comes twice finds nothing to do. A process killed
between the server's yes and the commit sends that one mail again, with the same Message-ID; nothing is lost.
"""

import logging
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from somosnlp.outbox.caps import wait_until
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reasons import ENOUGH_TODAY, EXPIRED, LEFT_TOPIC, Reason
from somosnlp.outbox.rendering import Skip, compose
from somosnlp.outbox.smtp import Connection, UnreachableError, build
from somosnlp.outbox.states import CLOSED, Status
from somosnlp.outbox.topics import Reader, wants

log = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=2)
#: With the delays above: given up after almost two days.
MAX_ATTEMPTS = 24
#: While there is no server at all, attempts are not counted: however long it lasts, nothing is given up.
UNREACHABLE_DELAY = timedelta(seconds=30)

WRITTEN = (
    "status",
    "attempts",
    "next_try_at",
    "reason",
    "reason_facts",
    "last_reply",
    "sent_at",
    "subject",
    "body_text",
    "body_html",
    "sealed_body",
)


def deliver(limit: int = 500, seconds: float | None = None) -> Counter[str]:
    """Send up to `limit` due mails, for at most about `seconds`; return how many ended in each status.

    "queued" counts those that have to be tried again. Stops early when no server can be reached (the others
    would only wait for the same nothing) and, after the mail in hand, on SIGTERM.
    """
    outcomes: Counter[str] = Counter()
    ends_at = time.monotonic() + seconds if seconds is not None else float("inf")
    with _stopped_by_sigterm() as stopped, Connection() as connection:
        while outcomes.total() < limit and not stopped.is_set() and time.monotonic() < ends_at:
            try:
                status = _deliver_next(connection)
            except _OutageError:
                outcomes[Status.QUEUED] += 1
                break
            if status is None:
                break
            outcomes[status] += 1
    return outcomes


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after that many failed attempts: 30 s, 2 min, 8 min… two hours."""
    factor: int = 4 ** min(attempts - 1, 10)
    return min(FIRST_DELAY * factor, LONGEST_DELAY)


class _OutageError(Exception):
    pass


def _deliver_next(connection: Connection) -> Status | None:
    """Deliver the oldest due mail nobody else holds; None when there is none."""
    outage = False
    with transaction.atomic():
        now = timezone.now()
        mail = OutgoingEmail.objects.due(now).select_for_update(skip_locked=True).first()
        if mail is None:
            return None
        _outlast_slow_server()
        try:
            _attempt(mail, connection, now)
        except UnreachableError as error:
            outage = True
            mail.reason, mail.reason_facts, mail.last_reply = "", {}, str(error)
            mail.next_try_at = now + UNREACHABLE_DELAY
        if mail.status in CLOSED:
            mail.sealed_body = None
        mail.save(update_fields=WRITTEN)
    if outage:
        log.warning("No mail server: %s", mail.last_reply)
        raise _OutageError
    return Status(mail.status)


def _attempt(mail: OutgoingEmail, connection: Connection, now: datetime) -> None:
    """Try to send one mail and note the outcome on the row (not saved). Raises UnreachableError."""
    if not _may_leave(mail, now):
        return
    try:
        # A savepoint: a renderer whose query fails must not break the transaction that notes it.
        with transaction.atomic():
            content = compose(mail)
        if isinstance(content, Skip):
            _skip(mail, content.reason, content.facts)
            return
        refusal = connection.send(build(mail, content))
    except UnreachableError:
        raise
    except Exception as error:  # noqa: BLE001 (a poison row, whatever is wrong with it, delays nobody)
        # The words of an error may quote what it failed on, and a secret body must not be quoted.
        words = type(error).__name__ if mail.secret else f"{type(error).__name__}: {error}"
        _retry(mail, words, now, permanent=False)
        log.error("Mail %s (%s) cannot be sent: %s", mail.pk, mail.template, words)
        return
    if refusal is not None:
        _retry(mail, refusal.words, now, permanent=refusal.permanent)
        return
    mail.status, mail.sent_at = Status.SENT, timezone.now()
    mail.reason, mail.reason_facts, mail.last_reply = "", {}, ""
    mail.attempts += 1
    if not mail.secret:
        mail.subject, mail.body_text, mail.body_html = content.subject, content.text, content.html


def _may_leave(mail: OutgoingEmail, now: datetime) -> bool:
    """Tell whether `mail` is of use and wanted at `now`; else note why not, or until when it waits."""
    if mail.expires_at is not None and mail.expires_at <= now:
        _skip(mail, EXPIRED)
        return False
    if mail.topic and not wants(mail.topic, Reader(mail.to, mail.user_id)):
        _skip(mail, LEFT_TOPIC)
        return False
    tomorrow = wait_until(mail, now)
    if tomorrow is not None:
        mail.next_try_at = tomorrow
        mail.reason, mail.reason_facts = ENOUGH_TODAY.code, {"limit": settings.OUTBOX_DAILY_CAP}
    return tomorrow is None


def _skip(mail: OutgoingEmail, reason: Reason, facts: Mapping[str, Any] | None = None) -> None:
    mail.status, mail.reason, mail.reason_facts = Status.SKIPPED, reason.code, dict(facts or {})


def _retry(mail: OutgoingEmail, words: str, now: datetime, *, permanent: bool) -> None:
    mail.attempts += 1
    mail.reason, mail.reason_facts = "", {}
    mail.last_reply = words.replace("\x00", "")[:1000]
    if permanent or mail.attempts >= MAX_ATTEMPTS:
        mail.status = Status.FAILED
        log.warning("Mail %s (%s) was given up: %s", mail.pk, mail.template, mail.last_reply)
    else:
        mail.next_try_at = now + retry_delay(mail.attempts)


def _outlast_slow_server() -> None:
    """Keep the row locked however slow the mail server is.

    The database ends transactions that idle (`idle_in_transaction_session_timeout`); were it to end this
    one while the server thinks, the lock would go and another worker would send the mail again.
    """
    with database.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")


@contextmanager
def _stopped_by_sigterm() -> Iterator[threading.Event]:
    """Let SIGTERM end the batch after the mail in hand, and reach its usual handler only then."""
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return
    previous = signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGTERM, previous)
        if stopped.is_set() and callable(previous):
            previous(signal.SIGTERM, None)
