"""The tiers, sponsors and contributions of the imported editions (an `import_steps` provider)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from events.importing.document import Document
from events.importing.fields import Fields
from events.importing.problems import Place
from events.importing.slugs import make_slug
from events.importing.steps import Write
from events.importing.writing import Report, check, columns, sync
from events.models import Edition
from sponsors.models import Sponsor, Sponsorship, Tier


@dataclass(frozen=True)
class TierRow:
    place: Place
    code: str
    position: int
    label_es: str
    label_en: str
    label_pt: str
    threshold: int | None
    source: str
    note: str


@dataclass
class SponsorshipRow:
    place: Place
    tier: str
    slug: str
    name: str
    position: int
    gives: str = ""


@dataclass(frozen=True)
class Parsed:
    """Tiers and sponsorships by the slug of their edition."""

    tiers: dict[str, list[TierRow]] = field(default_factory=dict)
    sponsorships: dict[str, list[SponsorshipRow]] = field(default_factory=dict)


def import_sponsors(document: Document) -> Write:
    """Parse `sponsors`, `sponsor_contributions_<year>` and the tiers of `editions.yaml`."""
    parsed = Parsed()
    for slug in document.slugs:
        detail = document.details[slug]
        parsed.tiers[slug] = [_tier(fields, position) for position, fields in enumerate(detail.rows("tiers"))]
    for slug, fields in _sections(document):
        parsed.sponsorships[slug] = _sponsorships(fields, parsed.tiers[slug])
    for key, slug in document.take_by_year("sponsor_contributions"):
        for fields in document.base.rows(key):
            _contribution(fields, parsed.sponsorships.get(slug, []))
    for model, groups in (
        (Tier, parsed.tiers),
        (Sponsor, parsed.sponsorships),
        (Sponsorship, parsed.sponsorships),
    ):
        for rows in groups.values():
            for row in rows:
                check(row, model, document.problems)
    return lambda editions, report: _save(parsed, editions, report)


def _sections(document: Document) -> Iterator[tuple[str, Fields]]:
    """Yield the sponsors of each edition, from the base file or from its own row in `editions.yaml`."""
    section = document.base.inner("sponsors")
    for year in section.row if section else ():
        fields = section.inner(year) if section else None
        if section and fields and document.knows(str(year), section, year):
            yield str(year), fields
    for slug in document.slugs:
        fields = document.details[slug].inner("sponsors")
        if fields:
            yield slug, fields


def _tier(fields: Fields, position: int) -> TierRow:
    row = TierRow(
        place=fields.place(),
        code=fields.text("code", required=True),
        position=position,
        **fields.labels("label", "label", required=True),
        threshold=fields.integer("threshold"),
        source=fields.text("source"),
        note=fields.text("note"),
    )
    fields.done()
    return row


def _sponsorships(fields: Fields, tiers: list[TierRow]) -> list[SponsorshipRow]:
    order = [tier.code for tier in tiers]
    rows = []
    for code in fields.row:
        names = fields.texts(code)
        if code not in order:
            fields.note(code, f"this edition has no tier {code!r}: add it to its `tiers` in editions.yaml")
        for position, name in enumerate(names):
            slug = make_slug(name, otherwise="entidad", length=80)
            rows.append(SponsorshipRow(fields.place(code), code, slug, name, position))
        if len({make_slug(name) for name in names}) < len(names):
            fields.note(code, "somebody is there twice")
    return sorted(rows, key=lambda row: order.index(row.tier) if row.tier in order else len(order))


def _contribution(fields: Fields, sponsorships: list[SponsorshipRow]) -> None:
    """Who is in two tiers gives what they give in the higher one."""
    name, gives = fields.text("sponsor", required=True), fields.text("gives", required=True)
    fields.done()
    row = next((row for row in sponsorships if row.name == name), None)
    if row is None:
        fields.note("sponsor", f"{name!r} is not a sponsor of that edition")
    else:
        row.gives = gives


def _save(parsed: Parsed, editions: Mapping[str, Edition], report: Report) -> None:
    wanted = [
        {"edition_id": editions[slug].pk, **columns(row, Tier)}
        for slug, rows in parsed.tiers.items()
        for row in rows
    ]
    existing = Tier.objects.filter(edition__in=editions.values())
    tiers = sync(existing, wanted, key=["edition_id", "code"], report=report)
    tier_ids = {(tier.edition_id, tier.code): tier.pk for tier in tiers}
    rows = [(editions[slug].pk, row) for slug, rows in parsed.sponsorships.items() for row in rows]
    names = {row.slug: {"slug": row.slug, "name": row.name} for _edition, row in rows}
    found = sync(Sponsor.objects.filter(slug__in=names), list(names.values()), key=["slug"], report=report)
    sponsor_ids = {sponsor.slug: sponsor.pk for sponsor in found}
    sponsorships = [
        {
            "tier_id": tier_ids[edition, row.tier],
            "sponsor_id": sponsor_ids[row.slug],
            **columns(row, Sponsorship),
        }
        for edition, row in rows
    ]
    given = Sponsorship.objects.filter(tier__in=tiers)
    sync(given, sponsorships, key=["tier_id", "sponsor_id"], report=report)
