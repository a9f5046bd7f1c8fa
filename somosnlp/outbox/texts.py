"""The mails whose words organisers may change, and the words they chose.

`PROVIDERS["editable_mails"]` lists functions that return `EditableMail`s, kept in `<app>/mail_texts.py`. Each
says what its placeholders are and how they are found in the context of the template, and gives a context with
an invented person for the preview.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import get_language

from somosnlp.outbox.models import MailText
from somosnlp.outbox.placeholders import Placeholder, problems
from somosnlp.prepared import Given, Prepared
from somosnlp.providers import providers

log = logging.getLogger(__name__)

Find = Callable[[Mapping[str, Any]], Any]
Sample = Callable[[], Mapping[str, Any]]

#: The words of one edition come before those for all.
_CHOSEN = Prepared(
    lambda: MailText.objects.filter(
        Q(edition_id=Given("edition")) | Q(edition_id=None),
        template=Given("template"),
        language=Given("language"),
    ).order_by(F("edition_id").asc(nulls_last=True))[:1]
)


@dataclass(frozen=True)
class EditableMail:
    """One template, what organisers call it, where each placeholder is found, and a sample context.

    `renderer`: the mail renderer that finds its context for any person of an edition, where there is one;
    then an organiser's own reminder may use this text.
    """

    template: str
    title: str | Promise
    placeholders: Mapping[Placeholder, Find]
    sample: Sample
    renderer: str = ""

    def values(self, context: Mapping[str, Any]) -> dict[str, str]:
        """Return what stands for each placeholder in a mail with this context."""
        return {place.name: str(find(context) or "") for place, find in self.placeholders.items()}


def editable_mails() -> list[EditableMail]:
    """Return every mail whose words may be changed, in the order of the settings."""
    asking: Iterable[Callable[[], Iterable[EditableMail]]] = providers("editable_mails")
    return [mail for ask in asking for mail in ask()]


def editable(template: str) -> EditableMail | None:
    """Return the editable mail of a template, or None when its words are ours alone."""
    return _by_template(providers("editable_mails"), get_language()).get(template)


@cache
def _by_template(_asking: tuple[Any, ...], _language: str | None) -> dict[str, EditableMail]:
    """Return the editable mails as these providers list them in this language."""
    return {mail.template: mail for mail in editable_mails()}


def chosen_text(mail: EditableMail, language: str, context: Mapping[str, Any]) -> MailText | None:
    """Return the organisers' words for this mail: those of its edition before those for all.

    A text that the code has outgrown (a placeholder is gone) is left alone, and the template speaks.
    """
    edition_id = getattr(context.get("edition"), "pk", None)
    text = _CHOSEN.first(edition=edition_id, template=mail.template, language=language)
    if text and any(problems_of(mail, text.subject, text.body).values()):
        log.error("The text of %s (%s) does not fit its placeholders any more", mail.template, text.pk)
        return None
    return text


def problems_of(mail: EditableMail, subject: str, body: str) -> dict[str, list[str]]:
    """Return why the words are refused, by field."""
    return {
        "subject": problems(subject, mail.placeholders, is_body=False),
        "body": problems(body, mail.placeholders, is_body=True),
    }
