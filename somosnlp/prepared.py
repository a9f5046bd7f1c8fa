"""Querysets whose SQL is written once per process, for what signed-in pages ask with every request.

Django writes the SQL of a queryset anew each time, which takes several times as long as asking PostgreSQL:

    _MINE = Prepared(lambda: Registration.objects.filter(user=Given("user")).select_related("university"))
    registration = _MINE.first(user=request.user)

What differs from call to call has to be a `Given`; anything else (an hour, a key) stays as it was when the
statement was first used.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, Self, TypeVar

from django.db import connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)


class Given(Expression):
    """The place of a value in a prepared queryset, by the name it is given under."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class Prepared(Generic[Row]):
    """A queryset, built when it is first used; each use gives the values of its `Given`s."""

    def __init__(self, build: Callable[[], "QuerySet[Row, Any]"]) -> None:
        self._build = build

    @cached_property
    def _written(self) -> "tuple[type[Row], _Written]":
        queryset = self._build()
        return queryset.model, _Written(queryset.query, queryset.db)

    def all(self, **values: Any) -> list[Row]:
        """Return the rows of the queryset with these `values`."""
        model, written = self._written
        return list(QuerySet(model, query=_Question(model, written.with_values(values))))

    def tuples(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a queryset that ends in `values_list()`, their columns as named there."""
        _model, written = self._written
        return [tuple(row) for row in written.with_values(values).results_iter()]

    def first(self, **values: Any) -> Row | None:
        """Return the first of `all`; the queryset should not find many."""
        return next(iter(self.all(**values)), None)


class _Written(SQLCompiler):
    """A compiler that has written its statement, knows how to read its rows, and only fills in values."""

    using: str

    def __init__(self, query: Query, using: str) -> None:
        super().__init__(query, connections[using], using)
        self._sql, places = super().as_sql()
        self._places: list[Any] = list(places)
        self._converters = super().get_converters([column for column, _sql, _alias in self.select])
        self._values: dict[str, Any] = {}

    def with_values(self, values: dict[str, Any]) -> Self:
        """Return a copy with `values`, for the connection of this thread."""
        filled = object.__new__(type(self))
        vars(filled).update(vars(self), _values=values, connection=connections[self.using])
        return filled

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        values = (self._values[one.name] if isinstance(one, Given) else one for one in self._places)
        return self._sql, tuple(one.pk if isinstance(one, Model) else one for one in values)

    def get_converters(self, expressions: Any) -> Any:
        return self._converters


class _Question(Query):
    """A query that leaves its SQL to a compiler that knows it."""

    def __init__(self, model: type[Model], written: _Written) -> None:
        super().__init__(model)
        self._compiler = written

    def get_compiler(self, *args: Any, **kwargs: Any) -> _Written:
        return self._compiler
