"""The door to the mail server: one connection for many messages, and what its answers mean.

Codes: RFC 5321 §4.2.1 (2yz done, 4yz try again, 5yz never). The only module that imports django.core.mail.
"""

import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from hashlib import sha256
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection  # noqa: TID251 (the one place)

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rendering import Content
from somosnlp.outbox.topics import Reader, unsubscribe_url

MAX_REPLY = 1000


class UnreachableError(Exception):
    """There is no server to talk to, or it does not let us in: nothing is wrong with the mail."""


@dataclass(frozen=True)
class Refusal:
    """Why a message did not leave: the server's words, and whether trying again can help."""

    words: str
    permanent: bool


class Connection:
    """One connection, opened by the first message, kept for the next, opened again when it was lost."""

    def __init__(self) -> None:
        self._backend = get_connection()
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, message: EmailMultiAlternatives) -> Refusal | None:
        """Send one message; return None when the server took it, else why not. Raises UnreachableError.

        Servers hang up on idle connections, so the first loss on a used one is tried again on a new one;
        a time-out is not: the server may have taken the message, and would get it twice.
        """
        was_open = self._is_open
        self._open()
        try:
            self._backend.send_messages([message])
        except smtplib.SMTPServerDisconnected as error:
            self.close()
            if was_open and not isinstance(error.__context__, TimeoutError):
                return self.send(message)
            return Refusal(words_of(error), permanent=False)
        except (smtplib.SMTPException, OSError) as error:
            return self._refusal(error)
        return None

    def close(self) -> None:
        """Say goodbye; a server that has already gone is no error."""
        self._is_open = False
        try:
            self._backend.close()
        except (smtplib.SMTPException, OSError):
            self._backend = get_connection()

    def _open(self) -> None:
        if self._is_open:
            return
        try:
            self._backend.open()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise UnreachableError(words_of(error)) from error
        self._is_open = True

    def _refusal(self, error: Exception) -> Refusal:
        code = code_of(error)
        if code in (0, 421):
            self.close()
        return Refusal(words_of(error), permanent=is_permanent(error))


def build(mail: OutgoingEmail, content: Content) -> EmailMultiAlternatives:
    """Return the message of a row: text and HTML, and an identity that stays the same at every attempt.

    `Auto-Submitted` keeps holiday replies away (RFC 3834 §5); mail about a topic can be left with one click
    (RFC 8058 §3.1).
    """
    reply_to = mail.reply_to or content.reply_to
    message = EmailMultiAlternatives(
        content.subject,
        content.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        reply_to=[reply_to] if reply_to else None,
        headers={
            "Message-ID": message_id(mail.dedupe_key),
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
            **_ways_out(mail),
        },
    )
    message.attach_alternative(content.html, "text/html")
    return message


def _ways_out(mail: OutgoingEmail) -> dict[str, str]:
    if not mail.topic:
        return {}
    url = unsubscribe_url(mail.topic, Reader(mail.to, mail.user_id), mail.language)
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def message_id(dedupe_key: str) -> str:
    """Return the Message-ID of a mail: the same for the same key, telling nothing about it."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{sha256(dedupe_key.encode()).hexdigest()[:40]}@{domain}>"


def code_of(error: Exception) -> int:
    """Return the code the server answered with; 0 when it did not answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def is_permanent(error: Exception) -> bool:
    """Tell whether this very message can never leave.

    A refused *sender* is our own set-up, which somebody repairs: it is tried again.
    """
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return True
    return code_of(error) >= 500 and not isinstance(error, smtplib.SMTPSenderRefused)


def words_of(error: Exception) -> str:
    """Return what the server said, or what happened instead, for an organiser to read."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error  # type: ignore[assignment]  # typeshed: either
    else:
        return f"{type(error).__name__}: {error}"[:MAX_REPLY]
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return f"{code} {text}".replace("\x00", "")[:MAX_REPLY]
