"""What every waiting list has in common: whatever is free goes to who has waited longest, in one write."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def let_in(waiting: "QuerySet[Row]", free: int | None, **columns: Any) -> list[Row]:
    """Write `columns` into the first `free` rows of `waiting` (None: all), in its order; return those rows.

    The caller holds the row that counts the places, and counts and tells them.
    """
    rows = list(waiting[: None if free is None else max(free, 0)])
    if rows:
        waiting.model._default_manager.filter(pk__in=[row.pk for row in rows]).update(**columns)
    for row in rows:
        for name, value in columns.items():
            setattr(row, name, value)
    return rows
