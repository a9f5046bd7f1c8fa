"""Searching names without minding accents or capitals: one SQL function, used by columns and queries."""

from typing import Any, ClassVar, TypeVar

from django.db.models import CharField, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.http import HttpRequest

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])

#: Nobody searches for more words than this.
MOST_WORDS = 8

#: `unaccent` is only STABLE, so an index may not use it; this wrapper names its dictionary and is IMMUTABLE.
CREATE_FOLD = """
CREATE OR REPLACE FUNCTION somosnlp_fold(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$
"""
DROP_FOLD = "DROP FUNCTION IF EXISTS somosnlp_fold(text)"


class Fold(Func):
    """Lower case without accents, as PostgreSQL does it."""

    function = "somosnlp_fold"
    output_field = TextField()


def folded(*columns: str) -> Fold:
    """Return the expression of a search column: the folded `columns`, joined by spaces."""
    if len(columns) == 1:
        return Fold(F(columns[0]))
    parts: list[F | Value] = []
    for column in columns:
        parts += [F(column), Value(" ")]
    return Fold(Concat(*parts, output_field=CharField()))


def matching(rows: Rows, text: str, column: str = "search") -> Rows:
    """Return the `rows` whose search `column` holds every word of `text`, in any order, without accents."""
    for word in text.replace("\0", "").split()[:MOST_WORDS]:
        rows = rows.filter(**{f"{column}__contains": Fold(Value(word))})
    return rows


class FoldedSearch:
    """A ModelAdmin whose `search_fields` name one folded column: its own, or that of a person."""

    search_fields: ClassVar[tuple[str, ...]]

    def get_search_results(self, request: HttpRequest, queryset: Rows, search_term: str) -> tuple[Rows, bool]:
        """Every word must be in that column; one index, no duplicates."""
        return matching(queryset, search_term, *self.search_fields), False
