"""What queueing a mail promises: once per key, with the transaction, in the recipient's language and zone."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from celery import Celery, current_app
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from somosnlp.celery import app as celery_app
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.services import queue, release, resend
from somosnlp.outbox.states import Status
from tests.factories.outbox import OutgoingEmailFactory
from tests.mail import SmtpSink, free_port

CODE = "7Q4K2Z"


def queue_hello(**changes: Any) -> OutgoingEmail | None:
    values: dict[str, Any] = {
        "to": "ana@example.org",
        "language": "es",
        "time_zone": "America/Bogota",
        "context": {"name": "Peña & <Ana>"},
        "dedupe_key": "hello:1",
    }
    return queue("outbox_tests/mail/hello", **(values | changes))


def test_queue_renders_text_plain_and_html_escaped(db: None) -> None:
    mail = queue_hello()
    assert mail is not None
    mail.refresh_from_db()
    assert (mail.subject, mail.status) == ("Inscripción: Peña & <Ana>", Status.QUEUED)
    assert "Hola, Peña & <Ana>." in mail.body_text
    assert "Hola, Peña &amp; &lt;Ana&gt;." in mail.body_html
    assert '<html lang="es">' in mail.body_html


def test_queue_same_key_twice_returns_none(db: None) -> None:
    assert queue_hello() is not None
    assert queue_hello(to="otra@example.org") is None
    assert OutgoingEmail.objects.get().to == "ana@example.org"


def test_queue_rolled_back_leaves_no_mail(transactional_db: None) -> None:
    def fail() -> None:
        with transaction.atomic():
            queue_hello()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not OutgoingEmail.objects.exists()
    assert queue_hello() is not None


def test_queue_renders_in_language_and_zone_of_recipient(db: None) -> None:
    noon = datetime(2026, 4, 1, 12, tzinfo=UTC)
    bogota = queue_hello(context={"name": "A", "at": noon})
    madrid = queue_hello(
        context={"name": "A", "at": noon}, time_zone="Europe/Madrid", dedupe_key="2", language="en"
    )
    unknown = queue_hello(context={"name": "A", "at": noon}, time_zone="Marte/Olympus", dedupe_key="3")
    assert bogota
    assert madrid
    assert unknown
    assert "07:00" in bogota.body_text
    assert "14:00" in madrid.body_text
    assert "12:00" in unknown.body_text
    assert '<html lang="en">' in madrid.body_html


def test_queue_keeps_subject_on_one_line(db: None) -> None:
    mail = queue_hello(context={"name": "Ana\r\nBcc: todas@example.org\x00" + "é" * 500})
    assert mail is not None
    assert "\n" not in mail.subject
    assert mail.subject.startswith("Inscripción: Ana Bcc: todas@example.org")
    assert len(mail.subject) == 400


@pytest.mark.parametrize("field", ["to", "reply_to"])
def test_queue_address_with_line_break_is_refused(db: None, field: str) -> None:
    with pytest.raises(ValueError, match="not an e-mail address"):
        queue_hello(**{field: "ana@example.org\r\nBcc: todas@example.org"})


def test_queue_wakes_worker_once_per_transaction(db: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(3):
            queue_hello(dedupe_key=str(number))
    assert len(callbacks) == 1


def test_queue_held_or_later_wakes_nobody(db: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        queue_hello(held=True)
        queue_hello(dedupe_key="2", not_before=timezone.now() + timedelta(hours=1))
    assert callbacks == []


def test_queue_after_commit_sends_trigger(transactional_db: None) -> None:
    queue_hello()
    with current_app.connection_for_read() as broker:
        waiting = broker.SimpleQueue("celery")
        assert waiting.qsize() == 1
        assert waiting.get(block=False).headers["task"] == "somosnlp.outbox.tasks.deliver_due"
        waiting.close()


def test_queue_broker_down_is_fast_and_mail_leaves_by_the_sweep(
    transactional_db: None,
    smtp_sink: SmtpSink,
    dead_broker: None,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("kombu.utils.functional.sleep", pauses.append)
    for number in range(10):
        queue_hello(dedupe_key=str(number))
    assert not pauses, "nobody waits for a broker that is not there"
    assert caplog.text.count("The broker does not answer") == 10
    deliver()
    assert len(smtp_sink.messages) == 10


@pytest.fixture
def dead_broker(settings: Any) -> Iterator[None]:
    """Celery with our settings and a broker at a port where nobody listens."""
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"
    app = Celery("dead", set_as_current=True)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    yield
    celery_app.set_current()


def test_secret_code_is_nowhere_and_gone_after_sending(
    db: None, smtp_sink: SmtpSink, admin_client: Any, caplog: pytest.LogCaptureFixture, capsys: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    mail = queue_hello(secret=True, context={"name": "Ana", "code": CODE})
    assert mail is not None

    def shown() -> str:
        call_command("dumpdata", "outbox")
        page = admin_client.get(f"/admin/outbox/outgoingemail/{mail.pk}/change/").content.decode()
        listing = admin_client.get("/admin/outbox/outgoingemail/").content.decode()
        ours = [
            record.getMessage() for record in caplog.records if record.name != "mail.log"
        ]  # not the sink's
        return "".join([capsys.readouterr().out, page, listing, *ours])

    assert CODE not in shown()
    assert deliver() == {Status.SENT: 1}
    assert CODE in smtp_sink.messages[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert CODE not in shown()
    mail.refresh_from_db()
    assert (mail.sealed_body, mail.body_text, mail.body_html) == (None, "", "")


def test_secret_in_readable_column_is_refused_by_database(db: None) -> None:
    with pytest.raises(IntegrityError, match="outgoingemail_secret_is_sealed"), transaction.atomic():
        OutgoingEmailFactory(secret=True, body_text=CODE)


def test_secret_kept_after_sending_is_refused_by_database(db: None) -> None:
    with pytest.raises(IntegrityError, match="outgoingemail_secret_is_blanked"), transaction.atomic():
        OutgoingEmailFactory(sealed=True, sent=True)


def test_release_lets_held_mails_leave(db: None, smtp_sink: SmtpSink) -> None:
    queue_hello(held=True)
    assert deliver() == {}
    assert release(OutgoingEmail.objects.all()) == 1
    assert deliver() == {Status.SENT: 1}


def test_resend_refuses_what_cannot_be_sent_again(db: None) -> None:
    OutgoingEmailFactory(failed=True)
    OutgoingEmailFactory(failed=True, secret=True, body_text="", body_html="")
    OutgoingEmailFactory(status=Status.SKIPPED, expires_at=timezone.now() - timedelta(hours=1))
    OutgoingEmailFactory(sent=True)
    answer = resend(OutgoingEmail.objects.all())
    assert (answer.queued, answer.secret, answer.expired) == (1, 1, 1)
    again = OutgoingEmail.objects.get(status=Status.QUEUED)
    assert again.attempts == 0


def test_queue_is_one_statement(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        queue_hello()
    assert connection.in_atomic_block
