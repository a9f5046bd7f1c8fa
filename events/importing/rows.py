"""What the files say, as plain values: one dataclass a table, fields named like its columns."""

from dataclasses import dataclass, field
from datetime import date, datetime

from events.importing.moments import MomentRow
from events.importing.problems import Place


@dataclass(frozen=True)
class LinkRow:
    place: Place
    kind: str
    url: str
    source: str


@dataclass(frozen=True)
class FigureRow:
    place: Place
    position: int
    value: str
    label_es: str
    label_en: str
    label_pt: str
    source: str
    note: str


@dataclass(frozen=True)
class MilestoneRow:
    place: Place
    kind: str
    code: str
    moment: MomentRow
    was: list[MomentRow]
    label_es: str = ""
    label_en: str = ""
    label_pt: str = ""
    source: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """How a call names it: its kind, with the code where there are several."""
        return f"{self.kind}:{self.code}" if self.code else self.kind


@dataclass(frozen=True)
class TopicRow:
    place: Place
    number: int
    label_es: str
    label_en: str
    label_pt: str


@dataclass(frozen=True)
class CallRow:
    place: Place
    kind: str
    opens_on: date | None
    is_closed: bool
    external_url: str
    closes_with: str


@dataclass(frozen=True)
class EditionRow:
    place: Place
    slug: str
    name: str
    hashtag: str
    theme_es: str
    theme_en: str
    theme_pt: str
    tagline_es: str
    tagline_en: str
    tagline_pt: str
    intro_es: str
    intro_en: str
    intro_pt: str
    starts_on: date
    ends_on: date
    time_zone: str
    languages: list[str]
    team_size_min: int
    team_size_max: int
    hf_org: str
    participants_claimed: str
    countries_claimed: int | None
    date_note: str
    organising_team: list[str] = field(default_factory=list)
    links: list[LinkRow] = field(default_factory=list)
    figures: list[FigureRow] = field(default_factory=list)
    milestones: list[MilestoneRow] = field(default_factory=list)
    topics: list[TopicRow] = field(default_factory=list)
    calls: list[CallRow] = field(default_factory=list)


@dataclass(frozen=True)
class PageRow:
    place: Place
    edition: str
    slug: str
    language: str
    title: str
    body: str
    source: str


@dataclass(frozen=True)
class PersonRow:
    """A person, and what was printed about them: edition → (occupation, note)."""

    place: Place
    slug: str
    name: str
    occupations: dict[str, str]
    note: str


@dataclass(frozen=True)
class SessionRow:
    place: Place
    edition: str
    slug: str
    kind: str
    title: str
    subtitle: str
    poster_title: str
    language: str
    precision: str
    starts_at: datetime | None
    day: date | None
    minutes: int | None
    originally_at: datetime | None
    time_source: str
    level: int | None
    topic: int | None
    venue: str
    video: str
    notebook: str
    note: str
    speakers: list[str]
    host: str
