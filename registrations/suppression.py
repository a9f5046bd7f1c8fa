"""Tables of counts that give nobody away: small cells hidden, and as many others as it takes. No Django.

A cell below five is hidden. That is not enough: where a row shows its total and all its other cells, the
hidden one is their difference. So more cells are hidden until no hidden one can be computed, not even by
somebody who knows this rule and solves all the equations of rows, columns and totals at once.

How that is told exactly: the cells and totals of a table are a flow (a row's total flows in, splits over the
cells of the row, joins again in the totals of the columns). Another table with the same shown numbers and
another value in a hidden cell exists exactly where that cell lies on a cycle along which hidden values may
grow and shrink by one: within 0 … 4 for those shown as "<5", never below five for the others. A cell without
such a cycle has one possible value, and is protected by hiding another cell.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

#: The smallest number that is shown.
LEAST = 5

#: (row, column); TOTAL stands for the line of totals of either.
TOTAL = "total"
Cell = tuple[str, str]
#: From a node of the flow to another.
Arc = tuple[str, str]


class Why(Enum):
    """Why a cell is hidden: it is small, it would give a small one away, or its line has no totals."""

    SMALL = "small"
    OTHER = "other"
    NEVER = "never"


@dataclass(frozen=True)
class SafeTable:
    """What may be shown of a table: rows and columns in order, the counts, and what of them is hidden."""

    rows: Sequence[str]
    columns: Sequence[str]
    counts: Mapping[Cell, int]
    hidden: Mapping[Cell, Why]

    def shown(self, row: str, column: str) -> int | Why:
        """Return the count of a cell or total, or why it is not shown."""
        return self.hidden.get((row, column), self.counts[row, column])


def protect(
    counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str], *, row_totals: bool = True
) -> SafeTable:
    """Return the table of `counts` (cell → people; what is missing is 0) with totals and hidden cells.

    `row_totals=False` for questions with several answers: people would count more than once in the total of
    a row, so there is none.
    """
    full = _with_totals(counts, rows, columns)
    hidden = {cell: Why.SMALL for cell, count in full.items() if count < LEAST}
    if not row_totals:
        hidden |= {cell: Why.NEVER for cell in full if cell[1] == TOTAL}
    small = [cell for cell, why in hidden.items() if why is Why.SMALL]
    # Totals first: what is hidden for one of them often frees the cells of its whole line.
    for cell in sorted(small, key=lambda cell: TOTAL not in cell):
        while (other := _needed(cell, full, hidden)) is not None:
            hidden[other] = Why.OTHER
    return SafeTable(rows, columns, full, hidden)


def _with_totals(counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str]) -> dict[Cell, int]:
    full = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    full |= {(row, TOTAL): sum(full[row, column] for column in columns) for row in rows}
    full |= {(TOTAL, column): sum(full[row, column] for row in rows) for column in (*columns, TOTAL)}
    return full


def _needed(cell: Cell, full: Mapping[Cell, int], hidden: Mapping[Cell, Why]) -> Cell | None:
    """Return what to hide next so that `cell` may have another value than its own; None when it may already.

    The cheapest one that is enough by itself; where none is, the cheapest in its row or column.
    """
    start, end = _ends(cell)
    least, most = _bounds(hidden[cell])
    arcs = [arc for other, why in hidden.items() if other != cell for arc in _arcs(other, full[other], why)]
    ways = [(end, start)] if full[cell] < most else []
    ways += [(start, end)] if full[cell] > least else []
    forth = [_reachable(here, arcs) for here, _there in ways]
    if any(there in found for (_here, there), found in zip(ways, forth, strict=True)):
        return None
    back = [_reachable(there, _reversed(arcs)) for _here, there in ways]
    reached = list(zip(forth, back, strict=True))
    shown = sorted((TOTAL in other, count, other) for other, count in full.items() if other not in hidden)
    candidates = [other for _is_total, _count, other in shown]
    enough = (other for other in candidates if _closes(_arcs(other, full[other], Why.OTHER), reached))
    near = (other for other in candidates if other[0] == cell[0] or other[1] == cell[1])
    return next(enough, None) or next(near, None) or next(iter(candidates), None)


def _closes(arcs: Iterable[Arc], reached: Sequence[tuple[set[str], set[str]]]) -> bool:
    """Tell whether one of `arcs` leads from what is reached on the way out to what leads back."""
    return any(here in forth and there in back for here, there in arcs for forth, back in reached)


def _bounds(why: Why) -> tuple[int, float]:
    """Return between which values a hidden count may lie, for somebody who knows why it is hidden."""
    return {Why.SMALL: (0, LEAST - 1), Why.OTHER: (LEAST, float("inf")), Why.NEVER: (0, float("inf"))}[why]


def _ends(cell: Cell) -> tuple[str, str]:
    """Return from which node of the flow to which a cell leads."""
    row, column = cell
    start = f"row {row}" if column != TOTAL else "totals of rows"
    end = f"column {column}" if row != TOTAL else "totals of columns"
    if column == TOTAL:
        return ("totals of columns", start) if row == TOTAL else (start, f"row {row}")
    return (f"column {column}", end) if row == TOTAL else (start, end)


def _arcs(cell: Cell, count: int, why: Why) -> Iterator[Arc]:
    """Yield from where to where one more may flow through a hidden cell: along it, or back."""
    start, end = _ends(cell)
    least, most = _bounds(why)
    if count < most:
        yield start, end
    if count > least:
        yield end, start


def _reversed(arcs: Iterable[Arc]) -> list[Arc]:
    return [(there, here) for here, there in arcs]


def _reachable(start: str, arcs: Iterable[Arc]) -> set[str]:
    """Return every node that one more may flow to from `start`, itself included."""
    following: dict[str, list[str]] = defaultdict(list)
    for here, there in arcs:
        following[here].append(there)
    seen, waiting = {start}, [start]
    while waiting:
        news = [node for node in following[waiting.pop()] if node not in seen]
        seen.update(news)
        waiting += news
    return seen
