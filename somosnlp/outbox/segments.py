"""Writing to many people at once: held drafts, a look at them, then all of them leave or none.

The drafts are written by one INSERT … SELECT from whoever chooses the people, one per person however often
they are in the list; who does not want the topic is left out and counted. Words and facts are put together
when a mail leaves, so who was anonymised meanwhile gets nothing.

Groups that organisers can pick are `Segment`s (`outbox.groups`); a list in the
admin that was filtered by hand calls `create_mailing` with its own queryset.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.utils import timezone

from somosnlp.outbox.groups import Recipients
from somosnlp.outbox.models import Circular, CircularText, OutgoingEmail
from somosnlp.outbox.placeholders import FIRST_NAME, GREETING, problems
from somosnlp.outbox.reasons import CANCELLED
from somosnlp.outbox.replies import reply_address
from somosnlp.outbox.services import release, withdraw
from somosnlp.outbox.states import Status
from somosnlp.outbox.topics import declined, topics

#: What may stand in braces in a letter.
PLACES = (GREETING, FIRST_NAME)
TEMPLATE = "outbox/text"
DEFAULT_LANGUAGE = "es"

#: Subject and body by language.
Words = Mapping[str, tuple[str, str]]


class RefusedWordsError(ValueError):
    """Words that nobody would fill in, a missing Spanish text, or a topic that nobody lists."""


def create_mailing(
    *,
    title: str,
    topic: str,
    words: Words,
    recipients: Recipients,
    by: int,
    segment: str = "",
    edition_id: int | None = None,
) -> Circular:
    """Write a letter and a held draft of it for each of `recipients`; nothing leaves yet.

    `topic` is a listed one, or empty for what people must know whatever they switched off. `words` has
    Spanish and any other language of the site; `by` is the number of who writes; answers go
    where those about the edition go. Raises RefusedWordsError.
    """
    _check(topic, words)
    with transaction.atomic():
        circular = Circular.objects.create(
            title=title[:120], topic=topic, segment=segment[:300], created_by=by
        )
        CircularText.objects.bulk_create(
            CircularText(circular=circular, language=language, subject=subject, body=body)
            for language, (subject, body) in words.items()
        )
        reply_to = reply_address(edition_id)
        circular.people, circular.left_out = _write_drafts(circular, list(words), recipients, reply_to)
        circular.save(update_fields=["people", "left_out"])
    return circular


@transaction.atomic
def release_mailing(circular: Circular, *, by: int) -> int:
    """Let all drafts of a letter leave; return how many. The second time, and once cancelled, it is 0."""
    if not _decide(circular, "released_at", cancelled_at=None):
        return 0
    return release(OutgoingEmail.objects.filter(circular=circular))


@transaction.atomic
def cancel_mailing(circular: Circular, *, by: int) -> int:
    """Let nothing more of a letter leave; return how many mails that stopped. What has left, has left."""
    if not _decide(circular, "cancelled_at"):
        return 0
    return withdraw(OutgoingEmail.objects.filter(circular=circular), CANCELLED)


def _decide(circular: Circular, column: str, **others: Any) -> bool:
    """Date one decision, unless somebody was first."""
    rows = Circular.objects.filter(pk=circular.pk, **{column: None}, **others)
    return bool(rows.update(**{column: timezone.now()}))


def _check(topic: str, words: Words) -> None:
    if topic and topic not in {known.key for known in topics()}:
        raise RefusedWordsError(f"no topic is called {topic!r}")
    if DEFAULT_LANGUAGE not in words:
        raise RefusedWordsError("the Spanish words are missing")
    for subject, body in words.values():
        found = problems(subject, PLACES, is_body=False) + problems(body, PLACES, is_body=True)
        if found or not subject.strip() or not body.strip():
            raise RefusedWordsError("; ".join(found) or "a text is empty")


def _write_drafts(
    circular: Circular, languages: list[str], recipients: Recipients, reply_to: str
) -> tuple[int, int]:
    """Insert the drafts; return how many were written and how many people do not want the topic."""
    try:
        people, params = recipients.order_by().query.sql_with_params()
    except EmptyResultSet:
        return 0, 0
    refuses, refuses_params = declined(circular.topic)
    now = timezone.now()
    constants: dict[str, Any] = {
        "circular_id": circular.pk,
        "template": TEMPLATE,
        "topic": circular.topic,
        "reply_to": reply_to,
        "status": Status.HELD.value,
        "created_at": now,
        "next_try_at": now,
        "attempts": 0,
        "secret": False,
        "context": "{}",
        "reason_facts": "{}",
        **dict.fromkeys(
            ("renderer", "rule", "occurrence", "subject", "body_text", "body_html", "reason", "last_reply"),
            "",
        ),
    }
    sql = f"""
        WITH people (user_id, email, language, zone) AS ({people}), chosen AS (
            SELECT DISTINCT ON (lower(email)) *, {refuses} AS refuses FROM people ORDER BY lower(email)
        ), written AS (
            INSERT INTO {OutgoingEmail._meta.db_table} (
                "to", user_id, language, time_zone, dedupe_key, {", ".join(constants)}
            )
            SELECT email, user_id, CASE WHEN language = ANY(%s) THEN language ELSE %s END, zone,
                   concat_ws(':', 'circular', %s::text, coalesce(user_id::text, lower(email))),
                   {", ".join(["%s"] * len(constants))}
              FROM chosen WHERE NOT refuses
                ON CONFLICT (dedupe_key) DO NOTHING
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM chosen WHERE refuses)"""  # noqa: S608
    values = [languages, DEFAULT_LANGUAGE, circular.pk, *constants.values()]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *refuses_params, *values])
        written, left_out = cursor.fetchone()
    return written, left_out
