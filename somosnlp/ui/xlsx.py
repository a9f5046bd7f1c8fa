"""A table as an XLSX: one sheet, its first row frozen, texts, numbers and dates, no formulas."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What XML 1.0 cannot hold, and the return before a new line, which a cell does not need.
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
#: Every text stays a text: `=1+1` is shown and not computed, `+57…` and addresses stay as they are. Each row
#: goes to disk as it comes.
OPTIONS = {
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd hh:mm:ss",
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_xlsx(rows: Iterable[Sequence[Any]], sheet: str) -> IO[bytes]:
    """Return an open temporary file: texts, numbers, booleans, naive datetimes, None for an empty cell."""
    from xlsxwriter import Workbook  # noqa: PLC0415 (only who exports pays for it, not every worker's start)

    file = TemporaryFile()  # noqa: SIM115 (closed by the response that sends it)
    with Workbook(file, OPTIONS) as book:
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, column, ILLEGAL.sub("", value))
                elif isinstance(value, datetime):
                    page.write_datetime(number, column, value)
                elif value is not None:
                    page.write(number, column, value)
    file.seek(0)
    return file


def xlsx_response(rows: Iterable[Sequence[Any]], sheet: str, name: str) -> FileResponse:
    """Return `rows` as a workbook of one sheet, to be kept as `name`.xlsx."""
    file = write_xlsx(rows, sheet)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
