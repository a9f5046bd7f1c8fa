"""What programs read of an edition: its deadlines as a calendar, its notices as an Atom feed."""

from collections.abc import Container
from datetime import UTC, datetime, time

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.calendars.ical import Entry, Sheet, calendar
from events.facts import facts_of
from events.models import Edition, Milestone
from events.notices import Item, Line
from somosnlp.outbox.links import page_url
from somosnlp.ui.markdown import render_markdown
from somosnlp.ui.times import moment_text


def calendar_file(edition: Edition) -> bytes:
    """Return the deadlines of `edition` as an .ics file in the active language."""
    page = _absolute("edition", edition)
    sheet = Sheet(
        name=_("Plazos · %(edition)s") % {"edition": edition.name},
        text=_("Se pone al día cuando un plazo cambia."),
        language=get_language() or settings.LANGUAGE_CODE,
        source=_absolute("milestones-ics", edition),
        page=f"{page}#plazos",
    )
    return calendar(sheet, milestone_entries(edition))


def milestone_entries(
    edition: Edition, kinds: Container[str] | None = None, time_zone: str = ""
) -> list[Entry]:
    """Return the deadlines of `edition` (of those `kinds`) as events, described in `time_zone` or its own."""
    facts, zone = facts_of(edition), time_zone or edition.time_zone
    first = datetime.combine(edition.starts_on, time(), UTC)
    return [
        _entry(edition, milestone, facts.milestones_changed_at.get(milestone.pk, first), zone)
        for milestone in facts.milestones
        if kinds is None or milestone.kind in kinds
    ]


def notices_feed(edition: Edition, items: list[Item]) -> str:
    """Return the notices of `edition` as Atom (RFC 4287) in the active language."""
    page = _absolute("notices", edition)
    feed = Atom1Feed(
        title=_("Novedades · %(edition)s") % {"edition": edition.name},
        link=page,
        description="",
        feed_url=_absolute("notices-feed", edition),
        language=get_language(),
        author_name=settings.SITE_NAME,
    )
    for item in items:
        notice = item.notice
        feed.add_item(
            title=item.title,
            link=f"{page}#novedad-{notice.pk}",
            description=_words(item, edition.time_zone),
            unique_id=f"{settings.SITE_URL}/#novedad-{notice.pk}",
            pubdate=notice.published_at,
            updateddate=notice.published_at,
        )
    return str(feed.writeString("utf-8"))


def _entry(edition: Edition, milestone: Milestone, modified: datetime, zone: str) -> Entry:
    """Every change of the date counts once, and once more when it was undone."""
    changes = milestone.changes.all()
    undone = sum(change.undone_at is not None for change in changes)
    before = "; ".join(moment_text(change.moment, zone) for change in milestone.earlier)
    page = f"{_absolute('edition', edition)}#plazos"
    lines = [
        moment_text(milestone.moment, zone),
        before and _("Antes: %(dates)s") % {"dates": before},
        page,
    ]
    return Entry(
        uid="-".join(filter(None, ["plazo", edition.slug, milestone.kind, milestone.code])) + "@somosnlp",
        sequence=len(changes) + undone,
        modified=modified,
        title=f"{milestone.label} · {edition.name}",
        text="\n".join(filter(None, lines)),
        moment=milestone.moment,
        url=page,
    )


def _words(item: Item, zone: str) -> str:
    if not item.notice.is_move:
        return render_markdown(item.notice.body)
    lines = [_line(line, zone) for line in item.lines]
    return render_markdown("\n\n".join([*lines, item.notice.reason]))


def _line(line: Line, zone: str) -> str:
    return _("%(what)s: %(to)s (antes: %(was)s).") % {
        "what": line.milestone.label,
        "to": moment_text(line.to, zone),
        "was": moment_text(line.was, zone),
    }


def _absolute(name: str, edition: Edition) -> str:
    return page_url(name, edition.slug, language=get_language() or settings.LANGUAGE_CODE)
