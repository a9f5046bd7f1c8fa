"""Nobody can compute a hidden number: checked by brute force, not by the rule that hides."""

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from registrations.suppression import LEAST, TOTAL, Cell, SafeTable, Why, _with_totals, protect


def table_of(values: list[list[int]], *, row_totals: bool = True) -> SafeTable:
    rows = [f"r{place}" for place in range(len(values))]
    columns = [f"c{place}" for place in range(len(values[0]))]
    counts = {(r, c): values[i][j] for i, r in enumerate(rows) for j, c in enumerate(columns)}
    return protect(counts, rows, columns, row_totals=row_totals)


def worlds(table: SafeTable, most: int) -> Iterator[dict[Cell, int]]:
    """Yield every table that shows the same to somebody who knows the rule; hidden cells up to `most`."""
    may_be = {None: (), Why.SMALL: range(LEAST), Why.OTHER: range(LEAST, most + 1)}
    cells = [(row, column) for row in table.rows for column in table.columns]
    ranges = [may_be[table.hidden.get(cell)] or [table.counts[cell]] for cell in cells]
    for values in product(*ranges):
        world = dict(zip(cells, values, strict=True))
        full = _with_totals(world, table.rows, table.columns)
        if all(_agrees(table, cell, count) for cell, count in full.items()):
            yield world


def _agrees(table: SafeTable, cell: Cell, count: int) -> bool:
    why = table.hidden.get(cell)
    if why is None:
        return count == table.counts[cell]
    return why is Why.NEVER or (count < LEAST) == (why is Why.SMALL)


def computable(table: SafeTable, most: int) -> list[Cell]:
    """Return the hidden cells that have one value in every world."""
    found = list(worlds(table, most))
    assert found, "at least the true one"
    return [
        cell
        for cell, why in table.hidden.items()
        if why is Why.SMALL and TOTAL not in cell and len({world[cell] for world in found}) == 1
    ]


@pytest.mark.parametrize("row_totals", [True, False])
@pytest.mark.parametrize(
    "values",
    [
        [[1, 9], [9, 9]],  # the classic: one small cell between totals
        [[4, 4], [9, 9]],  # a total of 8 of two below five: both are four
        [[0, 7], [7, 0]],
        [[4, 4], [4, 4]],
        [[0, 0], [0, 5]],
        [[5, 5], [5, 5]],
        [[3, 0], [0, 0]],
        [[0, 0], [0, 0]],
        [[4, 5], [5, 4]],
    ],
)
def test_small_cell_of_a_small_table_cannot_be_computed(values: list[list[int]], row_totals: bool) -> None:
    table = table_of(values, row_totals=row_totals)
    assert computable(table, most=14) == []


@pytest.mark.parametrize("seed", range(25))
def test_small_cell_of_a_random_table_cannot_be_computed(seed: int) -> None:
    random = Random(seed)
    values = [[random.choice((0, 1, 3, 4, 5, 6, 8)) for _ in range(3)] for _ in range(2)]
    assert computable(table_of(values, row_totals=bool(seed % 2)), most=12) == []


def test_hiding_only_the_small_cells_would_give_them_away() -> None:
    """The check above can fail: without the second step the one small cell is a difference."""
    safe = table_of([[1, 9], [9, 9]])
    naive = SafeTable(safe.rows, safe.columns, safe.counts, {("r0", "c0"): Why.SMALL})
    assert computable(naive, most=10) == [("r0", "c0")]


def test_small_cell_takes_others_with_it() -> None:
    table = table_of([[1, 9], [9, 30]])
    assert table.shown("r0", "c0") is Why.SMALL
    assert len(table.hidden) >= 3
    assert all(table.counts[cell] >= LEAST for cell, why in table.hidden.items() if why is Why.OTHER)


def test_table_without_small_cells_is_shown_whole() -> None:
    table = table_of([[5, 6], [7, 8]])
    assert table.hidden == {}
    assert table.shown(TOTAL, TOTAL) == 26
    assert table.shown("r1", TOTAL) == 15


def test_without_totals_of_rows_none_is_shown() -> None:
    table = table_of([[50, 60], [70, 80]], row_totals=False)
    assert {table.shown(row, TOTAL) for row in ("r0", "r1", TOTAL)} == {Why.NEVER}
    assert table.shown(TOTAL, "c0") == 120


def test_table_with_every_country_is_protected_at_once() -> None:
    random = Random(7)
    table = table_of([[int(random.paretovariate(0.7)) - 1 for _ in range(9)] for _ in range(60)])
    for (row, column), why in table.hidden.items():
        assert (table.counts[row, column] < LEAST) == (why is Why.SMALL)
