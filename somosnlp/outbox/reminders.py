"""Reminders: computed from rows every minute, "due and not yet in the outbox".

A rule (`outbox.rules`) says which people to tell about which object, and when. It never schedules anything:
what is not due yet exists nowhere, so a deadline that moves, a person who joins or a zone that is corrected
needs no repair. Planning is one INSERT … SELECT … ON CONFLICT DO NOTHING per rule; the key of a row is (rule,
object, occurrence, person), so any number of planners write each reminder once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.utils import timezone

from somosnlp.outbox.candidates import Moments, Window, candidates, moments_of, obstacles, occurrence_of
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reasons import CALLED_OFF, MOVED, OFF, Reason
from somosnlp.outbox.rules import After, DaysBefore, HoursBefore, Mailing, Rule, Settings, rules
from somosnlp.outbox.ruleset import current_rules
from somosnlp.outbox.services import withdraw
from somosnlp.outbox.states import OPEN, Status

__all__ = ["After", "DaysBefore", "HoursBefore", "Mailing", "Rule", "announce", "plan", "plan_rule", "rules"]


def plan(now: datetime | None = None) -> int:
    """Write the reminders that are due and drop those whose occasion moved; return how many were written."""
    now = now or timezone.now()
    settings = Settings.read()
    return sum(plan_rule(rule, now, settings) for rule in current_rules(settings))


def plan_rule(rule: Rule, now: datetime, settings: Settings | None = None) -> int:
    """Plan one rule; return how many reminders were written."""
    settings = settings or Settings()
    with transaction.atomic():
        if not isinstance(rule.when, After):
            _drop_moved(rule, rule.when.instants(), settings)
        elif settings.touches(rule):
            _drop_switched_off(rule, settings)
        moments = moments_of(rule, settings, Window(now, now))
        return _insert(rule, moments, now) if moments else 0


def drop_waiting(key: str, reason: Reason, edition_id: int | None = None) -> int:
    """Withdraw what has not left of a rule that changed, for one edition or all; return how many.

    What is still right is written again by the next planning run; who was told is not told again.
    """
    waiting = OutgoingEmail.objects.filter(rule=key, status__in=OPEN)
    if edition_id is not None:
        waiting = waiting.filter(object_id__in=_objects_of(key, edition_id))
    return withdraw(waiting, reason)


def announce(mailing: Mailing, *, not_before: datetime, expires_at: datetime) -> int:
    """Tell everybody in the audience once, in one statement in the caller's transaction; return how many.

    Who was told of the same object before (sent, or still waiting) is left out.
    """
    moments = """
        SELECT audience.*, '' AS occurrence, %s::timestamptz AS due_at, %s::timestamptz AS useful_until
          FROM audience"""
    return _insert(mailing, Moments(moments, [not_before, expires_at]), timezone.now())


def _objects_of(key: str, edition_id: int) -> list[int]:
    """Return the objects of a rule in one edition: its parts, or the edition itself."""
    parts = next((rule.parts for rule in rules() if rule.key == key), None)
    if parts is None:
        return [edition_id]
    return [pk for pk, edition in parts.editions().items() if edition == edition_id]


def _drop_moved(rule: Rule, instants: Mapping[int, datetime], settings: Settings) -> None:
    """Skip what has not left and is about another instant than today's, or about an object that is gone."""
    waiting = OutgoingEmail.objects.filter(rule=rule.key, status__in=OPEN)
    current = {(pk, occurrence_of(instant)) for pk, instant in instants.items() if settings.is_on(rule, pk)}
    seen = set(waiting.values_list("object_id", "occurrence").distinct().order_by())
    for object_id, occurrence in seen - current:
        stays = MOVED if object_id in instants else CALLED_OFF
        reason = stays if settings.is_on(rule, object_id or 0) else OFF
        withdraw(waiting.filter(object_id=object_id, occurrence=occurrence), reason)


def _drop_switched_off(rule: Rule, settings: Settings) -> None:
    waiting = OutgoingEmail.objects.filter(rule=rule.key, status__in=OPEN)
    for object_id in set(waiting.values_list("object_id", flat=True).distinct().order_by()):
        if not settings.is_on(rule, object_id or 0):
            withdraw(waiting.filter(object_id=object_id), OFF)


def _insert(mailing: Mailing, moments: Moments, now: datetime) -> int:
    """Run the statement. Keys go in in order, so that two planners never wait for each other in a ring."""
    try:
        ready = candidates(mailing, moments)
    except EmptyResultSet:
        return 0
    constants: dict[str, Any] = {
        "template": mailing.template,
        "renderer": mailing.renderer,
        "topic": mailing.topic,
        "rule": mailing.key,
        "status": Status.QUEUED.value,
        "created_at": now,
        "attempts": 0,
        "secret": False,
        **dict.fromkeys(("reply_to", "subject", "body_text", "body_html", "reason", "last_reply"), ""),
        "reason_facts": "{}",
    }
    against = obstacles(mailing).values()
    sql = f"""
        {ready.sql}
        INSERT INTO {OutgoingEmail._meta.db_table} (
            "to", user_id, language, time_zone, object_id, occurrence, dedupe_key, next_try_at, expires_at,
            context, {", ".join(constants)}
        )
        SELECT email, user_id, language, zone, object_id, occurrence, dedupe_key, due_at, useful_until,
               {", ".join(["%s"] * (1 + len(constants)))}
          FROM candidates
         WHERE {" AND ".join(f"NOT ({condition})" for condition, _params in against)}
         ORDER BY dedupe_key
            ON CONFLICT (dedupe_key) DO NOTHING"""  # noqa: S608 (names of columns and placeholders only)
    context = OutgoingEmail._meta.get_field("context").get_db_prep_save(dict(mailing.context), connection)
    params = [*ready.params, context, *constants.values(), *(one for _sql, some in against for one in some)]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
