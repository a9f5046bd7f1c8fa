"""Reading the values of one row: a bad value is noted with its line and stands as empty. No Django here.

Nothing is written once anything has been noted, so the empty stand-ins never reach the database.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from events.importing.problems import Place, Problems
from events.importing.reading import Items, Row

T = TypeVar("T")
LANGUAGES = ("es", "en", "pt")


class Fields:
    """One row of a file. Every key must be asked for once; `done()` notes those nobody knows."""

    def __init__(self, row: Row, file: str, problems: Problems, path: str = "") -> None:
        self.row, self.file, self.problems, self.path = row, file, problems, path
        self._taken: set[Any] = set()

    def __contains__(self, key: str) -> bool:
        return self.row.get(key) is not None

    def place(self, key: Any = None) -> Place:
        return Place(self.file, self.row.lines.get(key, self.row.line))

    def name_of(self, key: Any) -> str:
        return f"{self.path}.{key}" if self.path else str(key)

    def note(self, key: Any, message: str) -> None:
        """Note a problem of the value of `key`."""
        self.problems.add(self.place(key), f"{self.name_of(key)}: {message}")

    def done(self) -> None:
        """Note the keys that nobody asked for."""
        for key in self.row:
            if key not in self._taken:
                self.note(key, "unknown key")

    def any(self, key: Any) -> Any:
        """Return the value as it is, or None."""
        self._taken.add(key)
        return self.row.get(key)

    def text(self, key: str, *, required: bool = False) -> str:
        return self._typed(key, str, "text", required=required) or ""

    def integer(self, key: str, *, required: bool = False) -> int | None:
        value = self._typed(key, int, "a whole number", required=required)
        if isinstance(value, bool):
            self.note(key, "a whole number is expected, not yes or no")
            return None
        return value

    def day(self, key: str, *, required: bool = False) -> date | None:
        value = self._typed(key, date, "a date like 2026-05-31", required=required)
        return value.date() if isinstance(value, datetime) else value

    def choice(self, key: str, among: Sequence[T], *, required: bool = True) -> T | None:
        """Return the value if it is one of `among`."""
        value = self.any(key)
        if value is None:
            if required:
                self.note(key, "missing")
            return None
        if value not in among:
            self.note(key, f"{value!r} is not one of {', '.join(map(str, among))}")
            return None
        return next(item for item in among if item == value)

    def instant(self, key: str) -> datetime | None:
        """Return an instant written as text with its offset: "2024-03-13T16:00Z"."""
        text = self.text(key)
        if not text:
            return None
        try:
            value = datetime.fromisoformat(text)
        except ValueError:
            value = None
        if value is None or value.tzinfo is None:
            self.note(key, f"{text!r} is not an instant like 2024-03-13T16:00Z")
            return None
        return value

    def labels(self, key: str, prefix: str, *, required: bool = False) -> dict[str, str]:
        """Return `{prefix_es: …, prefix_en: …, prefix_pt: …}` of a mapping by language."""
        inner = self.inner(key, required=required)
        if inner is None:
            return {f"{prefix}_{language}": "" for language in LANGUAGES}
        texts = {
            f"{prefix}_{language}": inner.text(language, required=language == "es") for language in LANGUAGES
        }
        inner.done()
        return texts

    def inner(self, key: Any, *, required: bool = False) -> "Fields | None":
        """Return the row under `key`."""
        value = self._typed(key, Row, "a mapping", required=required)
        return Fields(value, self.file, self.problems, self.name_of(key)) if value is not None else None

    def rows(self, key: str) -> "list[Fields]":
        """Return the rows of the list under `key`."""
        found = []
        for position, item, line in self._numbered(key):
            path = f"{self.name_of(key)}[{position}]"
            if isinstance(item, Row):
                found.append(Fields(item, self.file, self.problems, path))
            else:
                self.problems.add(Place(self.file, line), f"{path}: a mapping is expected")
        return found

    def texts(self, key: Any) -> list[str]:
        """Return the texts of the list under `key`."""
        return self._items_of(key, str, "text")

    def integers(self, key: Any) -> list[int]:
        """Return the numbers of the list under `key`."""
        return self._items_of(key, int, "a whole number")

    def _items_of(self, key: Any, kind: type[T], expected: str) -> list[T]:
        found = []
        for position, item, line in self._numbered(key):
            if isinstance(item, kind) and not isinstance(item, bool):
                found.append(item)
            else:
                self.problems.add(
                    Place(self.file, line), f"{self.name_of(key)}[{position}]: {expected} is expected"
                )
        return found

    def _numbered(self, key: Any) -> list[tuple[int, Any, int]]:
        items = self._typed(key, Items, "a list", required=False)
        if items is None:
            return []
        return [(position, item, items.lines[position]) for position, item in enumerate(items)]

    def _typed(self, key: Any, kind: type[T], expected: str, *, required: bool) -> T | None:
        value = self.any(key)
        if value is None:
            if required:
                self.note(key, "missing")
            return None
        if not isinstance(value, kind):
            self.note(key, f"{expected} is expected, not {value!r:.60}")
            return None
        return value
