"""The tables: printed, and as Markdown under benchmarks/results/."""

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import load
from benchmarks.results import Figure, Result
from benchmarks.rows import COMING, Row

FOLDER = Path(__file__).parent / "results"


@dataclass
class Report:
    """Everything one run found out."""

    rounds: int
    seconds: float
    results: list[Result] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    load_before: tuple[float, float, float] = field(default_factory=os.getloadavg)

    def text(self) -> str:
        """The whole report as Markdown."""
        parts = [f"# How fast · {datetime.now(UTC):%Y-%m-%d %H:%M} UTC", self._conditions()]
        if self.results:
            parts += ["## Pages beside the limit", _pages(self.results)]
        if self.figures:
            parts += ["## Other figures", _figures(self.figures)]
        if COMING:
            parts += ["## Comes with the pages", "\n".join(f"- {name}" for name in COMING)]
        return "\n\n".join(parts) + "\n"

    def write(self, folder: Path = FOLDER) -> list[Path]:
        """Write the report under its day and as the latest one."""
        folder.mkdir(exist_ok=True)
        paths = [folder / f"{datetime.now(UTC):%Y-%m-%d}.md", folder / "latest.md"]
        for path in paths:
            path.write_text(self.text())
        return paths

    def _conditions(self) -> str:
        driver = "wrk -t1 -c8" if load.has_wrk() else "benchmarks/load.py (no wrk here)"
        machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        method = f"{self.rounds} rounds of {self.seconds:g} s, limit and program in turn, medians"
        drivers = f"pages driven by {driver}, flows by benchmarks/load.py, {load.CLIENTS} clients"
        averages = f"{_averages(self.load_before)} before, {_averages(os.getloadavg())} after"
        return (
            f"{_commit()} · {machine} · {method} · {drivers}, a connection per request · "
            f"load average {averages}\n\n"
            "`✓` reached, `✗` not. CPU: milliseconds of the web server per request (per flow), without "
            "PostgreSQL's. [How to read it](../../docs/benchmarks.md)."
        )


def _pages(results: Iterable[Result]) -> str:
    header = [
        "page",
        "beside",
        "req/s",
        "limit",
        "ratio",
        "reach",
        "",
        "SQL",
        "CPU ms",
        "limit's",
        "1,000 → 100,000",
    ]
    return _table(header, [_page(result) for result in results])


def _page(result: Result) -> list[str]:
    slower = result.times_few
    return [
        result.row.name,
        f"`{result.row.limit}`" + (" flow" if result.row.is_flow else ""),
        _number(result.program.per_second),
        _number(result.limit.per_second),
        f"{result.ratio:.2f}",
        _reach(result.row),
        _mark(reached=result.reached),
        str(result.statements) if result.statements else "",
        f"{result.program.cpu_ms:.1f}",
        f"{result.limit.cpu_ms:.1f}",
        f"{slower:.2f}×" if slower else "",
    ]


def _reach(row: Row) -> str:
    statements = f"≤ {row.most_statements} SQL" if row.most_statements else ""
    return ", ".join(filter(None, [f"≥ {row.target:g}" if row.target else "", statements]))


def _figures(figures: Iterable[Figure]) -> str:
    rows = [
        [
            one.name,
            f"{_number(one.value)} {one.unit}",
            f"≤ {one.most:g}",
            _mark(reached=one.reached),
            one.detail,
        ]
        for one in figures
    ]
    return _table(["what", "found", "reach", "", "detail"], rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _mark(*, reached: bool) -> str:
    return "✓" if reached else "✗"


def _averages(load_average: tuple[float, float, float]) -> str:
    return " ".join(f"{value:.1f}" for value in load_average)


def _commit() -> str:
    answer = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=False,
        cwd=FOLDER.parent,
    )
    return f"commit {answer.stdout.strip()}" if answer.returncode == 0 else "no git"
