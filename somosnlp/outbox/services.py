"""What happens to mails before they leave. The outbox knows no users: who acted is logged by the admin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.querysets import OutgoingEmailQuerySet
from somosnlp.outbox.reasons import Reason
from somosnlp.outbox.rendering import Content, render_for
from somosnlp.outbox.sealing import seal
from somosnlp.outbox.states import OPEN, Status
from somosnlp.outbox.wakeup import wake_up

RESENDABLE = (Status.FAILED, Status.SKIPPED)


def queue(
    template: str,
    *,
    to: str,
    language: str,
    time_zone: str,
    user_id: int | None = None,
    context: Mapping[str, Any],
    dedupe_key: str,
    topic: str = "",
    secret: bool = False,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    held: bool = False,
    reply_to: str = "",
) -> OutgoingEmail | None:
    """Render a mail and put it in the outbox, in the caller's transaction; it leaves after the commit.

    `template` is the path without its endings ("registrations/mail/registered"). `dedupe_key` says what
    the mail is about ("registration:12:registered") and must not hold a code: the second call with the
    same key returns None and sends nothing. A `secret` mail (its subject must not hold the code either) is
    sealed, never shown, and gone once it left; `expires_at` is the last moment at which it is of use.
    `held` waits for an organiser. Raises ValueError for an address that could forge a header.
    """
    for address in filter(None, [to, reply_to]):
        _check_address(address)
    mail = OutgoingEmail(
        template=template,
        to=to,
        user_id=user_id,
        language=language,
        time_zone=time_zone,
        topic=topic,
        secret=secret,
        expires_at=expires_at,
        dedupe_key=dedupe_key,
        status=Status.HELD if held else Status.QUEUED,
        next_try_at=not_before or timezone.now(),
    )
    content = render_for(mail, context)
    mail.reply_to = reply_to or content.reply_to
    _put(content, mail)
    if not _insert_once(mail):
        return None
    if not held and not_before is None:
        wake_up()
    return mail


def release(mails: OutgoingEmailQuerySet) -> int:
    """Let held mails leave; return how many there were."""
    count = mails.filter(status=Status.HELD).update(status=Status.QUEUED, next_try_at=timezone.now())
    if count:
        wake_up()
    return count


def withdraw(mails: OutgoingEmailQuerySet, reason: Reason) -> int:
    """Let those of `mails` that have not left never leave, and say why; return how many there were.

    Their keys are given free: what is true again later can be told again. A mail that is being sent right
    now is waited for, and then stays sent.
    """
    return mails.filter(status__in=OPEN).update(
        status=Status.SKIPPED,
        reason=reason.code,
        reason_facts={},
        sealed_body=None,
        dedupe_key=Concat("dedupe_key", Value(":withdrawn:"), "pk", output_field=CharField()),
    )


@dataclass(frozen=True)
class Resent:
    """How many mails go out again, and how many cannot: their code is gone, or their time has passed."""

    queued: int
    secret: int
    expired: int


def resend(mails: OutgoingEmailQuerySet) -> Resent:
    """Put failed and skipped mails back in the queue, from their first attempt."""
    now = timezone.now()
    stopped = mails.filter(status__in=RESENDABLE).exclude(to="")
    with transaction.atomic():
        secret = stopped.filter(secret=True).count()
        expired = stopped.filter(secret=False, expires_at__lte=now).count()
        queued = stopped.filter(Q(expires_at=None) | Q(expires_at__gt=now), secret=False).update(
            status=Status.QUEUED, attempts=0, next_try_at=now, reason="", reason_facts={}
        )
        if queued:
            wake_up()
    return Resent(queued, secret, expired)


def _put(content: Content, mail: OutgoingEmail) -> None:
    mail.subject = content.subject
    if mail.secret:
        mail.sealed_body = seal(content.text, content.html)
    else:
        mail.body_text, mail.body_html = content.text, content.html


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValueError(f"not an e-mail address: {address!r}") from error


def _insert_once(mail: OutgoingEmail) -> bool:
    """Insert the row unless its key exists; say whether it was inserted.

    Not bulk_create(ignore_conflicts=True): that does not tell. A clash of keys that is still uncommitted
    elsewhere waits for that transaction, so a rollback there lets this one through.
    """
    fields = [field for field in mail._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    values = [field.get_db_prep_save(field.pre_save(mail, add=True), connection) for field in fields]
    sql = (
        f"INSERT INTO {mail._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
        " ON CONFLICT (dedupe_key) DO NOTHING RETURNING id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    if row is None:
        return False
    mail.pk = row[0]
    return True
