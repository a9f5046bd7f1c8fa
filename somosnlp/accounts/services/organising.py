"""What organisers do about one person: a note, a mail written by hand, a mail sent again."""

from uuid import UUID

from django.db import transaction

from somosnlp.accounts import emails
from somosnlp.accounts.models import PersonNote, User
from somosnlp.accounts.services.addresses import AccountClosedError
from somosnlp.outbox import services as outbox
from somosnlp.outbox.copies import queue_copy
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.states import Status


class CannotResendError(Exception):
    """This mail cannot leave again: it carried a code, its moment has passed, or it has not left yet."""


def add_person_note(user: User, *, text: str, key: UUID, by: User) -> bool:
    """Keep what `by` tells the other organisers about `user`; False where the form was sent before."""
    words = {"user": user, "author": by, "text": text}
    return PersonNote.objects.get_or_create(key=key, defaults=words)[1]


def write_to(user: User, *, subject: str, text: str, key: UUID, by: User) -> bool:
    """Queue what `by` writes to `user`, answers to `by`; False where the form was sent before.

    Raises AccountClosedError.
    """
    if not User.objects.filter(pk=user.pk, is_active=True).exists():
        raise AccountClosedError
    mail = emails.letter(user, subject=subject, text=text)
    return outbox.queue(**mail, dedupe_key=f"letter:{key}", reply_to=by.email) is not None


@transaction.atomic
def resend_to(user: User, mail_id: int, *, key: UUID, by: User) -> bool:
    """Send one mail of `user` again, to the address they have now; False where the form was sent before.

    One that did not leave goes back into the queue; one that left, or whose address was wrong, is copied.
    Raises CannotResendError, AccountClosedError.
    """
    if not User.objects.filter(pk=user.pk, is_active=True).exists():
        raise AccountClosedError
    mails = OutgoingEmail.objects.select_for_update().filter(pk=mail_id, user_id=user.pk)
    mail = mails.first()
    if mail is None or mail.secret or mail.status in (Status.HELD, Status.QUEUED):
        return _already(mail)
    if mail.status in outbox.RESENDABLE and mail.to == user.email:
        if not outbox.resend(OutgoingEmail.objects.filter(pk=mail_id)).queued:
            raise CannotResendError
        return True
    if not mail.body_text:
        raise CannotResendError
    return queue_copy(mail, to=user.email, dedupe_key=f"copy:{key}")


def _already(mail: OutgoingEmail | None) -> bool:
    """Answer for a mail that does not have to be sent again: False for one that waits in the queue."""
    if mail is not None and mail.status == Status.QUEUED and not mail.secret:
        return False
    raise CannotResendError
