"""Medians, ratios and what counts as reached; the tables that come of it."""

from pathlib import Path

import pytest

from benchmarks.measuring import Statements, linked_files, mentioned_files
from benchmarks.report import Report
from benchmarks.results import Figure, Result, Sample, Samples, ratio
from benchmarks.rows import ROWS, Row


def samples(*rates: float) -> Samples:
    return Samples([Sample(rate, 1000 / rate) for rate in rates])


def result(*, program: float, few: float | None = None) -> Result:
    row = Row("list", "/list/", "/list50", target=0.1)
    return Result(row, None, samples(program), samples(100), samples(few) if few is not None else Samples())


def test_ratio_is_the_median_of_rounds() -> None:
    """A round that somebody else disturbed does not count: there both are slow."""
    assert ratio(samples(50, 5, 48), samples(100, 10, 100)) == 0.5


def test_ratio_of_unequal_rounds_is_an_error() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratio(samples(1, 2), samples(1))


@pytest.mark.parametrize(
    ("program", "few", "reached"),
    [(10, None, True), (9.9, None, False), (10, 20, True), (10, 20.1, False)],
)
def test_reached_needs_the_ratio_and_few_no_more_than_twice_as_fast(
    program: float, few: float | None, reached: bool
) -> None:
    assert result(program=program, few=few).reached is reached


@pytest.mark.parametrize(("cold", "reached"), [(15, True), (16, False)])
def test_reached_counts_the_statements_of_an_empty_cache(cold: int, reached: bool) -> None:
    row = Row("page", "/page/", "/db", target=0, most_statements=15)

    assert Result(row, Statements(cold, warm=3), samples(1), samples(2)).reached is reached


def test_figure_is_reached_up_to_its_most() -> None:
    assert Figure("memory", 110, 110, "MiB").reached
    assert not Figure("memory", 110.1, 110, "MiB").reached


def test_report_is_written_under_its_day_and_as_latest(tmp_path: Path) -> None:
    report = Report(3, 12, [result(program=10, few=30)], [Figure("memory", 99, 110, "MiB", "of two")])

    paths = report.write(tmp_path)

    assert [path.name for path in paths][1] == "latest.md"
    text = (tmp_path / "latest.md").read_text()
    assert "| list | `/list50` | 10.0 | 100 | 0.10 | ≥ 0.1 | ✗ |" in text
    assert "| 3.00× |" in text
    assert "| memory | 99.0 MiB | ≤ 110 | ✓ | of two |" in text


def test_rows_have_names_of_their_own() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_a_page_names_its_files_once() -> None:
    html = """<link rel="stylesheet" href="/a.css"><link rel="canonical" href="/page">
        <link rel="icon" href="data:image/svg+xml,x"><script src="/b.js"></script>
        <img src="/c.png"><img src="/c.png">"""

    assert linked_files(html) == ["/a.css", "/b.js", "/c.png"]


def test_styles_and_modules_name_further_files() -> None:
    assert mentioned_files("/s/a.css", b"a{src:url('f.woff2')}b{background:url(data:x)}") == ["f.woff2"]
    assert mentioned_files("/s/b.js", b'import { x } from "./x.js";\nimport "./y.js";') == [
        "./x.js",
        "./y.js",
    ]
    assert mentioned_files("/s/c.png", b"import './x.js'") == []
