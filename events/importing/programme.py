"""Parsing the people and sessions of the programme."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from events.importing.document import Document
from events.importing.fields import Fields
from events.importing.moments import MomentRow, moment_of
from events.importing.rows import EditionRow, PersonRow, SessionRow
from events.importing.slugs import make_slug
from events.moments import Moment, local_instant
from events.states import DEMO, Level, SessionKind

#: The old pages printed wall-clock times of Spain.
PAGE_ZONE = "Europe/Madrid"
TIME_SOURCES = ("poster", "page")
YEARS = re.compile(r"\s*\((\d{4})(?:-(\d{2}))?\)$")


def parse_programme(
    document: Document, editions: Mapping[str, EditionRow]
) -> tuple[list[PersonRow], list[SessionRow]]:
    """Return the people and the sessions of the editions that are imported."""
    _check_vocabulary(document.base)
    people = [_person(document, fields) for fields in document.base.rows("speakers")]
    sessions = [
        _session(document, fields, str(fields.integer("edition", required=True)))
        for fields in document.base.rows("sessions")
    ]
    if DEMO in editions:
        demo = document.details[DEMO]
        people += [_person(document, fields, DEMO) for fields in demo.rows("speakers")]
        sessions += [_session(document, fields, DEMO) for fields in demo.rows("sessions")]
    _check_people(document, people, sessions)
    _check_topics(document, sessions, editions)
    return people, _with_own_slugs(document, sessions)


def _check_vocabulary(base: Fields) -> None:
    """The file lists the kinds and levels it uses: all of them must be ours."""
    base.any("meta")
    for kind in base.texts("session_kinds"):
        if kind not in SessionKind.values:
            base.note("session_kinds", f"{kind!r} is no kind of session")
    for level in base.integers("levels"):
        if level not in Level.values:
            base.note("levels", f"{level} is no level")


def _person(document: Document, fields: Fields, edition: str = "") -> PersonRow:
    name = fields.text("name", required=True)
    role = fields.text("role")
    years = [edition] if edition else [str(year) for year in fields.integers("editions")]
    row = PersonRow(
        place=fields.place(),
        slug=make_slug(name, otherwise="persona"),
        name=name,
        occupations={
            slug: occupation_in(role, slug) for slug in years if document.knows(slug, fields, "editions")
        },
        note=fields.text("note"),
    )
    fields.done()
    return row


def occupation_in(role: str, edition: str) -> str:
    """Return what `role` says about one edition.

    "A (2023); B (2024)" names the years of each part: the part of that year counts, else the nearest one.
    A role without years holds for every edition.
    """
    parts: list[tuple[int, int, str]] = []
    for part in role.split("; "):
        match = YEARS.search(part)
        if match is None:
            return role
        first = int(match[1])
        last = int(match[1][:2] + match[2]) if match[2] else first
        parts.append((first, last, part[: match.start()]))
    year = int(edition) if edition.isdigit() else parts[-1][1]
    return min(parts, key=lambda part: max(part[0] - year, year - part[1], 0))[2]


def _session(document: Document, fields: Fields, edition: str) -> SessionRow:
    document.knows(edition, fields, "edition")
    title = fields.text("title", required=True)
    moment = _moment(fields, document.anchor)
    topic = fields.any("topic")
    row = SessionRow(
        place=fields.place(),
        edition=edition,
        slug="",
        kind=fields.choice("kind", SessionKind.values) or "",
        title=title,
        subtitle=topic if isinstance(topic, str) else "",
        poster_title=fields.text("poster_title"),
        language=fields.text("language") or "es",
        precision=moment.precision,
        starts_at=moment.at,
        day=moment.day,
        minutes=fields.integer("minutes"),
        originally_at=fields.instant("originally"),
        time_source=fields.choice("time_source", TIME_SOURCES, required=False) or "",
        level=fields.choice("level", Level.values, required=False),
        topic=fields.integer("topic") if not isinstance(topic, str) else None,
        venue=fields.text("venue"),
        video=fields.text("video"),
        notebook=fields.text("notebook"),
        note="\n".join(filter(None, (fields.text("note"), fields.text("conflict")))),
        speakers=fields.texts("speakers"),
        host=fields.text("host"),
    )
    fields.done()
    return row


def _moment(fields: Fields, anchor: date) -> MomentRow:
    """`starts_at` is UTC; `local` is what the page printed: Spain's time, or only a day. Neither: unknown."""
    if "offset_days" in fields:
        return moment_of(fields, anchor)
    starts_at, local = fields.instant("starts_at"), fields.text("local")
    if starts_at and local:
        fields.note("local", "starts_at is given too: only one of them counts")
    if starts_at:
        return MomentRow.of(Moment(at=starts_at))
    if not local:
        return MomentRow()
    try:
        clock = datetime.fromisoformat(local)
        if clock.tzinfo is None and "T" not in local:
            return MomentRow.of(Moment(day=clock.date()))
        if clock.tzinfo is None:
            return MomentRow.of(Moment(at=local_instant(clock.date(), clock.time(), PAGE_ZONE)))
    except ValueError:
        pass
    fields.note("local", f"{local!r} is not a local time like 2024-03-13T18:00, nor a day")
    return MomentRow()


def _check_people(document: Document, people: list[PersonRow], sessions: list[SessionRow]) -> None:
    """Everybody who speaks is described, once, for that edition."""
    by_name = {person.name: person for person in people}
    for slug, times in Counter(person.slug for person in people).items():
        if times > 1:
            again = [person for person in people if person.slug == slug][1]
            document.problems.add(again.place, f"speakers: {again.name!r} is there twice")
    for session in sessions:
        for name in [*session.speakers, *filter(None, [session.host])]:
            if name not in by_name:
                document.problems.add(session.place, f"{name!r} is not among the speakers")
            elif session.edition not in by_name[name].occupations:
                document.problems.add(
                    session.place, f"{name!r} is not a speaker of edition {session.edition}"
                )


def _check_topics(document: Document, sessions: list[SessionRow], editions: Mapping[str, EditionRow]) -> None:
    for session in sessions:
        edition = editions.get(session.edition)
        numbers = {topic.number for topic in edition.topics} if edition else set()
        if edition and session.topic is not None and session.topic not in numbers:
            document.problems.add(session.place, f"edition {session.edition} has no topic {session.topic}")


def _with_own_slugs(document: Document, sessions: list[SessionRow]) -> list[SessionRow]:
    """Name each session after its title; AMAs, which share theirs, and namesakes also after who speaks."""
    named: list[SessionRow] = []
    taken: set[tuple[str, str]] = set()
    for session in sessions:
        slug = make_slug(session.title, otherwise=session.kind)
        if session.speakers and (session.kind == SessionKind.AMA or (session.edition, slug) in taken):
            slug = make_slug(f"{session.title} {session.speakers[0]}", otherwise=session.kind)
        if (session.edition, slug) in taken:
            document.problems.add(session.place, f"another session of {session.edition} is called {slug!r}")
        taken.add((session.edition, slug))
        named.append(replace(session, slug=slug))
    return named
