"""Changing the words of one mail that waits for an organiser, before it leaves."""

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rendering import one_line, render
from somosnlp.outbox.states import Status

#: Where the words end and the footer of every mail begins (mail/base.txt).
FOOTER = "\n-- \n"


def words_of(mail: OutgoingEmail) -> str:
    """Return the text of a mail that is not secret, without the footer."""
    return mail.body_text.partition(FOOTER)[0].strip()


def rewrite(mail: OutgoingEmail, *, subject: str, text: str) -> bool:
    """Put `subject` and `text` (plain, with its greeting and signature) in place of what a held mail says.

    The footer stays, the HTML follows. Returns False and changes nothing when the mail waits no more or says
    something else than it did when it was read.
    """
    content = render(
        "outbox/rewritten",
        to=mail.to,
        language=mail.language,
        time_zone=mail.time_zone,
        topic=mail.topic,
        user_id=mail.user_id,
        context={"line": one_line(subject), "words": text.replace("\r\n", "\n").strip()},
    )
    seen = OutgoingEmail.objects.filter(
        pk=mail.pk, status=Status.HELD, secret=False, subject=mail.subject, body_text=mail.body_text
    )
    return bool(seen.update(subject=content.subject, body_text=content.text, body_html=content.html))
