"""Reminders: computed from rows every minute, "due and not yet in the outbox".

A rule says which people to tell about which object, and when. It never schedules anything: what is not
due yet exists nowhere, so a deadline that moves, a person who joins or a zone that is corrected needs no
repair. Planning is one INSERT … SELECT … ON CONFLICT DO NOTHING per rule; the key of a row is (rule,
object, occurrence, person), so any number of planners write each reminder once.

Rules live in `<app>/reminders.py`; a function that returns them is listed in `PROVIDERS["reminder_rules"]`,
the renderer that finds the words' facts when the mail leaves in `PROVIDERS["mail_renderers"]`.

A **deadline**, some days before, at nine in the morning where each person lives:

    Rule(
        key="registrations.closing_7d",
        template="registrations/mail/closing",
        renderer="registrations.closing",
        topic="deadlines",
        audience=lambda: Registration.objects.filter(status=Status.DRAFT).values_list(
            "user_id", "user__email", "user__language", "user__time_zone", "edition_id", "created_at"
        ),
        when=DaysBefore(7, lambda: {edition.pk: closes_at, …}),   # object id → the instant it is about
    )

An object that is missing from the mapping (cancelled, date unknown) reminds nobody. When its instant
moves, that is another occurrence: people are told again in time, and what had not left is dropped.

**Some hours after** each person began something; `joined_at` is that moment, and there is one occurrence:

    Rule(key="registrations.unfinished", …, when=After(timedelta(hours=24)))

In both, `joined_at` decides who is late: whoever joined after the reminder's time gets none, and so does
everybody when it is `lateness` past (a worker that was down for days wakes nobody with old news).
Times are computed here, in Python, one per *distinct* zone, and joined as VALUES: a zone that PostgreSQL
does not know would fail the statement for everybody; here it counts as UTC.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.services import withdraw
from somosnlp.outbox.states import OPEN, Status
from somosnlp.providers import providers
from somosnlp.ui.zones import zone_info

MORNING = time(9)
MOVED = "La fecha cambió antes de que saliera."
#: No two zones are further apart than UTC−12 and UTC+14; a day more for the clock.
WIDEST = timedelta(hours=26) + timedelta(days=1)

#: Name and order of the columns of an audience.
AUDIENCE = "user_id, email, language, zone, object_id, joined_at"
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
    """So long after the `joined_at` of each person; once per object and person."""

    delay: timedelta


@dataclass(frozen=True, kw_only=True)
class Mailing:
    """What to tell whom; the words are found when the mail leaves.

    `key`: unique, at most 60 characters. `template`: as for `services.queue`. `renderer`: the key of a mail
    renderer. `audience`: a function that returns a queryset made with `values_list` of exactly
    (user id, e-mail, language, zone, object id, joined at), one row per object and person.
    `context`: plain values handed to the renderer.
    """

    key: str
    template: str
    renderer: str
    topic: str
    audience: Audience
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rule(Mailing):
    """A reminder: a mailing with the time of each of its mails."""

    when: DaysBefore | After
    lateness: timedelta = timedelta(hours=24)


class Due(NamedTuple):
    """One object in one zone: what the audience is joined with."""

    object_id: int
    zone: str
    occurrence: str
    due_at: datetime
    useful_until: datetime


def plan(now: datetime | None = None) -> int:
    """Write the reminders that are due and drop those whose occasion moved; return how many were written."""
    now = now or timezone.now()
    return sum(plan_rule(rule, now) for rule in rules())


def rules() -> Iterable[Rule]:
    """Every rule of every app."""
    providing: Iterable[Callable[[], Iterable[Rule]]] = providers("reminder_rules")
    return [rule for provide in providing for rule in provide()]


def plan_rule(rule: Rule, now: datetime) -> int:
    """Plan one rule; return how many reminders were written."""
    if isinstance(rule.when, After):
        return _insert_after(rule, rule.when, now)
    instants = rule.when.instants()
    with transaction.atomic():
        _drop_moved(rule, instants)
        return _insert_days_before(rule, rule.when, instants, now)


def announce(mailing: Mailing, *, not_before: datetime, expires_at: datetime) -> int:
    """Tell everybody in the audience once, in one statement in the caller's transaction; return how many.

    Who was told of the same object before (sent, or still waiting) is left out.
    """
    moments = """
        SELECT audience.*, '' AS occurrence, %s::timestamptz AS due_at, %s::timestamptz AS useful_until
          FROM audience"""
    try:
        return _insert(mailing, moments, [not_before, expires_at], timezone.now())
    except EmptyResultSet:
        return 0


def occurrence_of(instant: datetime) -> str:
    """Return the name of an occurrence: its instant, in UTC."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def _drop_moved(rule: Rule, instants: Mapping[int, datetime]) -> None:
    """Skip what has not left and is about another instant than today's, or about an object that is gone."""
    waiting = OutgoingEmail.objects.filter(rule=rule.key, status__in=OPEN)
    current = {(pk, occurrence_of(instant)) for pk, instant in instants.items()}
    seen = set(waiting.values_list("object_id", "occurrence").distinct().order_by())
    for object_id, occurrence in seen - current:
        withdraw(waiting.filter(object_id=object_id, occurrence=occurrence), MOVED)


def _insert_days_before(rule: Rule, when: DaysBefore, instants: Mapping[int, datetime], now: datetime) -> int:
    """Insert for the objects and zones that are due now; no query at all while none can be."""
    near = {pk: instant for pk, instant in instants.items() if _may_be_due(rule, when, instant, now)}
    due = [row for row in _due_rows(rule, when, near) if row.due_at <= now < row.useful_until]
    if not due:
        return 0
    table = ", ".join(["(%s::bigint, %s::text, %s::text, %s::timestamptz, %s::timestamptz)"] * len(due))
    moments = f"""
        SELECT audience.*, due.occurrence, due.due_at, due.useful_until
          FROM audience
          JOIN (VALUES {table}) AS due (object_id, zone, occurrence, due_at, useful_until)
            ON due.object_id = audience.object_id AND due.zone = audience.zone
         WHERE audience.joined_at <= due.due_at"""  # noqa: S608 (placeholders only)
    return _insert(rule, moments, [value for row in due for value in row], now)


def _may_be_due(rule: Rule, when: DaysBefore, instant: datetime, now: datetime) -> bool:
    middle = instant - timedelta(days=when.days)
    return middle - WIDEST <= now <= middle + WIDEST + rule.lateness


def _due_rows(rule: Rule, when: DaysBefore, instants: Mapping[int, datetime]) -> Iterable[Due]:
    for object_id, zone in _places(rule, list(instants)):
        instant = instants[object_id]
        due_at = when.due_at(instant, zone)
        yield Due(object_id, zone, occurrence_of(instant), due_at, min(due_at + rule.lateness, instant))


def _places(rule: Rule, objects: list[int]) -> list[tuple[int, str]]:
    """Return the distinct (object, zone) of the audience of these objects."""
    if not objects:
        return []
    audience, params = _audience(rule)
    sql = f"WITH {audience} SELECT DISTINCT object_id, zone FROM audience WHERE object_id = ANY(%s)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, objects])
        return [(object_id, zone) for object_id, zone in cursor.fetchall()]


def _insert_after(rule: Rule, when: After, now: datetime) -> int:
    moments = """
        SELECT audience.*, '' AS occurrence, joined_at + %s AS due_at, joined_at + %s AS useful_until
          FROM audience
         WHERE joined_at > %s AND joined_at <= %s"""
    until = when.delay + rule.lateness
    return _insert(rule, moments, [when.delay, until, now - until, now - when.delay], now)


def _insert(rule: Mailing, moments: str, params: list[Any], now: datetime) -> int:
    """Run the statement. Keys go in in order, so that two planners never wait for each other in a ring."""
    audience, audience_params = _audience(rule)
    constants: dict[str, Any] = {
        "template": rule.template,
        "renderer": rule.renderer,
        "topic": rule.topic,
        "rule": rule.key,
        "status": Status.QUEUED.value,
        "created_at": now,
        "attempts": 0,
        "secret": False,
        **dict.fromkeys(("reply_to", "subject", "body_text", "body_html", "last_reply"), ""),
    }
    sql = f"""
        WITH {audience}, moments AS ({moments}), planned AS (
            SELECT *, concat_ws(':', 'reminder', %s::text, object_id, occurrence, user_id) AS dedupe_key
              FROM moments
        )
        INSERT INTO {OutgoingEmail._meta.db_table} (
            "to", user_id, language, time_zone, object_id, occurrence, dedupe_key, next_try_at, expires_at,
            context, {", ".join(constants)}
        )
        SELECT email, user_id, language, zone, object_id, occurrence, dedupe_key, due_at, useful_until,
               {", ".join(["%s"] * (1 + len(constants)))}
          FROM planned
         WHERE NOT EXISTS (
            SELECT FROM {OutgoingEmail._meta.db_table} AS told WHERE told.dedupe_key = planned.dedupe_key
         )
         ORDER BY dedupe_key
            ON CONFLICT (dedupe_key) DO NOTHING"""  # noqa: S608 (names of columns and placeholders only)
    context = OutgoingEmail._meta.get_field("context").get_db_prep_save(dict(rule.context), connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*audience_params, *params, rule.key, context, *constants.values()])
        return int(cursor.rowcount)


def _audience(rule: Mailing) -> tuple[str, tuple[Any, ...]]:
    """Return the audience as a common table expression with the names the statements use."""
    sql, params = rule.audience().order_by().query.sql_with_params()
    return f"audience ({AUDIENCE}) AS ({sql})", params
