"""A mail as a real person would get it, sent to the organiser who asks, and to nobody else."""

import uuid
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from somosnlp.outbox.candidates import occurrence_of, person_of
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rendering import Skip, compose
from somosnlp.outbox.rules import After, Rule
from somosnlp.outbox.topics import Reader
from somosnlp.outbox.wakeup import wake_up


class NotInAudienceError(Exception):
    """The rule does not speak to this person about this object."""


def send_to_myself(rule: Rule, *, object_id: int, whose: Reader, me: Reader) -> OutgoingEmail | Skip:
    """Queue for `me` what `rule` would tell `whose` now, in their language and zone; return the row.

    Returns the Skip when that person would be told nothing. The copy is marked in its subject, has no link
    that leaves a topic, and counts for nobody: its row belongs to `me`. Raises NotInAudienceError, and
    whatever a renderer or template raises.
    """
    person = person_of(rule, object_id, whose)
    if person is None:
        raise NotInAudienceError
    _email, language, zone = person
    mail = OutgoingEmail(
        template=rule.template,
        to=whose.address if rule.by_address else me.address,
        user_id=whose.user_id,
        language=language,
        time_zone=zone,
        renderer=rule.renderer,
        rule=rule.key,
        object_id=object_id,
        occurrence=_occurrence(rule, object_id),
        context=dict(rule.context),
    )
    content = compose(mail)
    if isinstance(content, Skip):
        return content
    content = replace(content, subject=_("[Prueba] %(subject)s") % {"subject": content.subject})
    copy = OutgoingEmail.objects.create(
        template=rule.template,
        to=me.address,
        user_id=me.user_id,
        language=language,
        time_zone=zone,
        subject=content.subject[:400],
        body_text=content.text,
        body_html=content.html,
        dedupe_key=f"dry-run:{uuid.uuid4()}",
        next_try_at=timezone.now(),
    )
    wake_up()
    return copy


def _occurrence(rule: Rule, object_id: int) -> str:
    instant = None if isinstance(rule.when, After) else rule.when.instants().get(object_id)
    return occurrence_of(instant) if instant else ""
