"""Mails of `make run`: written as .eml files, read back for the pages under /correo/."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings

# The one sender of the platform is somosnlp/outbox; this is where it delivers when there is no server.
from django.core.mail import EmailMessage as DjangoEmail  # noqa: TID251
from django.core.mail.backends.base import BaseEmailBackend  # noqa: TID251

_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")


class EmailFileBackend(BaseEmailBackend):
    """Writes each message whole or not at all: the list may be read at any moment."""

    def send_messages(self, email_messages: Sequence[DjangoEmail]) -> int:
        folder = mail_folder()
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
            draft = folder / f"{name}.new"
            draft.write_bytes(message.message().as_bytes())
            draft.replace(folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class LocalMail:
    """One written message."""

    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def recipient(self) -> str:
        return str(self.message["To"] or "")

    @property
    def written_at(self) -> datetime:
        return datetime.strptime(self.name.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def attachments(self) -> list[str]:
        return [part.get_filename() or part.get_content_type() for part in self.message.iter_attachments()]

    def _part(self, subtype: str) -> str:
        part = self.message.get_body(preferencelist=(subtype,))
        return str(part.get_content()) if part else ""


def mail_folder() -> Path:
    """Where the messages are."""
    return Path(settings.LOCAL_DIR) / "mail"


def newest(limit: int) -> list[LocalMail]:
    """The latest messages, newest first; their names begin with the instant."""
    paths = sorted(mail_folder().glob("*.eml"), reverse=True)[:limit]
    return [_read(path) for path in paths]


def find(name: str) -> LocalMail | None:
    """The message of that name, None when there is none."""
    path = mail_folder() / f"{name}.eml"
    return _read(path) if _NAME.fullmatch(name) and path.is_file() else None


def _read(path: Path) -> LocalMail:
    message = message_from_bytes(path.read_bytes(), policy=default)
    return LocalMail(path.stem, message)
