"""Writing what differs: rows that are equal already are not touched, not even by an UPDATE."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from events.importing.problems import Place, Problems

M = TypeVar("M", bound=Model)


@dataclass
class Report:
    """How many rows of each model were created, updated, found equal, or kept as a person left them."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        """The models that were looked at, in that order."""
        return list({**self.created, **self.updated, **self.unchanged, **self.kept})

    @property
    def writes(self) -> int:
        return self.created.total() + self.updated.total()

    def lines(self) -> list[str]:
        """Return what to print, a line for each model and one for each thing left out."""
        counts = [
            f"{label}: {self.created[label]} created, {self.updated[label]} updated, "
            f"{self.unchanged[label]} unchanged"
            + (f", {self.kept[label]} kept as changed by hand" if self.kept[label] else "")
            for label in self.labels
        ]
        return [*counts, *self.left]

    def summary(self) -> str:
        """Return the whole in one line."""
        created, updated = self.created.total(), self.updated.total()
        return f"{created} created, {updated} updated, {self.unchanged.total()} unchanged"


def check(row: Any, model: type[Model], problems: Problems) -> None:
    """Note every value of `row` that its column refuses: too long, no URL, not a choice."""
    place: Place = row.place
    for name, value in columns(row, model).items():
        try:
            model._meta.get_field(name).clean(value, None)  # type: ignore[union-attr]
        except ValidationError as error:
            problems.add(place, f"{name}: {' '.join(error.messages)}")


def columns(row: Any, model: type[Model]) -> dict[str, Any]:
    """Return the values of a dataclass that are columns of `model`; relations are the caller's."""
    names = {column.name for column in model._meta.concrete_fields if not column.is_relation}
    return {item.name: getattr(row, item.name) for item in fields(row) if item.name in names}


def sync(
    existing: QuerySet[M],
    wanted: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    report: Report,
    keep: Callable[[M], bool] = lambda _obj: False,
) -> list[M]:
    """Make the rows of `existing` say what `wanted` says, and return them in that order.

    `key` are the columns that tell which row is which; rows that `wanted` does not name stay as they are,
    and so do those that `keep` chooses. Foreign keys are named by their column (`edition_id`).
    """
    label = existing.model._meta.label
    found = {_key(vars(obj), key): obj for obj in existing}
    result: list[M] = []
    new: list[M] = []
    for values in wanted:
        obj = found.get(_key(values, key))
        if obj is None:
            obj = existing.model(**values)
            new.append(obj)
        elif keep(obj):
            report.kept[label] += 1
        else:
            _update(obj, values, report)
        result.append(obj)
    existing.model._default_manager.bulk_create(new)
    if new:
        report.created[label] += len(new)
    return result


def _key(values: Mapping[str, Any], key: Iterable[str]) -> tuple[Any, ...]:
    return tuple(values[name] for name in key)


def _update(obj: Model, values: Mapping[str, Any], report: Report) -> None:
    label = obj._meta.label
    changed = {name: value for name, value in values.items() if getattr(obj, name) != value}
    if not changed:
        report.unchanged[label] += 1
        return
    for name, value in changed.items():
        setattr(obj, name, value)
    automatic = [column.name for column in obj._meta.concrete_fields if getattr(column, "auto_now", False)]
    obj.save(update_fields=[*changed, *automatic])
    report.updated[label] += 1
