"""Everything the files say that belongs to this app, parsed and checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Model

from events.importing.document import Document
from events.importing.editions import parse_editions
from events.importing.pages import parse_pages
from events.importing.programme import parse_programme
from events.importing.rows import EditionRow, PageRow, PersonRow, SessionRow
from events.importing.writing import check
from events.models import (
    Call,
    Edition,
    EditionFigure,
    EditionLink,
    EditionPerson,
    Milestone,
    Page,
    Person,
    Session,
    Topic,
)
from events.states import DEMO


@dataclass(frozen=True)
class Parsed:
    """Rows of one import; nothing of it is written while `document.problems` holds anything."""

    editions: dict[str, EditionRow]
    people: list[PersonRow]
    sessions: list[SessionRow]
    pages: list[PageRow]


def parse(document: Document, pages: Path, *, root: Path, demo: bool) -> Parsed:
    """Parse what `document` holds, and the page texts in the folder `pages`; note every bad value."""
    editions = parse_editions(document, [DEMO] if demo else [])
    people, sessions = parse_programme(document, editions)
    texts = parse_pages(pages, editions, root=root, problems=document.problems)
    parsed = Parsed(editions, people, sessions, texts)
    for model, rows in _by_model(parsed):
        for row in rows:
            check(row, model, document.problems)
    return parsed


def _by_model(parsed: Parsed) -> Iterable[tuple[type[Model], Iterable[Any]]]:
    editions = parsed.editions.values()
    yield Edition, editions
    for edition in editions:
        yield EditionLink, edition.links
        yield EditionFigure, edition.figures
        yield Milestone, edition.milestones
        yield Topic, edition.topics
        yield Call, edition.calls
    yield Person, parsed.people
    yield EditionPerson, parsed.people
    yield Session, parsed.sessions
    yield Page, parsed.pages
