"""One date for everybody: who submits shares the dates of an edition, who moves them has them alone.

Locks of PostgreSQL that end with the transaction and queue fairly. Row locks do not: as long as new people
kept coming, each sharing the row, whoever wants to move it would wait for ever.
"""

from django.db import connection

from events.models import Edition

#: Tells these locks from others of the same database.
NAMESPACE = 0x504C5A


def share_dates(edition: Edition) -> None:
    """Let no deadline of `edition` move until the open transaction ends; others may share them too."""
    _lock("pg_advisory_xact_lock_shared", edition)


def own_dates(edition: Edition) -> None:
    """Wait for who is submitting, and let nobody submit or move until the open transaction ends."""
    _lock("pg_advisory_xact_lock", edition)


def _lock(function: str, edition: Edition) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [NAMESPACE, edition.pk])
