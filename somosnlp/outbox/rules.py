"""What a reminder is: whom it concerns, what it is about, and when; and what organisers changed of it.

Rules live in `<app>/reminders.py`; a function that returns them is listed in `PROVIDERS["reminder_rules"]`,
the renderer that finds the words' facts when the mail leaves in `PROVIDERS["mail_renderers"]`.

A **deadline**, some days before, at nine in the morning where each person lives:

    Rule(
        key="registrations.closing_7d",
        title=_("La inscripción se cierra en una semana"),
        template="registrations/mail/closing",
        renderer="registrations.closing",
        topic="registration",
        audience=lambda: Registration.objects.filter(status=Status.DRAFT).values_list(
            "user_id", "user__email", "user__language", "user__time_zone", "edition_id", "created_at"
        ),
        when=DaysBefore(7, lambda: {edition.pk: closes_at, …}),   # object id → the instant it is about
    )

An object that is missing from the mapping (cancelled, date unknown) reminds nobody. When its instant
moves, that is another occurrence: people are told again in time, and what had not left is dropped.

**Some hours after** each person began something; `joined_at` is that moment, and there is one occurrence
(with `each=True` one for every `joined_at`, for what can happen to a person several times):

    Rule(key="registrations.unfinished", …, when=After(timedelta(hours=24)))

In both, `joined_at` decides who is late: whoever joined after the reminder's time gets none, and so does
everybody when it is `lateness` past (a worker that was down for days wakes nobody with old news).

The object of a rule is an edition: organisers change a rule in the admin for all of them or for one
(`ReminderRule`: when, whom, whether), and `Settings` is what the engine reads of that, in one query per
planning run. The rules they write themselves are in `outbox.ruleset`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from somosnlp.outbox.groups import segment_named
from somosnlp.outbox.models import ReminderRule
from somosnlp.providers import providers
from somosnlp.ui.zones import zone_info

MORNING = time(9)

Audience = Callable[[], QuerySet[Any, tuple[Any, ...]]]


@dataclass(frozen=True)
class DaysBefore:
    """At `at` o'clock in the recipient's zone, `days` before the local day of the instant of each object.

    `instants` answers object id → the last instant at which it is still possible (aware).
    """

    days: int
    instants: Callable[[], Mapping[int, datetime]]
    at: time = MORNING

    def due_at(self, instant: datetime, zone: str) -> datetime:
        """Return the aware instant (UTC) at which people in `zone` are reminded of `instant`."""
        local_day = instant.astimezone(zone_info(zone)).date() - timedelta(days=self.days)
        return datetime.combine(local_day, self.at, zone_info(zone)).astimezone(UTC)


@dataclass(frozen=True)
class After:
    """So long after the `joined_at` of each person; once per object and person, or `each` time they began.

    `until` answers object id → the last instant at which it is still possible (None: no end); an object that
    is missing there reminds nobody. Without `until` every object of the audience does.
    """

    delay: timedelta
    until: Callable[[], Mapping[int, datetime | None]] | None = None
    each: bool = False


@dataclass(frozen=True, kw_only=True)
class Mailing:
    """What to tell whom; the words are found when the mail leaves.

    `key`: unique, at most 60 characters. `template`: as for `services.queue`. `renderer`: the key of a mail
    renderer. `audience`: a function that returns a queryset made with `values_list` of exactly
    (user id, e-mail, language, zone, object id, joined at), one row per object and person; without an
    account the user id is null and the address says who it is.
    `context`: plain values handed to the renderer. `instead`: by object, whom organisers chose instead of
    the audience (None: nobody).
    """

    key: str
    template: str
    renderer: str
    topic: str
    audience: Audience
    context: Mapping[str, Any] = field(default_factory=dict)
    instead: Mapping[int, Audience | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rule(Mailing):
    """A reminder: a mailing with the time of each of its mails.

    `title`: what organisers call it. `done`: who would be told had they not done it already, as an audience;
    only the forecast asks. `words`: subject and body by language of a reminder that organisers wrote
    themselves, and `facts`: for an object and a zone, what stands for its placeholders.
    """

    when: DaysBefore | After
    lateness: timedelta = timedelta(hours=24)
    title: str | Promise = ""
    done: Audience | None = None
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    facts: Callable[[int, str], Mapping[str, str]] = lambda _object_id, _zone: {}

    def for_done(self) -> "Rule | None":
        """Return the rule as it would speak to who has done it already; None where nobody knows them."""
        if self.done is None:
            return None
        return replace(self, audience=self.done, instead=dict.fromkeys(self.instead))


def rules() -> Iterable[Rule]:
    """Every rule of every app, as the code declares it."""
    providing: Iterable[Callable[[], Iterable[Rule]]] = providers("reminder_rules")
    return [rule for provide in providing for rule in provide()]


def edition_names() -> dict[int, str]:
    """Return what organisers call each edition, newest first, from `PROVIDERS["edition_names"]`."""
    asking: Iterable[Callable[[], Mapping[int, str]]] = providers("edition_names")
    return {pk: name for ask in asking for pk, name in ask().items()}


class Settings:
    """What organisers changed of the rules; read once, asked often."""

    def __init__(self, rows: Iterable[ReminderRule] = ()) -> None:
        self._rows = {(row.rule, row.edition_id): row for row in rows}

    @classmethod
    def read(cls) -> "Settings":
        """Return the settings of today."""
        return cls(ReminderRule.objects.all())

    def is_on(self, rule: Rule, edition_id: int) -> bool:
        """Tell whether `rule` speaks to the people of this edition."""
        row = self._row(rule, edition_id)
        return row is None or row.is_on

    def days_before(
        self, rule: Rule, when: DaysBefore, edition_id: int | None
    ) -> tuple[DaysBefore, timedelta]:
        """Return the time of `rule` for this edition, and how late it may come."""
        row = self._row(rule, edition_id)
        if row is None:
            return when, rule.lateness
        days = when.days if row.days is None else row.days
        return replace(when, days=days, at=row.at or when.at), _lateness(rule, row)

    def after(self, rule: Rule, when: After, edition_id: int | None) -> tuple[After, timedelta]:
        """The same for a rule that counts from what each person did."""
        row = self._row(rule, edition_id)
        if row is None:
            return when, rule.lateness
        delay = when.delay if row.hours is None else timedelta(hours=row.hours)
        return replace(when, delay=delay), _lateness(rule, row)

    def with_audiences(self, rule: Rule) -> Rule:
        """Return `rule` with the groups that organisers chose as its audience."""
        if not any(row.segment for (key, _edition), row in self._rows.items() if key == rule.key):
            return rule
        chosen: dict[int, Audience | None] = {}
        for pk in _objects(rule.when):
            row = self._row(rule, pk)
            segment = segment_named(row.segment) if row and row.segment else None
            if segment:
                chosen[pk] = partial(segment.recipients, pk)
        return replace(rule, instead=chosen)

    def segment_of(self, rule: Rule, edition_id: int) -> str:
        """Return the key of the group chosen for this edition, or nothing."""
        row = self._row(rule, edition_id)
        return row.segment if row else ""

    def applied(self, rule: Rule, edition_id: int | None) -> Rule:
        """Return `rule` as it is for this edition, for pages that say so."""
        when = rule.when
        own, lateness = (
            self.after(rule, when, edition_id)
            if isinstance(when, After)
            else self.days_before(rule, when, edition_id)
        )
        return replace(rule, when=own, lateness=lateness)

    def touches(self, rule: Rule) -> bool:
        """Tell whether anybody changed anything of `rule`."""
        return any(key == rule.key for key, _edition in self._rows)

    def _row(self, rule: Rule, edition_id: int | None) -> ReminderRule | None:
        return self._rows.get((rule.key, edition_id)) or self._rows.get((rule.key, None))


def _objects(when: DaysBefore | After) -> Iterable[int]:
    if isinstance(when, DaysBefore):
        return when.instants()
    return when.until() if when.until else edition_names()


def _lateness(rule: Rule, row: ReminderRule) -> timedelta:
    return rule.lateness if row.lateness is None else timedelta(hours=row.lateness)
