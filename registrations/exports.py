"""Registrations as a table for XLSX and CSV, read row by row, so that 100,000 need no more memory than 100.

No demographics: they leave only in aggregate (`registrations.demographics`).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.models import Registration
from registrations.states import NlpLevel, SpokenLanguage, Status
from somosnlp.ui.countries import country_names
from somosnlp.ui.times import zone_text
from somosnlp.ui.zones import zone_info

#: Rows fetched at once through a cursor of the server.
CHUNK = 2_000

#: What a program of tables takes for the beginning of a formula, the wide forms of East Asia too.
#: Source: OWASP, CSV Injection.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Numbers with a sign, and telephone numbers as E.164 counts their digits, however they are spaced.
_NUMBER = re.compile(r"[+-]\d+(?:[.,]\d+)?")
_PHONE = re.compile(r"\+(?=(?:\D*\d){7,15}\D*$)\d[\d ().-]*")

#: Column of the database → its heading.
COLUMNS: dict[str, str | Promise] = {
    "user__name": gettext_lazy("nombre"),
    "user__email": gettext_lazy("correo"),
    "edition__slug": gettext_lazy("edición"),
    "status": gettext_lazy("estado"),
    "countries": gettext_lazy("países"),
    "languages": gettext_lazy("idiomas"),
    "level": gettext_lazy("nivel de PLN"),
    "university__name": gettext_lazy("universidad"),
    "user__discord": "Discord",
    "user__hugging_face": "Hugging Face",
    "user__github": "GitHub",
    "created_at": gettext_lazy("comenzada"),
    "submitted_at": gettext_lazy("enviada"),
    "registered_at": gettext_lazy("confirmada"),
    "cancelled_at": gettext_lazy("cancelada"),
}


def table_of(registrations: "QuerySet[Registration]", zone: str) -> Iterator[list[Any]]:
    """Yield the headings, then a row per registration; dates are naive, in `zone`, as their heading says."""
    yield [
        f"{label} ({zone_text(zone)})" if name.endswith("_at") else str(label)
        for name, label in COLUMNS.items()
    ]
    words = _words(zone)
    for values in registrations.values_list(*COLUMNS).iterator(chunk_size=CHUNK):
        yield [
            words[name](value) if value and name in words else value
            for name, value in zip(COLUMNS, values, strict=True)
        ]


def write_csv(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Yield the lines of a CSV as Excel in Spanish opens it with a double click.

    UTF-8 with BOM: without it Excel reads accents as Windows-1252. `;` between cells: the list separator of
    Windows wherever the decimal sign is a comma, which is Spain, Brazil and most of South America; Calc and
    Google Sheets find out by themselves. (Mexico and Central America write a decimal point: they have the
    XLSX. A first line `sep=;` would serve both, but then Excel ignores the BOM.) Every cell is quoted: a
    `,` in a name begins no new cell, nor a formula, for who reads it with commas.
    """
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield b"\xef\xbb\xbf"
    for row in rows:
        line: str = writer.writerow([neutralised(_plain(value)) for value in row])
        yield line.encode()


def neutralised(text: str) -> str:
    """Return `text` so that no program takes it for a formula: with an apostrophe where it begins like one.

    Numbers with a sign (`-5`, `+3,5`) and telephone numbers (`+57 300 123 4567`, seven to fifteen digits)
    stay as they are: digits, spaces and brackets can call no function.
    """
    harmless = not text.startswith(DANGEROUS) or _NUMBER.fullmatch(text) or _PHONE.fullmatch(text)
    return text if harmless else f"'{text}"


class _Echo:
    """A file that gives back what is written: `csv.writer.writerow` returns what `write` does."""

    def write(self, text: str) -> str:
        return text


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return "" if value is None else str(value)


def _words(zone: str) -> dict[str, Any]:
    """Return column → what makes of its value what people read."""
    where = zone_info(zone)

    def local(at: datetime) -> datetime:
        return at.astimezone(where).replace(tzinfo=None, microsecond=0)

    languages = {str(code): str(label) for code, label in SpokenLanguage.choices}
    levels = {code: str(label).split(" · ")[0] for code, label in NlpLevel.choices}
    states = {code: str(label) for code, label in Status.choices}
    countries: dict[str, str] = {}

    def country(code: str) -> str:
        if code not in countries:
            countries[code] = country_names([code])[0]
        return countries[code]

    return {
        "countries": lambda codes: ", ".join(country(code) for code in codes),
        "languages": lambda codes: ", ".join(languages.get(code, code) for code in codes),
        "level": lambda code: levels.get(code, code),
        "status": lambda code: states[code],
        **{name: local for name in COLUMNS if name.endswith("_at")},
    }


def sheet_name() -> str:
    """Return the name of the sheet and of the file."""
    return _("inscripciones")
