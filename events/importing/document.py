"""The files of one import: a base file in the format of `somosnlp.yaml`, our `editions.yaml`, page texts.

Every app reads the sections it knows with `take`; what nobody takes is an error, or is named as left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from events.importing.fields import Fields
from events.importing.problems import Problems, shown
from events.importing.reading import Row, parse, read_text

#: Sections that wait for an app that has no tables yet, or that are no data of an edition.
LEFT_FOR = {
    "corpus_donors": "corpus_donations",
    "donated_corpora": "corpus_donations",
    "catalogue_corpora": "corpus_donations",
    "leaderboard_tasks": "corpus_donations",
    "country_codes_logo": "the drawings of the site",
}


@dataclass
class Document:
    """What is read from the files, before and while it is parsed.

    `base` is the file; `details` are the rows of `editions.yaml` by slug; `anchor` is the day that
    `offset_days` count from; `rows` are the editions to import, by slug.
    """

    base: Fields
    details: dict[str, Fields]
    anchor: date
    problems: Problems
    rows: dict[str, Fields] = field(default_factory=dict)

    @property
    def slugs(self) -> list[str]:
        """The editions to import, in the order of the file."""
        return list(self.rows)

    def take_by_year(self, section: str) -> Iterator[tuple[str, str]]:
        """Yield (key, slug) of the sections named `<section>_<year>`, noting the years nobody imports."""
        for key in list(self.base.row):
            match = re.fullmatch(rf"{section}_(\d{{4}})", str(key))
            if match and self.knows(match[1], self.base, key):
                yield key, match[1]
            elif match:
                self.base.any(key)

    def knows(self, slug: str, fields: Fields, key: str) -> bool:
        """Tell whether `slug` is an edition of this import, noting at `key` that it is not."""
        if slug in self.slugs:
            return True
        fields.note(key, f"edition {slug} is not in this file")
        return False

    def leave(self) -> list[str]:
        """Set aside the sections that wait for another app, and return what to say about each."""
        present = {key: whom for key, whom in LEFT_FOR.items() if self.base.any(key) is not None}
        return [f"{key}: left for {whom}" for key, whom in present.items()]

    def done(self) -> None:
        """Note every key that no app asked for."""
        self.base.done()
        for slug, row in self.rows.items():
            row.done()
            self.details[slug].done()


def load(base: Path | None, details: Path, *, root: Path, anchor: date) -> Document:
    """Read both files (no `base`: an empty one); raise BadFilesError if one is no readable YAML mapping."""
    problems = Problems()
    base_fields = _fields(base, root, problems) if base else Fields(_empty(), "", problems)
    detail_fields = _fields(details, root, problems)
    by_slug: dict[str, Fields] = {}
    rows = detail_fields.inner("editions", required=True)
    for slug in rows.row if rows else ():
        inner = rows.inner(slug) if rows else None
        if inner:
            by_slug[str(slug)] = inner
    detail_fields.done()
    return Document(base_fields, by_slug, anchor, problems)


def _fields(path: Path, root: Path, problems: Problems) -> Fields:
    name = shown(path, root)
    return Fields(parse(read_text(path, name), name), name, problems)


def _empty() -> Row:
    row = Row()
    row.lines = {}
    return row
