"""What was sent to a call as a table: each heading stands beside what a row has below it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import make_naive

Column = tuple[str | Promise, Callable[[Any], Any]]
#: How many rows are fetched at a time.
CHUNK = 500


def table(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the headings, then each of `rows`, as `somosnlp.ui.xlsx` takes them."""
    yield [str(heading) for heading, _value in columns]
    for row in rows:
        yield [_cell(value(row)) for _heading, value in columns]


def _cell(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    return make_naive(value) if isinstance(value, datetime) else value
