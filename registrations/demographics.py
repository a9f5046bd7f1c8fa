"""Who takes part, only in aggregate: one table per question, countries by answers, small cells hidden.

Only people who answered a question count in its table, each in the first country they named; so the totals
of two tables are totals of different people, and one cannot be used to open the other.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Func, OuterRef, QuerySet, TextField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Edition
from registrations.models import Registration
from registrations.states import Education, Field
from registrations.suppression import LEAST, TOTAL, Cell, SafeTable, Why, protect
from somosnlp.accounts.models import Consent
from somosnlp.accounts.states import Pronouns, Purpose
from somosnlp.ui.countries import country_names

OTHER_COUNTRIES = "other"
#: Youngest age of each band; the last has no end.
BANDS = (0, 18, 25, 35, 45, 55, 65)

Rows = QuerySet[Registration]


@dataclass(frozen=True)
class Question:
    """A question, its answers in order, and the expression that finds them; `many`: several answers each."""

    key: str
    title: Any
    answers: Mapping[str, Any]
    expression: Any
    many: bool = False
    fold: Callable[[Any, Edition], str] | None = None


@dataclass(frozen=True)
class Table:
    """One question of one edition, ready to be shown."""

    question: Question
    safe: SafeTable

    @property
    def headings(self) -> list[str]:
        totals = [] if self.question.many else [_("Total")]
        return [*(str(label) for label in self.question.answers.values()), *totals]

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        """Return (country, what is shown of each answer), the line of totals last."""
        columns = [*self.safe.columns] + ([] if self.question.many else [TOTAL])
        rows = [*self.safe.rows, TOTAL]
        return [(_row_name(row), [shown(self.safe.shown(row, column)) for column in columns]) for row in rows]


def tables(edition: Edition, *, for_papers: bool) -> list[Table]:
    """Return a table per question, of those registered in `edition`; one statement each.

    `for_papers`: only of those whose consent to the use in publications is in force today.
    """
    people = Registration.objects.filter(edition=edition).registered().order_by()
    if for_papers:
        consents = Consent.objects.filter(
            user=OuterRef("user"), purpose=Purpose.PAPERS, withdrawn_at__isnull=True
        )
        people = people.filter(Exists(consents))
    return [_table(question, people, edition) for question in QUESTIONS]


def csv_lines(found: list[Table]) -> Iterator[list[str]]:
    """Yield the tables one number per line: question, country, answer, people."""
    yield [_("pregunta"), _("país"), _("respuesta"), _("personas")]
    for table in found:
        for country, cells in table.lines:
            for heading, cell in zip(table.headings, cells, strict=True):
                yield [str(table.question.title), country, heading, cell]


def shown(value: int | Why) -> str:
    """Return what people read in a cell."""
    if isinstance(value, int):
        return str(value)
    return f"<{LEAST}" if value is Why.SMALL else _("oculto")


def _table(question: Question, people: Rows, edition: Edition) -> Table:
    counts = _merge_small(_counts(question, people, edition))
    countries = sorted({row for row, _answer in counts} - {OTHER_COUNTRIES})
    rows = sorted(countries, key=_row_name)
    if any(row == OTHER_COUNTRIES for row, _answer in counts):
        rows.append(OTHER_COUNTRIES)
    return Table(question, protect(counts, rows, list(question.answers), row_totals=not question.many))


def _counts(question: Question, people: Rows, edition: Edition) -> dict[Cell, int]:
    """Return (country, answer) → people, in one statement."""
    found = (
        people.annotate(country=F("countries__0"), answer=question.expression)
        .values_list("country", "answer")
        .annotate(people=Count("user_id", distinct=True))
    )
    counts: Counter[Cell] = Counter()
    for country, answer, count in found:
        if answer not in (None, ""):
            counts[country, question.fold(answer, edition) if question.fold else answer] += count
    return {cell: count for cell, count in counts.items() if cell[1] in question.answers}


def _merge_small(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """Put countries with fewer than five answers together: each alone would only show hidden cells."""
    totals: Counter[str] = Counter()
    for (country, _answer), count in counts.items():
        totals[country] += count
    merged: Counter[Cell] = Counter()
    for (country, answer), count in counts.items():
        merged[country if totals[country] >= LEAST else OTHER_COUNTRIES, answer] += count
    return dict(merged)


def _row_name(row: str) -> str:
    if row == TOTAL:
        return _("Total")
    return _("Otros países") if row == OTHER_COUNTRIES else country_names([row])[0]


def _band(birth_year: int, edition: Edition) -> str:
    age = edition.starts_on.year - birth_year
    return str(max((youngest for youngest in BANDS if youngest <= age), default=BANDS[0]))


def _band_label(youngest: int, following: int | None) -> str:
    if following is None:
        return f"{youngest} +"
    return f"< {following}" if youngest == 0 else f"{youngest}–{following - 1}"


QUESTIONS = (
    Question(
        "education",
        gettext_lazy("Estudios terminados"),
        dict(Education.choices),
        F("demographics__education"),
    ),
    Question(
        "fields",
        gettext_lazy("Áreas de estudio o trabajo"),
        dict(Field.choices),
        Func(F("demographics__fields"), function="unnest", output_field=TextField()),
        many=True,
    ),
    Question(
        "age",
        gettext_lazy("Edad que cumplen en el año de la edición"),
        {str(low): _band_label(low, high) for low, high in zip(BANDS, (*BANDS[1:], None), strict=True)},
        F("demographics__birth_year"),
        fold=_band,
    ),
    Question("pronouns", gettext_lazy("Pronombres"), dict(Pronouns.choices), F("user__pronouns")),
)
