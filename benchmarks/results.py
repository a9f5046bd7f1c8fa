"""What was measured: samples taken in turn, their medians, the ratio of each pair."""

from dataclasses import dataclass, field
from statistics import median

from benchmarks.measuring import Statements
from benchmarks.rows import MOST_TIMES_FEW, Row


@dataclass(frozen=True)
class Sample:
    """One load: how many a second, and CPU milliseconds of the web server for each."""

    per_second: float
    cpu_ms: float


@dataclass
class Samples:
    """The same load in every round."""

    taken: list[Sample] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return median(sample.per_second for sample in self.taken)

    @property
    def cpu_ms(self) -> float:
        return median(sample.cpu_ms for sample in self.taken)


def ratio(these: Samples, those: Samples) -> float:
    """Median over the rounds of this load's rate divided by that one's, which ran just before it."""
    pairs = zip(these.taken, those.taken, strict=True)
    return median(this.per_second / that.per_second for this, that in pairs)


@dataclass
class Result:
    """A row with its samples."""

    row: Row
    statements: Statements | None = None
    program: Samples = field(default_factory=Samples)
    limit: Samples = field(default_factory=Samples)
    few: Samples = field(default_factory=Samples)

    @property
    def ratio(self) -> float:
        return ratio(self.program, self.limit)

    @property
    def times_few(self) -> float | None:
        """How many times longer the page takes than on a thousand registrations."""
        return ratio(self.few, self.program) if self.few.taken else None

    @property
    def reached(self) -> bool:
        asked, most, slower = self.statements, self.row.most_statements, self.times_few
        return (
            self.ratio >= self.row.target
            and (slower is None or slower <= MOST_TIMES_FEW)
            and (asked is None or most is None or asked.cold <= most)
        )


@dataclass(frozen=True)
class Figure:
    """Something that is no ratio of two pages: what came out and the most it may be."""

    name: str
    value: float
    most: float
    unit: str
    detail: str = ""

    @property
    def reached(self) -> bool:
        return self.value <= self.most
