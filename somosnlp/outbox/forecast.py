"""Who gets which reminder and when in the next days, who does not, and why.

The same statements as planning (`outbox.candidates`) over a window instead of an instant, and the same daily
cap with the clock moved. What it cannot know is what people will do until then.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings as django_settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from somosnlp.outbox.candidates import Window, candidates, moments_of, obstacles
from somosnlp.outbox.caps import Foreseen, foresee, is_capped, sent_since
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rules import Rule, Settings, edition_names
from somosnlp.outbox.ruleset import current_rules
from somosnlp.outbox.states import Status
from somosnlp.ui.times import instant_text
from somosnlp.ui.zones import city, is_known_zone

DAYS = 7
PER_PAGE = 50

#: Why somebody is told nothing, or not then: what SQL finds, then what the rule and the cap add.
REASONS: dict[str, str | Promise] = {
    "": _("lo recibe"),
    "told": _("ya lo recibió o está en la cola"),
    "late": _("empezó después de la hora del recordatorio"),
    "declined": _("no quiere correos sobre este tema"),
    "done": _("ya lo hizo"),
    "off": _("el recordatorio está apagado"),
    "cap": _("espera a la mañana siguiente: es el tope de correos por día"),
    "lost": _("no llega a tiempo por el tope de correos por día"),
}


class Person(NamedTuple):
    """One line of a forecast: `at` is when it leaves, or would."""

    user_id: int | None
    email: str
    language: str
    zone: str
    object_id: int
    at: datetime
    why: str
    key: str

    @property
    def reason(self) -> str | Promise:
        return REASONS[self.why]

    @property
    def when(self) -> str:
        """When, in words, where the person lives."""
        return instant_text(self.at, self.zone if is_known_zone(self.zone) else "UTC")


class Slot(NamedTuple):
    """The people of one rule and edition who are told within one hour."""

    at: datetime
    zones: list[str]
    people: int

    @property
    def when(self) -> str:
        """When, in words, in UTC: the people of an hour live in many places."""
        return instant_text(self.at, "UTC")

    @property
    def cities(self) -> list[str]:
        """Where they live."""
        return [city(zone) if is_known_zone(zone) else "UTC" for zone in self.zones]


@dataclass
class Outlook:
    """What one rule does for one edition."""

    rule: Rule
    object_id: int
    name: str
    edition_id: int | None = None
    slots: list[Slot] = field(default_factory=list)
    left_out: "Counter[str]" = field(default_factory=Counter)

    @property
    def people(self) -> int:
        """How many are told."""
        return sum(slot.people for slot in self.slots)

    @property
    def reasons(self) -> list[tuple[str, str | Promise, int]]:
        """Why others are not: (name, words, how many)."""
        return [(why, REASONS[why], self.left_out[why]) for why in REASONS if self.left_out[why]]


class Names:
    """What organisers call the objects of rules; each kind is asked for once."""

    def __init__(self) -> None:
        self._known: dict[Callable[[], Mapping[int, str]], Mapping[int, str]] = {}

    def of(self, rule: Rule, object_id: int) -> str:
        """Return the name of an object of `rule`."""
        ask = rule.parts.names if rule.parts else edition_names
        if ask not in self._known:
            self._known[ask] = ask()
        return self._known[ask].get(object_id, f"#{object_id}")


def window_of(now: datetime) -> Window:
    """Return the days that are foreseen."""
    return Window(now, now + timedelta(days=DAYS))


def forecast(now: datetime) -> list[Outlook]:
    """Return what every rule does in the next days, for each edition it concerns; the soonest first."""
    settings, names = Settings.read(), Names()
    found: dict[tuple[str, int], Outlook] = {}
    moved = postponed(now, settings)
    for rule in current_rules(settings):
        for object_id, at, why, zones, people in _grouped(rule, settings, window_of(now)):
            name, edition_id = names.of(rule, object_id), settings.edition_of(rule, object_id)
            outlook = found.setdefault((rule.key, object_id), Outlook(rule, object_id, name, edition_id))
            if why:
                outlook.left_out[why] += people
            else:
                outlook.slots.append(Slot(at, sorted(zones), people))
    for (key, object_id), whys in _postponed_counts(moved, settings, now).items():
        found[key, object_id].left_out.update(whys)
    return sorted(found.values(), key=lambda one: (not one.slots, one.slots and one.slots[0].at))


def people(
    now: datetime, rule: Rule, object_id: int, why: str = "", search: str = "", page: int = 1
) -> tuple[list[Person], bool]:
    """Return a page of those whom `rule` tells, or does not because of `why`; and whether there are more."""
    settings = Settings.read()
    query = _query(rule, settings, window_of(now), why if why in ("off", "done") else "")
    if query is None:
        return [], False
    sql, params = query
    statement = (
        f"SELECT * FROM ({sql}) AS line WHERE object_id = %s AND why = %s"  # noqa: S608 (our words)
        " AND email ILIKE %s ORDER BY at, email LIMIT %s OFFSET %s"
    )
    pattern = "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    limits = [PER_PAGE + 1, (page - 1) * PER_PAGE]
    rows = _fetch(statement, [*params, object_id, why, pattern, *limits])
    moved = postponed(now, settings)
    lines = [_told_when(Person(*row[:8]), moved) for row in rows[:PER_PAGE]]
    return lines, len(rows) > PER_PAGE


def everybody(now: datetime) -> Iterator[tuple[str, Person]]:
    """Return (rule, person) for everything that will leave: what the tests compare with what left."""
    settings = Settings.read()
    moved = postponed(now, settings)
    for rule in current_rules(settings):
        query = _query(rule, settings, window_of(now), "")
        for row in _fetch(*query) if query else []:
            line = _told_when(Person(*row[:8]), moved)
            if line.why in ("", "cap"):
                yield rule.key, line


def postponed(now: datetime, settings: Settings) -> dict[str, datetime | None]:
    """Return, by key, when the mails leave that the daily cap makes wait; None for those that never do.

    Only for people with more mail ahead than a day holds: found in SQL, few, then played through in Python.
    """
    capped = [rule for rule in current_rules(settings) if is_capped(rule.topic)]
    queries = [query for rule in capped if (query := _query(rule, settings, window_of(now), ""))]
    if not queries:
        return {}
    lines = "(SELECT email, zone, at, until, key, why FROM ({}) AS line)"
    union = " UNION ALL ".join(lines.format(sql) for sql, _params in queries)
    params = [param for _sql, some in queries for param in some]
    return _play_through(now, union, params)


def _play_through(now: datetime, union: str, params: list[Any]) -> dict[str, datetime | None]:
    heavy = f"""
        WITH line AS (SELECT * FROM ({union}) AS every WHERE why = ''), known AS (
            SELECT "to", count(*) AS mails FROM {OutgoingEmail._meta.db_table}
             WHERE topic <> '' AND (status = %s OR (status = %s AND sent_at > %s)) GROUP BY "to"
        ), busy AS (
            SELECT email FROM line LEFT JOIN known ON known."to" = line.email
             GROUP BY email HAVING count(*) + coalesce(max(known.mails), 0) > %s
        )
        SELECT email, zone, at, until, key FROM line JOIN busy USING (email)"""  # noqa: S608 (our words)
    since = now - timedelta(days=2)
    limits = [Status.QUEUED.value, Status.SENT.value, since, django_settings.OUTBOX_DAILY_CAP]
    ahead: dict[str, list[Foreseen]] = defaultdict(list)
    for email, zone, at, until, key in _fetch(heavy, [*params, *limits]):
        ahead[email].append(Foreseen(at, key, zone, until))
    known = {mail.key: mail.at for mails in ahead.values() for mail in mails}
    sent = _sent(since, ahead)
    for mail in OutgoingEmail.objects.filter(to__in=list(ahead), status=Status.QUEUED).exclude(topic=""):
        if is_capped(mail.topic):
            until = mail.expires_at or now + timedelta(days=365)
            ahead[mail.to].append(
                Foreseen(max(mail.next_try_at, now), mail.dedupe_key, mail.time_zone, until)
            )
    played = [foresee(mails, sent[email]) for email, mails in ahead.items()]
    return {key: at for one in played for key, at in one.items() if key in known and at != known[key]}


def _sent(since: datetime, addresses: Iterable[str]) -> dict[str, list[datetime]]:
    sent: dict[str, list[datetime]] = defaultdict(list)
    for mail in sent_since(since, addresses).only("to", "sent_at"):
        sent[mail.to].append(mail.sent_at or since)
    return sent


def _told_when(line: Person, moved: dict[str, datetime | None]) -> Person:
    if line.why or line.key not in moved:
        return line
    later = moved[line.key]
    return line._replace(why="lost") if later is None else line._replace(why="cap", at=later)


def _postponed_counts(
    moved: dict[str, datetime | None], settings: Settings, now: datetime
) -> "dict[tuple[str, int], Counter[str]]":
    counts: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for key, later in moved.items():
        rule, object_id = key.split(":")[1:3]
        counts[rule, int(object_id)]["lost" if later is None else "cap"] += 1
    return counts


def _grouped(rule: Rule, settings: Settings, window: Window) -> Iterator[tuple[Any, ...]]:
    """Yield (object, hour, why, zones, people) of a rule: told, left out, switched off, already done."""
    for kind in ("", "off", "done"):
        query = _query(rule, settings, window, kind)
        if query is None:
            continue
        sql, params = query
        grouped = f"""
            SELECT object_id, date_trunc('hour', at), why, array_agg(DISTINCT zone), count(*)
              FROM ({sql}) AS line GROUP BY 1, 2, 3 ORDER BY 2"""  # noqa: S608 (our words)
        yield from _fetch(grouped, params)


def _query(rule: Rule, settings: Settings, window: Window, kind: str) -> tuple[str, list[Any]] | None:
    """Return the lines of a rule as SQL, or None when there are none. `kind`: "", "off" or "done"."""
    speaking = rule.for_done() if kind == "done" else rule
    moments = moments_of(speaking, settings, window, off=kind == "off") if speaking else None
    if speaking is None or moments is None:
        return None
    try:
        ready = candidates(speaking, moments)
    except EmptyResultSet:
        return None
    why, why_params = ("%s::text", [kind]) if kind else _why(rule)
    sql = f"""
        {ready.sql}
        SELECT user_id, email, language, zone, object_id, greatest(due_at, %s) AS at, {why} AS why,
               dedupe_key AS key, useful_until AS until
          FROM candidates"""  # noqa: S608 (our words)
    return sql, [*ready.params, window.start, *why_params]


def _why(rule: Rule) -> tuple[str, list[Any]]:
    against = obstacles(rule)
    cases = " ".join(f"WHEN {condition} THEN '{name}'" for name, (condition, _params) in against.items())
    return f"CASE {cases} ELSE '' END", [one for _sql, some in against.values() for one in some]


def _fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
