"""What leaves, what is tried again, what is given up; against a real SMTP server and with real threads."""

import os
import signal
import threading
from collections import Counter
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone

from somosnlp.outbox import tasks
from somosnlp.outbox.delivery import MAX_ATTEMPTS, deliver, retry_delay
from somosnlp.outbox.health import queue_health
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reasons import EXPIRED
from somosnlp.outbox.smtp import message_id
from somosnlp.outbox.states import Status
from somosnlp.outbox.tasks import deliver_due
from tests.factories.outbox import OutgoingEmailFactory
from tests.mail import SmtpSink, free_port


@pytest.fixture
def due_again() -> Any:
    """Make what waits for its next attempt due, as if the time had passed."""

    def shift() -> None:
        OutgoingEmail.objects.filter(status=Status.QUEUED).update(next_try_at=timezone.now())

    return shift


def in_threads(count: int, work: Any) -> None:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_deliver_sends_text_and_html_with_stable_identity(db: None, smtp_sink: SmtpSink) -> None:
    mail = OutgoingEmailFactory(subject="¡Hola, Íñigo!", reply_to="equipo@example.org", language="pt-br")
    assert deliver() == {Status.SENT: 1}
    (message,) = smtp_sink.messages
    assert message["Subject"] == "¡Hola, Íñigo!"
    assert message["Message-ID"] == message_id(mail.dedupe_key)
    assert mail.dedupe_key not in str(message["Message-ID"])
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"] == "equipo@example.org"
    assert message["Content-Language"] == "pt-br"
    assert message.get_content_type() == "multipart/alternative"
    assert part(message, "plain") == "Un texto.\n"
    assert part(message, "html").strip() == "<p>Un texto.</p>"
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (Status.SENT, 1)
    assert mail.sent_at is not None


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_deliver_uses_one_connection_for_the_batch(db: None, smtp_sink: SmtpSink) -> None:
    OutgoingEmailFactory.create_batch(20)
    deliver()
    assert (len(smtp_sink.messages), smtp_sink.connections) == (20, 1)


def test_deliver_leaves_what_is_not_due_or_held(db: None, smtp_sink: SmtpSink) -> None:
    OutgoingEmailFactory(next_try_at=timezone.now() + timedelta(minutes=5))
    OutgoingEmailFactory(status=Status.HELD)
    assert deliver() == {}
    assert smtp_sink.messages == []


def test_deliver_respects_limit(db: None, smtp_sink: SmtpSink) -> None:
    OutgoingEmailFactory.create_batch(3)
    assert deliver(limit=2) == {Status.SENT: 2}
    assert deliver(seconds=0) == {}


def test_two_threads_send_each_of_50_mails_once(transactional_db: None, smtp_sink: SmtpSink) -> None:
    OutgoingEmailFactory.create_batch(50)
    in_threads(2, deliver)
    sent = Counter(str(message["To"]) for message in smtp_sink.messages)
    assert len(sent) == 50
    assert set(sent.values()) == {1}
    assert OutgoingEmail.objects.filter(status=Status.SENT).count() == 50


def test_threads_without_row_lock_send_mails_twice(
    transactional_db: None, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above needs its guard: without the lock the same rows leave from both threads."""
    rows = OutgoingEmail.objects.none().__class__
    monkeypatch.setattr(rows, "select_for_update", lambda self, **kwargs: self)
    OutgoingEmailFactory.create_batch(50)
    in_threads(4, deliver)
    assert len(smtp_sink.messages) > 50


def test_temporary_refusal_is_tried_later_and_then_sent(
    db: None, smtp_sink: SmtpSink, due_again: Any
) -> None:
    mail = OutgoingEmailFactory()
    smtp_sink.answers[mail.to] = "451 Greylisted, come back"
    assert deliver() == {Status.QUEUED: 1}
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.last_reply) == (Status.QUEUED, 1, "451 Greylisted, come back")
    assert mail.next_try_at > timezone.now() + timedelta(seconds=20)
    assert deliver() == {}
    smtp_sink.answers.clear()
    due_again()
    assert deliver() == {Status.SENT: 1}
    mail.refresh_from_db()
    assert (mail.attempts, mail.last_reply) == (2, "")


def test_permanent_refusal_fails_with_the_words_of_the_server(db: None, smtp_sink: SmtpSink) -> None:
    mail = OutgoingEmailFactory(sealed=True)
    smtp_sink.answers[mail.to] = "550 5.1.1 No such user here"
    assert deliver() == {Status.FAILED: 1}
    mail.refresh_from_db()
    assert (mail.last_reply, mail.sealed_body) == ("550 5.1.1 No such user here", None)
    assert queue_health().failed_last_day == 1


def test_refused_content_fails(db: None, smtp_sink: SmtpSink) -> None:
    OutgoingEmailFactory()
    smtp_sink.data_answers = ["554 Looks like spam"]
    assert deliver() == {Status.FAILED: 1}


def test_server_that_says_421_gets_the_others_on_a_new_connection(db: None, smtp_sink: SmtpSink) -> None:
    OutgoingEmailFactory.create_batch(3)
    smtp_sink.data_answers = ["250 OK", "421 Closing, try again later"]
    assert deliver() == {Status.SENT: 2, Status.QUEUED: 1}
    assert smtp_sink.connections == 2


def test_idle_connection_closed_by_server_is_reopened_at_once(db: None, smtp_sink: SmtpSink) -> None:
    smtp_sink.hangs_up = True
    OutgoingEmailFactory.create_batch(4)
    assert deliver() == {Status.SENT: 4}
    assert smtp_sink.connections == 4


def test_poison_row_delays_nobody(db: None, smtp_sink: SmtpSink, caplog: pytest.LogCaptureFixture) -> None:
    long_ago = timezone.now() - timedelta(days=1)
    poison = OutgoingEmailFactory(renderer="nobody", body_text="", body_html="", next_try_at=long_ago)
    sealed = OutgoingEmailFactory(
        secret=True, sealed_body=b"broken", body_text="", body_html="", next_try_at=long_ago
    )
    OutgoingEmailFactory.create_batch(3)
    assert deliver() == {Status.QUEUED: 2, Status.SENT: 3}
    poison.refresh_from_db()
    sealed.refresh_from_db()
    assert poison.last_reply == "LookupError: no mail renderer is called 'nobody'"
    assert sealed.last_reply == "CannotOpenError"
    assert "cannot be sent" in caplog.text


def test_poison_row_is_given_up_after_the_last_attempt(db: None, smtp_sink: SmtpSink, due_again: Any) -> None:
    OutgoingEmailFactory(renderer="nobody", body_text="", body_html="", attempts=MAX_ATTEMPTS - 1)
    assert deliver() == {Status.FAILED: 1}


def test_retry_delay_grows_up_to_two_hours() -> None:
    delays = [retry_delay(attempt).total_seconds() for attempt in (1, 2, 3, 4, 5, 6, 24)]
    assert delays == [30, 120, 480, 1920, 7200, 7200, 7200]


def test_unreachable_server_costs_no_attempt_and_loses_nothing(
    db: None, settings: Any, smtp_sink: SmtpSink, due_again: Any
) -> None:
    OutgoingEmailFactory.create_batch(3)
    settings.EMAIL_PORT = free_port()
    assert deliver() == {Status.QUEUED: 1}
    assert queue_health().retrying == 1
    assert "Connection refused" in OutgoingEmail.objects.exclude(last_reply="").get().last_reply
    settings.EMAIL_PORT = smtp_sink.port
    due_again()
    assert deliver() == {Status.SENT: 3}
    assert set(OutgoingEmail.objects.values_list("attempts", flat=True)) == {1}


def test_expired_mail_is_not_sent_and_blanked(db: None, smtp_sink: SmtpSink) -> None:
    mail = OutgoingEmailFactory(sealed=True, expires_at=timezone.now() - timedelta(seconds=1))
    assert deliver() == {Status.SKIPPED: 1}
    mail.refresh_from_db()
    assert mail.sealed_body is None
    assert mail.reason == EXPIRED.code
    assert smtp_sink.messages == []


def test_slow_server_keeps_its_row_locked(transactional_db: None, smtp_sink: SmtpSink) -> None:
    """PostgreSQL would end the transaction after its own time-out, and the mail would leave twice."""
    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = '300ms'")
    OutgoingEmailFactory()
    smtp_sink.seconds_to_answer = 1.0
    assert deliver() == {Status.SENT: 1}
    assert deliver() == {}
    assert len(smtp_sink.messages) == 1
    connection.close()


def test_sigterm_stops_after_the_mail_in_hand(db: None, smtp_sink: SmtpSink) -> None:
    reached: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: reached.append(number))
    try:
        OutgoingEmailFactory.create_batch(10)
        smtp_sink.on_message = lambda: os.kill(os.getpid(), signal.SIGTERM)
        outcomes = deliver()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert outcomes[Status.SENT] == len(smtp_sink.messages) < 10
    assert reached == [signal.SIGTERM]
    assert OutgoingEmail.objects.filter(status=Status.SENT).count() == len(smtp_sink.messages)


def test_task_drains_and_runs_twice_without_harm(db: None, smtp_sink: SmtpSink) -> None:
    OutgoingEmailFactory.create_batch(2)
    deliver_due()
    deliver_due()
    assert len(smtp_sink.messages) == 2


def test_task_asks_for_another_run_when_more_is_due(
    transactional_db: None, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BATCH_SECONDS", 0.05)
    OutgoingEmailFactory.create_batch(5)
    smtp_sink.seconds_to_answer = 0.06
    deliver_due()
    with current_app.connection_for_read() as broker:
        waiting = broker.SimpleQueue("celery")
        assert waiting.qsize() == 1
        waiting.close()


def test_queue_health_counts(db: None) -> None:
    now = timezone.now()
    OutgoingEmailFactory(next_try_at=now - timedelta(seconds=90))
    OutgoingEmailFactory(next_try_at=now + timedelta(seconds=90), last_reply="451 later")
    OutgoingEmailFactory(status=Status.HELD)
    OutgoingEmailFactory(sent=True)
    health = queue_health()
    assert (health.due, health.retrying, health.held, health.failed_last_day) == (1, 1, 1, 0)
    assert 89 < health.overdue_seconds < 100


def test_server_that_does_not_answer_in_time_is_not_asked_twice(
    db: None, settings: Any, smtp_sink: SmtpSink
) -> None:
    """It may have taken the message: an immediate second attempt would be a second mail."""
    settings.EMAIL_TIMEOUT = 1.5
    OutgoingEmailFactory.create_batch(2)
    smtp_sink.on_message = lambda: setattr(smtp_sink, "seconds_to_answer", 4)
    assert deliver() == {Status.SENT: 1, Status.QUEUED: 1}
    assert smtp_sink.connections == 1
    assert "timed out" in OutgoingEmail.objects.get(status=Status.QUEUED).last_reply
