"""Proposals that say nearly the same, by the trigrams of their folded `search` column."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import QuerySet

MOST = 5
#: What PostgreSQL's `%` operator asks for unless told otherwise; the index answers that operator.
LEAST = 0.3


@dataclass(frozen=True)
class Similar:
    """Another proposal, and how alike the two are, 0 to 1."""

    obj: Any
    likeness: float

    @property
    def percent(self) -> int:
        """How alike, for people."""
        return round(self.likeness * 100)


def similar_rows(rows: "QuerySet[Any]", obj: Any, column: str = "search") -> "QuerySet[Any]":
    """Return those of `rows` whose `column` is at least `LEAST` like that of `obj`, the likest first.

    `column` needs an index with `gin_trgm_ops`.
    """
    text = getattr(obj, column)
    found: QuerySet[Any] = rows.filter(**{f"{column}__trigram_similar": text}).exclude(pk=obj.pk)
    found = found.annotate(likeness=TrigramSimilarity(column, text))
    return found.order_by("-likeness", "pk")[:MOST]


def similar_to(rows: "QuerySet[Any]", obj: Any, column: str = "search") -> list[Similar]:
    """Return the proposals of `similar_rows` for the review page."""
    with by_index():
        return [Similar(row, row.likeness) for row in similar_rows(rows, obj, column)]


@contextmanager
def by_index() -> Iterator[None]:
    """Let PostgreSQL answer from indexes in the block.

    It takes the comparison of two long texts for as cheap as that of two numbers, and would rather compare
    one text with thousands than look its trigrams up.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
