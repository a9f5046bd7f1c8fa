"""Writing, changing and removing the reminders that organisers write themselves."""

from collections.abc import Mapping

from django.db import transaction

from somosnlp.outbox.models import OwnRule, OwnRuleText
from somosnlp.outbox.reasons import CHANGED, OFF, REMOVED
from somosnlp.outbox.reminders import drop_waiting

#: Subject and body by language.
Words = Mapping[str, tuple[str, str]]


@transaction.atomic
def save_own_rule(rule: OwnRule, words: Words) -> int:
    """Write a new or changed rule and its words (none: it uses one of our texts).

    What waited in the queue as it was before is withdrawn, to be planned again; returns how many mails.
    """
    rule.save()
    rule.texts.exclude(language__in=list(words)).delete()
    for language, (subject, body) in words.items():
        OwnRuleText.objects.update_or_create(
            rule=rule, language=language, defaults={"subject": subject, "body": body}
        )
    return drop_waiting(rule.key, CHANGED if rule.is_on else OFF)


@transaction.atomic
def delete_own_rule(rule: OwnRule) -> int:
    """Delete a rule; what it had planned never leaves. Returns how many mails."""
    dropped = drop_waiting(rule.key, REMOVED)
    rule.delete()
    return dropped
