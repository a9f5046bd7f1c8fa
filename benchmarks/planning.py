"""Planning reminders for a crowd, beside the least that writing so many rows can cost."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db import connection

from benchmarks.seeding import MANY
from registrations.models import Registration
from registrations.reminders import registration_rules
from registrations.states import Status
from somosnlp.outbox import reminders
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reminders import After, Rule

_TABLE = OutgoingEmail._meta.db_table
#: The rows of a reminder written without asking anything: whom, when, or whether they were told.
_BARE = f"""
    INSERT INTO {_TABLE} (
        "to", user_id, language, time_zone, object_id, occurrence, dedupe_key, next_try_at, expires_at,
        context, template, renderer, topic, rule, status, created_at, attempts, secret,
        reply_to, subject, body_text, body_html, last_reply
    )
    SELECT person.email, person.id, person.language, person.time_zone, begun.edition_id, 'bare',
           'reminder:bare:' || begun.edition_id || ':' || person.id, now(), now() + interval '1 day', '{{}}',
           'bare', 'bare', 'bare', 'bare', 'queued', now(), 0, false, '', '', '', '', ''
      FROM {Registration._meta.db_table} AS begun JOIN accounts_user AS person ON person.id = begun.user_id
     WHERE begun.status = 'draft' AND person.is_active"""


@dataclass
class Planned:
    """One rule: seconds in the database in each round, beside the bare statement of the same round."""

    rule: str
    seconds: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    written: int = 0
    inserts: int = 0
    statements: int = 0

    @property
    def times_bare(self) -> float:
        return median(planned / bare for planned, bare in zip(self.seconds, self.bare, strict=True))


def measure(rounds: int) -> list[Planned]:
    """Plan every rule that speaks to the crowd, in turn with the bare statement; the database is emptied."""
    rules = list(registration_rules())
    results = [Planned(rule.key) for rule in rules]
    for _round in range(rounds):
        for result, rule in zip(results, rules, strict=True):
            _measure_one(result, rule)
    return results


def _measure_one(result: Planned, rule: Rule) -> None:
    now = _due(rule)
    result.bare.append(_timed(_write_bare).seconds)
    _empty()
    first = _timed(lambda: reminders.plan_rule(rule, now))
    again = _timed(lambda: reminders.plan_rule(rule, now))
    if first.returned != MANY or again.returned != 0:
        raise RuntimeError(f"{rule.key} wrote {first.returned} reminders, then {again.returned}")
    result.seconds.append(first.seconds)
    result.again.append(again.seconds)
    result.written, result.statements, result.inserts = first.returned, first.statements, first.inserts
    _empty()


def _due(rule: Rule) -> datetime:
    """An instant at which the rule has something to tell everybody."""
    crowd = Registration.objects.filter(status=Status.DRAFT).order_by("-created_at")
    if isinstance(rule.when, After):
        return crowd[0].created_at + rule.when.delay + timedelta(minutes=1)
    instant = rule.when.instants()[crowd[0].edition_id]
    zones = crowd.order_by().values_list("user__time_zone", flat=True).distinct()
    return max(rule.when.due_at(instant, zone) for zone in zones)


@dataclass
class _Timed:
    returned: Any = None
    seconds: float = 0
    statements: int = 0
    inserts: int = 0

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began
            self.statements += 1
            self.inserts += "INSERT INTO" in sql


def _timed(work: Callable[[], Any]) -> _Timed:
    timed = _Timed()
    with connection.execute_wrapper(timed.watch):
        timed.returned = work()
    return timed


def _write_bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BARE)


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_TABLE} CASCADE")  # held decisions point at their mails
        cursor.execute("CHECKPOINT")


@contextmanager
def on_database(name: str) -> Iterator[None]:
    """Point Django's connection at another database of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
