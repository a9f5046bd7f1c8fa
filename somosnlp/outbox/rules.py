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

An **event**, some hours before, at the same instant wherever people live; what is not an edition itself says
of which edition it is part, and `by_address` lets people in who have no account:

    Rule(
        key="events.session_soon", …,
        by_address=True,
        when=HoursBefore(1, lambda: {session.pk: starts_at, …}),
        parts=Parts(editions=lambda: {session.pk: edition_id, …}, names=lambda: {session.pk: title, …}),
    )

**Some hours after** each person began something; `joined_at` is that moment, and there is one occurrence
(with `each=True` one for every `joined_at`, for what can happen to a person several times):

    Rule(key="registrations.unfinished", …, when=After(timedelta(hours=24)))

In all of them, `joined_at` decides who is late: whoever joined after the reminder's time gets none, and so
does everybody when it is `lateness` past (a worker that was down for days wakes nobody with old news).

The object of a rule is an edition, or with `parts` something of one (a session, a proposal). Organisers
change a rule in the admin for all editions or for one (`ReminderRule`: when, whom, whether); `Settings` is
what the engine reads of that: one query per planning run, and one more for the editions of parts when a rule
about them was changed. The rules organisers write themselves are in `outbox.ruleset`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any, ClassVar

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.functional import Promise

from somosnlp.outbox.groups import segment_named
from somosnlp.outbox.models import ReminderRule
from somosnlp.providers import providers
from somosnlp.ui.zones import zone_info

MORNING = time(9)
#: No two zones are further apart than UTC−12 and UTC+14; a day more for the clock.
WIDEST = timedelta(hours=26) + timedelta(days=1)

Audience = Callable[[], QuerySet[Any, tuple[Any, ...]]]


@dataclass(frozen=True)
class DaysBefore:
    """At `at` o'clock in the recipient's zone, `days` before the local day of the instant of each object.

    `instants` answers object id → the last instant at which it is still possible (aware); `since`, for those
    that were decided late, since when they stand as they do: what should have been said before is not said.
    """

    days: int
    instants: Callable[[], Mapping[int, datetime]]
    at: time = MORNING
    since: Callable[[], Mapping[int, datetime]] = dict
    #: How far from `ahead` of the instant the time of any zone may be.
    spread: ClassVar[timedelta] = WIDEST

    @property
    def ahead(self) -> timedelta:
        return timedelta(days=self.days)

    def due_at(self, instant: datetime, zone: str) -> datetime:
        """Return the aware instant (UTC) at which people in `zone` are reminded of `instant`."""
        local_day = instant.astimezone(zone_info(zone)).date() - timedelta(days=self.days)
        return datetime.combine(local_day, self.at, zone_info(zone)).astimezone(UTC)


@dataclass(frozen=True)
class HoursBefore:
    """So many hours before the instant of each object, in every zone at once: no local clock is asked.

    `instants` and `since`: as for `DaysBefore`.
    """

    hours: int
    instants: Callable[[], Mapping[int, datetime]]
    since: Callable[[], Mapping[int, datetime]] = dict
    spread: ClassVar[timedelta] = timedelta()

    @property
    def ahead(self) -> timedelta:
        return timedelta(hours=self.hours)

    def due_at(self, instant: datetime, _zone: str) -> datetime:
        """Return the aware instant at which people in any zone are reminded of `instant`."""
        return instant - self.ahead


#: Counted back from the instant of an object.
Before = DaysBefore | HoursBefore


@dataclass(frozen=True)
class After:
    """So long after the `joined_at` of each person; once per object and person, or `each` time they began.

    `until` answers object id → the last instant at which it is still possible (None: no end); an object that
    is missing there reminds nobody. Without `until` every object of the audience does.
    """

    delay: timedelta
    until: Callable[[], Mapping[int, datetime | None]] | None = None
    each: bool = False


@dataclass(frozen=True)
class Parts:
    """What the objects of a rule are where they are not editions themselves.

    `editions` answers object id → the edition it is part of; `names` object id → what organisers call it.
    """

    editions: Callable[[], Mapping[int, int]]
    names: Callable[[], Mapping[int, str]]


@dataclass(frozen=True, kw_only=True)
class Mailing:
    """What to tell whom; the words are found when the mail leaves.

    `key`: unique, at most 60 characters. `template`: as for `services.queue`. `renderer`: the key of a mail
    renderer. `audience`: a function that returns a queryset made with `values_list` of exactly
    (user id, e-mail, language, zone, object id, joined at), one row per object and person; without an
    account the user id is null and the address says who it is.
    `context`: plain values handed to the renderer. `instead`: by object, whom organisers chose instead of
    the audience (None: nobody). `by_address`: one mail per address, with an account or without; of several
    rows with one address the first to join counts.
    """

    key: str
    template: str
    renderer: str
    topic: str
    audience: Audience
    context: Mapping[str, Any] = field(default_factory=dict)
    instead: Mapping[int, Audience | None] = field(default_factory=dict)
    by_address: bool = False


@dataclass(frozen=True, kw_only=True)
class Rule(Mailing):
    """A reminder: a mailing with the time of each of its mails.

    `parts`: what its objects are when they are not editions.
    `title`: what organisers call it. `done`: who would be told had they not done it already, as an audience;
    only the forecast asks. `words`: subject and body by language of a reminder that organisers wrote
    themselves, and `facts`: for an object and a zone, what stands for its placeholders.
    """

    when: Before | After
    parts: Parts | None = None
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


def zone_of(*columns: str | Value) -> Coalesce:
    """Return the zone of an audience: the first of these columns that names one, or else the last."""
    *first, last = columns
    return Coalesce(*(NullIf(column, Value("")) for column in first), last)


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
        self._rows: dict[str, dict[int | None, ReminderRule]] = defaultdict(dict)
        for row in rows:
            self._rows[row.rule][row.edition_id] = row
        self._editions: dict[Callable[[], Mapping[int, int]], Mapping[int, int]] = {}

    @classmethod
    def read(cls) -> "Settings":
        """Return the settings of today."""
        return cls(ReminderRule.objects.all())

    def edition_of(self, rule: Rule, object_id: int) -> int | None:
        """Return the edition that an object of `rule` is, or is part of; None when it is gone."""
        if rule.parts is None:
            return object_id
        ask = rule.parts.editions
        if ask not in self._editions:
            self._editions[ask] = ask()
        return self._editions[ask].get(object_id)

    def is_on(self, rule: Rule, object_id: int) -> bool:
        """Tell whether `rule` speaks to the people of this object."""
        row = self._row(rule, object_id)
        return row is None or row.is_on

    def before(self, rule: Rule, when: Before, object_id: int) -> tuple[Before, timedelta]:
        """Return the time of `rule` for this object, and how late it may come."""
        row = self._row(rule, object_id)
        return (_changed(when, row), _lateness(rule, row)) if row else (when, rule.lateness)

    def after(self, rule: Rule, when: After, object_id: int) -> tuple[After, timedelta]:
        """The same for a rule that counts from what each person did."""
        row = self._row(rule, object_id)
        if row is None:
            return when, rule.lateness
        delay = when.delay if row.hours is None else timedelta(hours=row.hours)
        return replace(when, delay=delay), _lateness(rule, row)

    def with_audiences(self, rule: Rule) -> Rule:
        """Return `rule` with the groups that organisers chose as its audience."""
        if not any(row.segment for row in self._rows.get(rule.key, {}).values()):
            return rule
        chosen: dict[int, Audience | None] = {}
        for pk in _objects(rule.when):
            segment, edition_id = segment_named(self.segment_of(rule, pk)), self.edition_of(rule, pk)
            if segment and edition_id is not None:
                chosen[pk] = partial(segment.recipients, edition_id)
        return replace(rule, instead=chosen)

    def segment_of(self, rule: Rule, object_id: int) -> str:
        """Return the key of the group chosen for this object, or nothing."""
        row = self._row(rule, object_id)
        return row.segment if row else ""

    def applied(self, rule: Rule, object_id: int) -> Rule:
        """Return `rule` as it is for this object, for pages that say so."""
        when = rule.when
        own, lateness = (
            self.after(rule, when, object_id)
            if isinstance(when, After)
            else self.before(rule, when, object_id)
        )
        return replace(rule, when=own, lateness=lateness)

    def touches(self, rule: Rule) -> bool:
        """Tell whether anybody changed anything of `rule`."""
        return rule.key in self._rows

    def _row(self, rule: Rule, object_id: int) -> ReminderRule | None:
        """Return the row of the object's edition before the one for all; no query where there is no row."""
        own = self._rows.get(rule.key)
        return (own.get(self.edition_of(rule, object_id)) or own.get(None)) if own else None


def _objects(when: Before | After) -> Iterable[int]:
    if isinstance(when, After):
        return when.until() if when.until else edition_names()
    return when.instants()


def _changed(when: Before, row: ReminderRule) -> Before:
    if isinstance(when, HoursBefore):
        return when if row.hours is None else replace(when, hours=row.hours)
    return replace(when, days=when.days if row.days is None else row.days, at=row.at or when.at)


def _lateness(rule: Rule, row: ReminderRule) -> timedelta:
    return rule.lateness if row.lateness is None else timedelta(hours=row.lateness)
