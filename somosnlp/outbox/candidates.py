"""Who is told what, and when: the one computation behind planning (a window of no length) and the forecast.

Times are computed here, in Python, one per *distinct* zone, and joined as VALUES: a zone that PostgreSQL
does not know would fail the statement for everybody; here it counts as UTC.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rules import After, Audience, Before, Mailing, Rule, Settings
from somosnlp.outbox.topics import Reader, declined

#: Name and order of the columns of an audience.
AUDIENCE = "user_id, email, language, zone, object_id, joined_at"
#: Who it is, in a key: a number, or a digest of the address of who has no account.
PERSON = "coalesce(user_id::text, md5(lower(email)))"
#: The same for a mailing by address: who gets an account meanwhile is not told twice.
ADDRESS = "md5(lower(email))"
#: The occurrence of what can happen to a person several times: when it began, to the microsecond.
EACH = """to_char(joined_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""


class Window(NamedTuple):
    """What may leave between two instants. Planning asks about one instant: both are now."""

    start: datetime
    end: datetime


class Moments(NamedTuple):
    """SQL that adds `occurrence`, `due_at` and `useful_until` to the rows of `audience`."""

    sql: str
    params: list[Any]


@dataclass(frozen=True)
class Candidates:
    """`WITH … candidates AS (…)`: one row per mail that may leave, with its key; nobody left out yet."""

    sql: str
    params: list[Any]


class _Due(NamedTuple):
    """One object in one zone: what the audience is joined with."""

    object_id: int
    zone: str
    occurrence: str
    due_at: datetime
    useful_until: datetime


def candidates(mailing: Mailing, moments: Moments) -> Candidates:
    """Return the common table expressions up to `candidates`.

    Raises EmptyResultSet for an audience that Django knows to be empty.
    """
    audience, params = _audience(mailing)
    once, person, order = (
        ("DISTINCT ON (dedupe_key)", ADDRESS, "ORDER BY dedupe_key, joined_at")
        if mailing.by_address
        else ("", PERSON, "")
    )
    sql = f"""
        WITH {audience}, moments AS ({moments.sql}), candidates AS (
            SELECT {once} *,
                   concat_ws(':', 'reminder', %s::text, object_id, occurrence, {person}) AS dedupe_key
              FROM moments {order}
        )"""  # noqa: S608 (placeholders only)
    return Candidates(sql, [*params, *moments.params, mailing.key])


def obstacles(mailing: Mailing) -> dict[str, tuple[str, list[Any]]]:
    """Return why a candidate is not told: a name and the SQL that is true of it, the first reason first."""
    told = f"""EXISTS (
        SELECT FROM {OutgoingEmail._meta.db_table} AS told WHERE told.dedupe_key = candidates.dedupe_key
    )"""
    return {"told": (told, []), "late": ("joined_at > due_at", []), "declined": declined(mailing.topic)}


def moments_of(rule: Rule, settings: Settings, window: Window, *, off: bool = False) -> Moments | None:
    """Return when each person of the audience is due in `window`, or None when nobody can be.

    `off` asks what the objects would do for which the rule is switched off, instead of the others.
    """
    if isinstance(rule.when, After):
        return _after(rule, rule.when, settings, window, off=off)
    return _before(rule, rule.when, settings, window, off=off)


def occurrence_of(instant: datetime) -> str:
    """Return the name of an occurrence: its instant, in UTC."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def _before(rule: Rule, when: Before, settings: Settings, window: Window, *, off: bool) -> Moments | None:
    """No query at all while no object can be due."""
    near = {}
    for pk, instant in when.instants().items():
        own, lateness = settings.before(rule, when, pk)
        if settings.is_on(rule, pk) is not off and _may_be_due(own, lateness, instant, window):
            near[pk] = (own, lateness, instant)
    since = when.since() if near else {}
    due = [
        row
        for row in _due_rows(rule, near)
        if row.due_at <= window.end
        and row.useful_until > window.start
        and row.due_at >= since.get(row.object_id, row.due_at)
    ]
    if not due:
        return None
    table = ", ".join(["(%s::bigint, %s::text, %s::text, %s::timestamptz, %s::timestamptz)"] * len(due))
    sql = f"""
        SELECT audience.*, due.occurrence, due.due_at, due.useful_until
          FROM audience
          JOIN (VALUES {table}) AS due (object_id, zone, occurrence, due_at, useful_until)
            ON due.object_id = audience.object_id AND due.zone = audience.zone"""  # noqa: S608 (placeholders)
    return Moments(sql, [value for row in due for value in row])


def _may_be_due(when: Before, lateness: timedelta, instant: datetime, window: Window) -> bool:
    middle = instant - when.ahead
    return middle - when.spread <= window.end and window.start <= middle + when.spread + lateness


def _due_rows(rule: Rule, near: Mapping[int, tuple[Before, timedelta, datetime]]) -> Iterable[_Due]:
    for object_id, zone in _places(rule, list(near)):
        when, lateness, instant = near[object_id]
        due_at = when.due_at(instant, zone)
        yield _Due(object_id, zone, occurrence_of(instant), due_at, min(due_at + lateness, instant))


def _places(rule: Rule, objects: list[int]) -> list[tuple[int, str]]:
    """Return the distinct (object, zone) of the audience of these objects."""
    return _distinct(rule, "object_id, zone", "object_id = ANY(%s)", objects) if objects else []


def _after(rule: Rule, when: After, settings: Settings, window: Window, *, off: bool) -> Moments | None:
    last = when.until() if when.until else dict.fromkeys(_objects(rule))
    rows = []
    for pk, instant in last.items():
        own, lateness = settings.after(rule, when, pk)
        if settings.is_on(rule, pk) is not off:
            rows.append((pk, own.delay, own.delay + lateness, instant))
    if not rows:
        return None
    table = ", ".join(["(%s::bigint, %s::interval, %s::interval, %s::timestamptz)"] * len(rows))
    # The two plain bounds on joined_at are for an index; those on the computed columns are exact.
    sql = f"""
        SELECT * FROM (
            SELECT audience.*, {EACH if when.each else "''"} AS occurrence, joined_at + delay AS due_at,
                   least(joined_at + ends, last) AS useful_until
              FROM audience
              JOIN (VALUES {table}) AS own (object_id, delay, ends, last)
                ON own.object_id = audience.object_id
             WHERE joined_at <= %s AND joined_at > %s
        ) AS timed
         WHERE due_at <= %s AND useful_until > greatest(%s, due_at)"""  # noqa: S608 (placeholders only)
    newest = window.end - min(row[1] for row in rows)
    oldest = window.start - max(row[2] for row in rows)
    values = [value for row in rows for value in row]
    return Moments(sql, [*values, newest, oldest, window.end, window.start])


def _objects(rule: Rule) -> list[int]:
    return [row[0] for row in _distinct(rule, "object_id", "TRUE")]


def _distinct(rule: Mailing, columns: str, condition: str, *params: Any) -> list[Any]:
    try:
        audience, audience_params = _audience(rule)
    except EmptyResultSet:
        return []
    sql = f"WITH {audience} SELECT DISTINCT {columns} FROM audience WHERE {condition}"  # noqa: S608 (our words)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*audience_params, *params])
        return list(cursor.fetchall())


def _audience(rule: Mailing) -> tuple[str, tuple[Any, ...]]:
    """Return the audience as a common table expression with the names the statements use.

    Where organisers chose other groups for some objects, these take the place of the rule's own people:
    a group is of an edition, and speaks here of the object it was chosen for.
    Raises EmptyResultSet when Django knows that nobody is left.
    """
    if not rule.instead:
        sql, params = rule.audience().order_by().query.sql_with_params()
        return f"audience ({AUDIENCE}) AS ({sql})", params
    parts = [
        _compiled(rule.audience, AUDIENCE, "WHERE NOT object_id = ANY(%s)", list(rule.instead)),
        *(_compiled(people, _about(pk)) for pk, people in rule.instead.items() if people),
    ]
    found = [part for part in parts if part]
    if not found:
        raise EmptyResultSet
    union = " UNION ALL ".join(sql for sql, _params in found)
    return f"audience ({AUDIENCE}) AS ({union})", tuple(one for _sql, params in found for one in params)


def _about(object_id: int) -> str:
    return AUDIENCE.replace("object_id", f"{object_id:d}::bigint")


def _compiled(
    audience: Audience, columns: str, condition: str = "", *values: Any
) -> tuple[str, list[Any]] | None:
    try:
        sql, params = audience().order_by().query.sql_with_params()
    except EmptyResultSet:
        return None
    return f"SELECT {columns} FROM ({sql}) AS part ({AUDIENCE}) {condition}", [*params, *values]  # noqa: S608


def person_of(mailing: Mailing, object_id: int, reader: Reader) -> tuple[str, str, str] | None:
    """Return (e-mail, language, zone) of one person of the audience; None when she is not in it.

    Who has no account is known by the address alone, and so is everybody in a mailing by address.
    """
    unknown = "" if mailing.by_address else " AND user_id IS NULL"
    who, value = f"lower(email) = lower(%s){unknown}", reader.address
    if reader.user_id and not mailing.by_address:
        who, value = "user_id = %s::bigint", str(reader.user_id)
    found = _distinct(mailing, "email, language, zone", f"object_id = %s AND {who}", object_id, value)
    return found[0] if found else None
