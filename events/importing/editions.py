"""Parsing editions: the row of the base file, completed by the row of `editions.yaml`."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from events.importing.document import Document
from events.importing.fields import Fields
from events.importing.moments import MomentRow, day_of, moment_of
from events.importing.reading import Row
from events.importing.rows import CallRow, EditionRow, FigureRow, LinkRow, MilestoneRow, TopicRow
from events.moments import Moment
from events.states import CallKind, LinkKind, MilestoneKind
from somosnlp.ui.zones import is_known_zone

T = TypeVar("T")
PLAYLIST = "https://www.youtube.com/playlist?list={}"
CALL_STATES = ("open", "closed", "announced")


def parse_editions(document: Document, wanted: Iterable[str] = ()) -> dict[str, EditionRow]:
    """Return the editions of the base file, and those of `editions.yaml` named in `wanted`, by slug."""
    found = document.rows
    for fields in document.base.rows("editions"):
        slug = str(fields.integer("year", required=True))
        if slug in found:
            fields.note("year", f"{slug} is there twice")
        found[slug] = fields
    for slug in wanted:
        if slug in document.details:
            found[slug] = document.details[slug]
    teams = {year: document.base.texts(key) for key, year in document.take_by_year("organising_team")}
    return {slug: _edition(document, slug, fields, teams.get(slug, [])) for slug, fields in found.items()}


def _edition(document: Document, slug: str, base: Fields, team: list[str]) -> EditionRow:
    anchor = document.anchor
    detail = document.details.setdefault(slug, base)
    size = detail.inner("team_size")
    conflict = base.text("conflict")
    time_zone = detail.text("time_zone") or "Europe/Madrid"
    if not is_known_zone(time_zone):
        detail.note("time_zone", f"{time_zone!r} is no time zone")
    milestones = _milestones(base, detail, anchor)
    row = EditionRow(
        place=base.place(),
        slug=slug,
        name=base.text("name", required=True),
        hashtag=detail.text("hashtag"),
        **detail.labels("theme", "theme"),
        **detail.labels("tagline", "tagline"),
        **detail.labels("intro", "intro"),
        starts_on=_day(base, "starts", anchor) or anchor,
        ends_on=_day(base, "ends", anchor) or anchor,
        time_zone=time_zone,
        languages=_same(base, detail, "languages"),
        team_size_min=(size.integer("min", required=True) or 1) if size else 1,
        team_size_max=(size.integer("max", required=True) or 1) if size else 5,
        hf_org=base.text("hf_org"),
        participants_claimed=base.text("participants_claimed"),
        countries_claimed=base.integer("countries_claimed"),
        date_note=detail.text("date_note") or conflict,
        organising_team=team,
        links=_links(base, detail),
        figures=_figures(base, detail),
        milestones=milestones,
        topics=[_topic(fields) for fields in detail.rows("topics")],
        calls=[_call(fields, {m.key for m in milestones}, anchor) for fields in detail.rows("calls")],
    )
    if size:
        size.done()
    _check(base, detail, row)
    return row


def _check(base: Fields, detail: Fields, row: EditionRow) -> None:
    if row.ends_on < row.starts_on:
        base.note("ends", f"{row.ends_on} is before the start, {row.starts_on}")
    if not 1 <= row.team_size_min <= row.team_size_max:
        detail.note("team_size", "it must hold 1 <= min <= max")
    _once(detail, "links", [link.kind for link in row.links])
    _once(detail, "milestones", [milestone.key for milestone in row.milestones])
    _once(detail, "topics", [topic.number for topic in row.topics])
    _once(detail, "calls", [call.kind for call in row.calls])


def _once(fields: Fields, key: str, values: list[T]) -> None:
    for value in sorted({value for value in values if values.count(value) > 1}, key=str):
        fields.note(key, f"{value} is there twice")


def _day(fields: Fields, key: str, anchor: date) -> date | None:
    """A date, or for the demo edition a mapping with `offset_days`."""
    if isinstance(fields.row.get(key), Row):
        inner = fields.inner(key)
        day = day_of(inner, anchor) if inner else None
        if inner:
            inner.done()
        return day
    return fields.day(key, required=True)


def _same(base: Fields, detail: Fields, key: str) -> list[str]:
    """A list that both files may give and must not contradict."""
    mine, theirs = base.texts(key), detail.texts(key)
    if mine and theirs and mine != theirs:
        detail.note(key, f"{theirs} contradicts {mine} of {base.place(key)}")
    return mine or theirs


def _links(base: Fields, detail: Fields) -> list[LinkRow]:
    links = []
    for fields in detail.rows("links"):
        kind = fields.choice("kind", LinkKind.values) or ""
        links.append(LinkRow(fields.place(), kind, fields.text("url", required=True), fields.text("source")))
        fields.done()
    for key in (LinkKind.PLAYLIST, LinkKind.WINNERS_PLAYLIST):
        code = base.text(key)
        if code and all(link.kind != key for link in links):
            links.append(LinkRow(base.place(key), key, PLAYLIST.format(code), base.file))
    return links


def _figures(base: Fields, detail: Fields) -> list[FigureRow]:
    figures = []
    for position, fields in enumerate(detail.rows("figures")):
        figures.append(
            FigureRow(
                place=fields.place(),
                position=position,
                value=fields.text("value", required=True),
                **fields.labels("label", "label", required=True),
                source=fields.text("source"),
                note=fields.text("note"),
            )
        )
        fields.done()
    projects = base.integer("projects_announced")
    if projects and not figures:
        place = base.place("projects_announced")
        labels = ("proyectos", "projects", "projetos")
        figures.append(FigureRow(place, 0, str(projects), *labels, source=base.file, note=""))
    return figures


def _milestones(base: Fields, detail: Fields, anchor: date) -> list[MilestoneRow]:
    return _with_dates_of(base, [_milestone(fields, anchor) for fields in detail.rows("milestones")])


def _milestone(fields: Fields, anchor: date) -> MilestoneRow:
    was = fields.rows("was")
    at = fields.inner("at", required=True)
    row = MilestoneRow(
        place=fields.place(),
        kind=fields.choice("kind", MilestoneKind.values) or "",
        code=fields.text("code"),
        moment=moment_of(at, anchor),
        was=[moment_of(earlier, anchor) for earlier in was],
        **fields.labels("label", "label"),
        source=fields.text("source"),
        note=fields.text("note"),
    )
    for inner in [*was, *([at] if at else []), fields]:
        inner.done()
    return row


def _with_dates_of(base: Fields, milestones: list[MilestoneRow]) -> list[MilestoneRow]:
    """Add the milestones that only the base file knows, which gives them as plain days."""
    kinds = {milestone.kind for milestone in milestones}
    found = list(milestones)
    dates = {"presentations": MilestoneKind.PRESENTATIONS, "winners_announced": MilestoneKind.WINNERS}
    for key, kind in dates.items():
        day = base.day(key)
        if day and kind not in kinds:
            found.append(_plain(base, key, kind, day, []))
    moved = base.day("ends_originally")
    end = base.row.get("ends")
    if moved and isinstance(end, date) and not kinds & {MilestoneKind.END, MilestoneKind.DELIVERY}:
        found.append(_plain(base, "ends_originally", MilestoneKind.END, end, [moved]))
    return found


def _plain(base: Fields, key: str, kind: str, day: date, was: list[date]) -> MilestoneRow:
    earlier = [MomentRow.of(Moment(day=value)) for value in was]
    moment = MomentRow.of(Moment(day=day))
    return MilestoneRow(base.place(key), kind, "", moment, earlier, source=base.file)


def _topic(fields: Fields) -> TopicRow:
    number = fields.integer("number", required=True) or 0
    row = TopicRow(fields.place(), number, **fields.labels("label", "label", required=True))
    fields.done()
    return row


def _call(fields: Fields, milestones: set[str], anchor: date) -> CallRow:
    state = fields.choice("state", CALL_STATES)
    opens = _opening(fields, anchor)
    if state == "announced" and opens is None:
        fields.note("opens", "missing: what is announced opens on a day")
    row = CallRow(
        place=fields.place(),
        kind=fields.choice("kind", CallKind.values) or "",
        opens_on=opens,
        is_closed=state == "closed",
        external_url=fields.text("url"),
        closes_with=fields.choice("closes_with", sorted(milestones), required=False) or "",
    )
    fields.done()
    return row


def _opening(fields: Fields, anchor: date) -> date | None:
    if "opens" not in fields:
        fields.any("opens")
        return None
    return _day(fields, "opens", anchor)
