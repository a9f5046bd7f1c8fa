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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

#: The smallest number that is shown.
LEAST = 5

#: (row, column); TOTAL stands for the line of totals of either.
TOTAL = "total"
Cell = tuple[str, str]


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
    for cell in [cell for cell, why in hidden.items() if why is Why.SMALL]:
        _protect_one(cell, full, hidden)
    return SafeTable(rows, columns, full, hidden)


def _with_totals(counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str]) -> dict[Cell, int]:
    full = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    full |= {(row, TOTAL): sum(full[row, column] for column in columns) for row in rows}
    full |= {(TOTAL, column): sum(full[row, column] for row in rows) for column in (*columns, TOTAL)}
    return full


def _protect_one(cell: Cell, full: Mapping[Cell, int], hidden: dict[Cell, Why]) -> None:
    """Hide others until `cell` has two possible values; what is hidden for one only helps the next."""
    pending = [cell]
    while pending:
        if not _is_determined(pending[-1], full, hidden):
            pending.pop()
            continue
        other = _cheapest(pending[-1], full, hidden)
        hidden[other] = Why.OTHER
        pending.append(other)


def _cheapest(cell: Cell, full: Mapping[Cell, int], hidden: Mapping[Cell, Why]) -> Cell:
    """Return what to hide next: of what is shown in the cell's row or column the smallest, totals last."""
    row, column = cell
    shown = [other for other in full if other not in hidden]
    near = [other for other in shown if other[0] == row or other[1] == column]
    return min(near or shown, key=lambda other: (TOTAL in other, full[other], other))


def _is_determined(cell: Cell, full: Mapping[Cell, int], hidden: Mapping[Cell, Why]) -> bool:
    """Tell whether `cell` can have only the value it has, given all that is shown."""
    if all(other in hidden for other in full):
        return False
    arcs = _residual(cell, full, hidden)
    start, end = _ends(cell)
    least, most = _bounds(hidden[cell])
    grows = full[cell] < most and _reaches(end, start, arcs)
    return not grows and not (full[cell] > least and _reaches(start, end, arcs))


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


def _residual(without: Cell, full: Mapping[Cell, int], hidden: Mapping[Cell, Why]) -> dict[str, list[str]]:
    """Return node → nodes to which one more may flow, over hidden cells only and not over `without`."""
    arcs: dict[str, list[str]] = defaultdict(list)
    for cell, why in hidden.items():
        if cell != without:
            for start, end in _arcs(cell, full[cell], why):
                arcs[start].append(end)
    return arcs


def _arcs(cell: Cell, count: int, why: Why) -> Iterator[tuple[str, str]]:
    start, end = _ends(cell)
    least, most = _bounds(why)
    if count < most:
        yield start, end
    if count > least:
        yield end, start


def _reaches(start: str, end: str, arcs: Mapping[str, Sequence[str]]) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        if node == end:
            return True
        news = [other for other in arcs.get(node, ()) if other not in seen]
        seen.update(news)
        waiting += news
    return False
