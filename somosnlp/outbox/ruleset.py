"""The rules as they stand today: those of the code, with whom organisers chose, and those they wrote.

An own rule is a row (`OwnRule`) made into a `Rule` like any other, so planning, forecast, dry run and the
daily cap know no difference: one statement per rule, days before a date of its edition.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.utils.translation import gettext_lazy as _

from somosnlp.outbox.deadlines import Deadline, deadline_named
from somosnlp.outbox.groups import segment_named
from somosnlp.outbox.models import OwnRule, ReminderRule
from somosnlp.outbox.models.rules import OWN
from somosnlp.outbox.placeholders import FIRST_NAME, GREETING, Placeholder
from somosnlp.outbox.rules import Audience, DaysBefore, Rule, Settings, edition_names, rules
from somosnlp.outbox.texts import editable
from somosnlp.outbox.topics import REMINDERS

#: What may stand in braces in the words of an own reminder.
OWN_PLACES = (
    GREETING,
    FIRST_NAME,
    Placeholder("edicion", _("el nombre de la edición")),
    Placeholder("plazo", _("la fecha del plazo, en la zona horaria de la persona")),
    Placeholder("enlace", _("su página «Mi hackathon»"), link=True),
)
TEMPLATE, RENDERER = "outbox/text", "outbox.own_words"


def current_rules(settings: Settings) -> list[Rule]:
    """Return every rule as it stands today, those of the code first."""
    own = OwnRule.objects.filter(is_on=True).prefetch_related("texts")
    return [
        *(settings.with_audiences(rule) for rule in rules()),
        *(rule for row in own if (rule := own_rule(row))),
    ]


def rule_of(key: str) -> Rule | None:
    """Return the rule `key` as it stands today; None when there is none, or its row is gone or off."""
    if is_own(key):
        row = OwnRule.objects.filter(pk=int(key.removeprefix(OWN)), is_on=True).first()
        return own_rule(row) if row else None
    rule = next((rule for rule in rules() if rule.key == key), None)
    return rule and Settings(ReminderRule.objects.filter(rule=key)).with_audiences(rule)


def is_own(key: str) -> bool:
    """Tell whether organisers wrote the rule `key`."""
    return key.startswith(OWN) and key.removeprefix(OWN).isdecimal()


def own_rule(row: OwnRule) -> Rule | None:
    """Return the rule of a row; None when an app took the date, the group or the text away."""
    deadline, mail = deadline_named(row.deadline), editable(row.template) if row.template else None
    audience = _audience(row, deadline) if deadline else None
    if deadline is None or audience is None or (row.template and not (mail and mail.renderer)):
        return None
    return Rule(
        key=row.key,
        title=row.title,
        template=mail.template if mail else TEMPLATE,
        renderer=mail.renderer if mail else RENDERER,
        topic=REMINDERS.key,
        audience=audience,
        when=DaysBefore(row.days, partial(_instants, deadline, row.edition_id), row.at),
        lateness=timedelta(hours=row.lateness),
        words={} if mail else {text.language: (text.subject, text.body) for text in row.texts.all()},
        facts=partial(_facts, deadline),
    )


def _audience(row: OwnRule, deadline: Deadline) -> Audience | None:
    if not row.segment:
        return partial(deadline.concerned, row.edition_id)
    segment = segment_named(row.segment)
    return partial(segment.recipients, row.edition_id) if segment else None


def _instants(deadline: Deadline, edition_id: int) -> Mapping[int, datetime]:
    instants = deadline.instants()
    return {edition_id: instants[edition_id]} if edition_id in instants else {}


def _facts(deadline: Deadline, edition_id: int, zone: str) -> Mapping[str, str]:
    return {"edicion": edition_names().get(edition_id, ""), "plazo": deadline.words(edition_id, zone)}
