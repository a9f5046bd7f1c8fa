"""Writing the parsed rows of this app, parents before children."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db.models import Model, QuerySet

from events.importing.parsed import Parsed
from events.importing.rows import MilestoneRow, SessionRow
from events.importing.writing import Report, columns, sync
from events.models import (
    Call,
    Edition,
    EditionFigure,
    EditionLink,
    EditionPerson,
    Milestone,
    MilestoneChange,
    Page,
    Person,
    Session,
    SessionPerson,
    Topic,
)
from events.states import SessionRole

Editions = Mapping[str, Edition]


def save(parsed: Parsed, report: Report) -> Editions:
    """Write what differs and return the editions by slug."""
    wanted = [columns(row, Edition) for row in parsed.editions.values()]
    saved = sync(Edition.objects.filter(slug__in=parsed.editions), wanted, key=["slug"], report=report)
    editions = {edition.slug: edition for edition in saved}
    _children(EditionLink, "links", ["kind"], parsed, editions, report)
    _children(EditionFigure, "figures", ["position"], parsed, editions, report)
    _children(Topic, "topics", ["number"], parsed, editions, report)
    _save_calls(parsed, editions, _save_milestones(parsed, editions, report), report)
    _save_programme(parsed, editions, report)
    _save_pages(parsed, editions, report)
    return editions


def _of(model: type[Model], editions: Editions) -> "QuerySet[Any]":
    return model._default_manager.filter(edition__in=editions.values())


def _children(
    model: type[Model], name: str, key: list[str], parsed: Parsed, editions: Editions, report: Report
) -> None:
    wanted = [
        {"edition_id": editions[slug].pk, **columns(child, model)}
        for slug, row in parsed.editions.items()
        for child in getattr(row, name)
    ]
    sync(_of(model, editions), wanted, key=["edition_id", *key], report=report)


def _save_milestones(parsed: Parsed, editions: Editions, report: Report) -> dict[tuple[int, str], Milestone]:
    """Those that a person has moved here stay where that person put them."""
    rows = [
        (editions[slug].pk, row) for slug, edition in parsed.editions.items() for row in edition.milestones
    ]
    moved = set(
        MilestoneChange.objects.filter(milestone__edition__in=editions.values(), changed_by__isnull=False)
        .values_list("milestone_id", flat=True)
        .distinct()
    )
    saved = sync(
        _of(Milestone, editions),
        [{"edition_id": pk, **columns(row, Milestone), **asdict(row.moment)} for pk, row in rows],
        key=["edition_id", "kind", "code"],
        report=report,
        keep=lambda milestone: milestone.pk in moved,
    )
    _save_changes([row for _pk, row in rows], saved, report)
    return {(pk, row.key): milestone for (pk, row), milestone in zip(rows, saved, strict=True)}


def _save_changes(rows: list[MilestoneRow], saved: list[Milestone], report: Report) -> None:
    wanted = [
        {"milestone_id": milestone.pk, "position": position, **asdict(was)}
        for row, milestone in zip(rows, saved, strict=True)
        for position, was in enumerate(row.was)
    ]
    existing = MilestoneChange.objects.filter(milestone__in=saved)
    sync(existing, wanted, key=["milestone_id", "position"], report=report)


def _save_calls(
    parsed: Parsed, editions: Editions, milestones: dict[tuple[int, str], Milestone], report: Report
) -> None:
    wanted = []
    for slug, edition in parsed.editions.items():
        for row in edition.calls:
            closes_with = milestones.get((editions[slug].pk, row.closes_with))
            ids = {"edition_id": editions[slug].pk, "closes_with_id": closes_with.pk if closes_with else None}
            wanted.append({**ids, **columns(row, Call)})
    sync(_of(Call, editions), wanted, key=["edition_id", "kind"], report=report)


def _save_programme(parsed: Parsed, editions: Editions, report: Report) -> None:
    slugs = [row.slug for row in parsed.people]
    wanted = [{"slug": row.slug, "name": row.name} for row in parsed.people]
    saved = sync(Person.objects.filter(slug__in=slugs), wanted, key=["slug"], report=report)
    people = {person.name: person for person in saved}
    printed = [
        {
            "edition_id": editions[slug].pk,
            "person_id": people[row.name].pk,
            "occupation": occupation,
            "note": row.note,
        }
        for row in parsed.people
        for slug, occupation in row.occupations.items()
    ]
    sync(_of(EditionPerson, editions), printed, key=["edition_id", "person_id"], report=report)
    _save_sessions(parsed, editions, people, report)


def _save_sessions(parsed: Parsed, editions: Editions, people: dict[str, Person], report: Report) -> None:
    """Those that were moved, cancelled or first shown by a release here stay as it left them."""
    topics = {(topic.edition_id, topic.number): topic.pk for topic in _of(Topic, editions)}
    wanted = []
    for row in parsed.sessions:
        edition = editions[row.edition].pk
        topic = topics[edition, row.topic] if row.topic is not None else None
        wanted.append({"edition_id": edition, "topic_id": topic, **columns(row, Session)})
    released = set(_of(Session, editions).exclude(release_changes=None).values_list("pk", flat=True))
    sessions = sync(
        _of(Session, editions),
        wanted,
        key=["edition_id", "slug"],
        report=report,
        keep=lambda session: session.pk in released,
    )
    cast = [
        {"session_id": session.pk, "person_id": people[name].pk, "role": role, "position": position}
        for session, row in zip(sessions, parsed.sessions, strict=True)
        for position, (name, role) in enumerate(_cast(row))
    ]
    existing = SessionPerson.objects.filter(session__in=sessions)
    sync(existing, cast, key=["session_id", "person_id"], report=report)


def _cast(row: SessionRow) -> list[tuple[str, str]]:
    speakers = [(name, str(SessionRole.SPEAKER)) for name in row.speakers]
    return speakers + ([(row.host, str(SessionRole.HOST))] if row.host else [])


def _save_pages(parsed: Parsed, editions: Editions, report: Report) -> None:
    wanted = [
        {"edition_id": editions[row.edition].pk if row.edition else None, **columns(row, Page)}
        for row in parsed.pages
    ]
    existing = Page.objects.filter(edition__in=editions.values()) | Page.objects.filter(edition=None)
    sync(existing, wanted, key=["edition_id", "slug", "language"], report=report)
