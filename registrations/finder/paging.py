"""Pages of a fixed size, stable while rows come in: each begins after the last row of the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

PAGE_SIZE = 24
#: More digits are no score and no key of ours (PostgreSQL's bigint has 19).
_MOST_DIGITS = 18


class Cursor(NamedTuple):
    """The last row somebody has seen."""

    score: int
    pk: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read `score-key` from an address; None for anything else."""
        parts = text.split("-")
        if len(parts) != 2 or not all(part.isdecimal() and len(part) <= _MOST_DIGITS for part in parts):
            return None
        return cls(*map(int, parts))

    def __str__(self) -> str:
        return f"{self.score}-{self.pk}"


@dataclass(frozen=True)
class Page:
    """Rows of one page, how many there are in all, and where the next page begins."""

    rows: Sequence[dict[str, Any]]
    total: int
    next: Cursor | None = None

    @classmethod
    def of(cls, found: Sequence[dict[str, Any]], total: int, size: int = PAGE_SIZE) -> Self:
        """Cut the row more that was read to know whether there is a next page."""
        rows = found[:size]
        last = Cursor(rows[-1]["score"], rows[-1]["pk"]) if len(found) > size else None
        return cls(rows, total, last)
