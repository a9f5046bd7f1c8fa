"""Whole processes: beat and worker send what is due, and a process that is killed loses nothing."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Value
from django.utils import timezone

from somosnlp.accounts.models import User
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reminders import After, Rule
from somosnlp.outbox.rendering import Reminder, renders
from somosnlp.outbox.states import Status
from tests.factories.outbox import OutgoingEmailFactory
from tests.mail import SmtpSink

pytestmark = pytest.mark.slow

DELIVER = "import django; django.setup(); from somosnlp.outbox.delivery import deliver; deliver()"
WORKER = ("-m", "celery", "-A", "somosnlp", "worker", "--beat", "--concurrency=2", "--loglevel=WARNING")


def rules() -> Iterable[Rule]:
    yield Rule(
        key="tests.unfinished",
        template="registrations/mail/unfinished",
        renderer="tests.hello",
        topic="tests",
        audience=lambda: User.objects.values_list(
            "pk", "email", "language", "time_zone", Value(1), "date_joined"
        ),
        when=After(timedelta(hours=24)),
    )


@renders("tests.hello")
def hello(mail: Reminder) -> Mapping[str, Any]:
    return {"edition": {"name": mail.rule}}


@pytest.fixture
def start(smtp_sink: SmtpSink, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start Python with these arguments, on this test's database and mail server; stopped at the end."""
    started = []

    def run(*arguments: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.outbox.worker_settings",
            "PYTHONPATH": str(settings.BASE_DIR),
            "TEST_DATABASE": connection.settings_dict["NAME"],
            "TEST_SMTP_PORT": str(smtp_sink.port),
        }
        process = subprocess.Popen([sys.executable, *arguments], cwd=tmp_path, env=environment)
        started.append(process)
        return process

    yield run
    for process in started:
        process.terminate()
        process.wait(timeout=120)


def wait_for(reached: Callable[[], bool], seconds: float = 120) -> None:
    ends_at = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < ends_at, "nothing happened"
        time.sleep(0.02)


def test_beat_and_worker_send_a_reminder_due_now_once(
    transactional_db: None, smtp_sink: SmtpSink, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    User.objects.create(email="ana@example.org", date_joined=timezone.now() - timedelta(hours=25))
    start(*WORKER)
    wait_for(lambda: len(smtp_sink.messages) > 0)
    time.sleep(3)  # more ticks of both clocks
    assert [message["To"] for message in smtp_sink.messages] == ["ana@example.org"]
    assert OutgoingEmail.objects.get().status == Status.SENT


@pytest.mark.parametrize(("number", "repeated"), [(signal.SIGKILL, 1), (signal.SIGTERM, 0)])
def test_process_ended_in_a_batch_loses_nothing(
    transactional_db: None,
    smtp_sink: SmtpSink,
    start: Callable[..., subprocess.Popen[bytes]],
    number: int,
    repeated: int,
) -> None:
    OutgoingEmailFactory.create_batch(60)
    smtp_sink.seconds_to_answer = 0.03
    process = start("-c", DELIVER)
    wait_for(lambda: len(smtp_sink.messages) >= 20)
    process.send_signal(number)
    process.wait(timeout=120)
    assert len(smtp_sink.messages) < 60
    wait_for(lambda: deliver().total() == 0 and not still_locked())
    sent = Counter(str(message["Message-ID"]) for message in smtp_sink.messages)
    assert len(sent) == 60
    assert sent.total() - 60 <= repeated


def still_locked() -> bool:
    """Whether PostgreSQL has not noticed yet that the killed process is gone."""
    return OutgoingEmail.objects.filter(status=Status.QUEUED).exists()
