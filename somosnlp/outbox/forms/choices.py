"""What organisers choose from: editions, reminders, mails, groups and topics by their names."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from somosnlp.outbox.deadlines import deadlines
from somosnlp.outbox.groups import segments
from somosnlp.outbox.rules import After, HoursBefore, Rule, edition_names, rules
from somosnlp.outbox.texts import editable_mails
from somosnlp.outbox.topics import topics

Choices = list[tuple[int | str, str]]


class EditionField(forms.TypedChoiceField):
    """One edition by its name, or all of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            coerce=int,
            choices=edition_choices,
            required=False,
            empty_value=None,
            label=gettext_lazy("Edición"),
            **kwargs,
        )


def edition_choices() -> Choices:
    """Return the editions, newest first, after «all»."""
    return [("", _("Todas las ediciones")), *edition_names().items()]


def rule_choices() -> Choices:
    """Return the rules that the code declares."""
    return [("", "—"), *((rule.key, f"{rule.title} ({when_text(rule)})") for rule in rules())]


def when_text(rule: Rule) -> str:
    """Return when a rule speaks, in words."""
    when = rule.when
    if isinstance(when, After):
        return _("%(hours)s horas después") % {"hours": int(when.delay.total_seconds() // 3600)}
    if isinstance(when, HoursBefore):
        return ngettext("%(hours)s hora antes", "%(hours)s horas antes", when.hours) % {"hours": when.hours}
    return _("%(days)s días antes, a las %(hour)s de cada lugar") % {
        "days": when.days,
        "hour": f"{when.at:%H:%M}",
    }


def mail_choices() -> list[tuple[str, str]]:
    """Return the mails whose words may be changed."""
    return [("", "—"), *((mail.template, str(mail.title)) for mail in editable_mails())]


def segment_choices() -> list[tuple[str, str]]:
    """Return the groups one can write to."""
    return [(segment.key, str(segment.label)) for segment in segments()]


def topic_choices() -> list[tuple[str, str]]:
    """Return the topics, and none."""
    none = _("Ninguno: es necesario que lo sepan, aunque se hayan dado de baja de todo")
    return [*((topic.key, str(topic.label)) for topic in topics()), ("", none)]


def deadline_choices() -> list[tuple[str, str]]:
    """Return the dates one can count back from."""
    return [("", "—"), *((deadline.key, str(deadline.label)) for deadline in deadlines())]


def own_text_choices() -> list[tuple[str, str]]:
    """Return the texts of ours that an own reminder may use, after one's own words."""
    ours = [(mail.template, str(mail.title)) for mail in editable_mails() if mail.renderer]
    return [("", _("Con mis palabras (abajo)")), *ours]
