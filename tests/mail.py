"""A real SMTP server on this machine, for tests of what leaves and of what happens when it cannot."""

import asyncio
import random
import re
import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Lock
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rendering import Content, compose

OK = "250 OK"


class SmtpSink:
    """Keeps every message it accepts; `answers[address]` is what it says instead to RCPT for an address.

    `data_answers` are said, one after the other, to the next messages. With `hangs_up` it closes the line
    after each message, as servers do with idle clients.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.data_answers: list[str] = []
        self.hangs_up = False
        self.seconds_to_answer = 0.0
        self.on_message: Callable[[], object] = lambda: None
        self.connections = 0
        self._lock = Lock()
        self._controller = _Controller(self, hostname="127.0.0.1", port=0, enable_SMTPUTF8=True)

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        if self._controller.server is not None or self._controller._thread is not None:
            self._controller.stop(no_assert=True)

    def to(self, address: str) -> list[EmailMessage]:
        """The messages one address got."""
        return [message for message in self.messages if message["To"] == address]

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        answer = self.answers.get(address, OK)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.data_answers.pop(0) if self.data_answers else OK
        await asyncio.sleep(self.seconds_to_answer)
        if answer.startswith("250"):
            self._keep(envelope)
        if self.hangs_up or answer.startswith("421"):
            assert server.transport is not None
            server.loop.call_soon(server.transport.close)
        return answer

    def _keep(self, envelope: Envelope) -> None:
        message = message_from_bytes(
            (envelope.original_content or b"").replace(b"\r\n", b"\n"), policy=default
        )
        assert isinstance(message, EmailMessage)
        with self._lock:
            self.messages.append(message)
        self.on_message()


class _Controller(Controller):
    """aiosmtpd's, on a free port below 32768."""

    def __init__(self, handler: SmtpSink, **kwargs: Any) -> None:
        super().__init__(handler, **{**kwargs, "port": free_port()})


def free_port() -> int:
    """Return a port of 127.0.0.1 nobody listens on, below the range the kernel gives to clients."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


@pytest.fixture
def smtp_sink(settings: Any) -> Iterator[SmtpSink]:
    """A running sink, and settings that send there."""
    sink = SmtpSink()
    sink.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    sink.stop()


def mailed(**where: str) -> list[str]:
    """Return the names of the mails in the outbox, in their order: `poster_received`; `to=` an address."""
    rows = OutgoingEmail.objects.filter(**where).order_by("pk")
    return [mail.template.rpartition("/")[2] for mail in rows]


def mailed_code(to: str) -> str:
    """Return the code in the newest mail to an address, as its reader finds it."""
    content = compose(OutgoingEmail.objects.filter(to=to).latest("pk"))
    assert isinstance(content, Content)
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", content.text, re.MULTILINE)
    assert found, content.text
    return found[0]
