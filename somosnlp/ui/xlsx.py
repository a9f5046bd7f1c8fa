"""A table as an XLSX that is sent while it is written: one sheet, texts, numbers and dates, no formulas.

openpyxl builds an object for every cell: 18 s of CPU for 1.5 million of them, and nothing leaves before the
last. The format is a zip of XML, of which only the sheet differs from file to file.
Source: ECMA-376, part 1, SpreadsheetML.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

#: What is the same in every file. Style 1 is a date with its time.
PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>""",
    "xl/styles.xml": f"""<styleSheet xmlns="{SPREADSHEET}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm:ss"/></numFmts>
<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""",
}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: The first row stays where it is.
BEGINNING = f"""{HEAD}<worksheet xmlns="{SPREADSHEET}"><sheetViews><sheetView workbookViewId="0">
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
<sheetData>"""
END = "</sheetData></worksheet>"

#: What XML 1.0 cannot hold.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Rows compressed at once.
ROWS = 500
#: Dates are days since this one. Source: ECMA-376, part 1, 18.17.4.1.
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a cell knows no zone)


class _Outbox:
    """A file that hands over what was written since it was last asked; it cannot `seek`."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        taken, self._written = b"".join(self._written), []
        return taken


def write_xlsx(rows: Iterable[Sequence[Any]], sheet: str) -> Iterator[bytes]:
    """Yield a workbook with one sheet, its first row frozen: texts, numbers, booleans, naive datetimes, None.

    Every text is typed as text, so `=1+1` is shown and not computed, and `+57…` stays as it is.
    """
    out = _Outbox()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:  # type: ignore[call-overload]  # only writes
        for name, xml in {**PARTS, "xl/workbook.xml": _workbook(sheet)}.items():
            book.writestr(name, HEAD + xml)
        with book.open("xl/worksheets/sheet1.xml", "w") as page:
            page.write(BEGINNING.encode())
            for lines in _batches(_lines(rows)):
                page.write("".join(lines).encode())
                yield out.take()
            page.write(END.encode())
    yield out.take()


def _workbook(sheet: str) -> str:
    return f"""<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}">
<sheets><sheet name={quoteattr(sheet)} sheetId="1" r:id="rId1"/></sheets></workbook>"""


def _lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    letters: list[str] = []
    for number, row in enumerate(rows, 1):
        letters = letters or [_letters(index) for index in range(len(row))]
        cells = [_cell(f"{name}{number}", value) for name, value in zip(letters, row, strict=True)]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == ROWS:
            yield batch
            batch = []
    yield batch


def _letters(index: int) -> str:
    """Return what a column is called: A … Z, AA …"""
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name, index = chr(ord("A") + rest) + name, index - 1
    return name


def _cell(place: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        text = escape(ILLEGAL.sub("", value), {"\r": "&#13;"})
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, datetime):
        return f'<c r="{place}" s="1"><v>{(value - EPOCH).total_seconds() / 86_400!r}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
