"""A notice as it is read: what moved, from when to when, and whether that still holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from events.models import Edition, Milestone, MilestoneChange, Notice
from events.moments import Moment

#: How long the landing and «Mi hackathon» show a notice, and how many.
FRESH = timedelta(days=14)
FRESHEST = 2
#: What the page of notices and the feed show.
LONGEST = 100


@dataclass(frozen=True)
class Line:
    """One deadline of a notice: what people knew, and what the notice told them."""

    milestone: Milestone
    was: Moment
    to: Moment

    @property
    def holds(self) -> bool:
        """Whether it still stands where the notice said."""
        return self.milestone.moment == self.to


@dataclass(frozen=True)
class Item:
    """A notice with its lines; read `with_changes`."""

    notice: Notice
    lines: list[Line]

    @property
    def holds(self) -> bool:
        """Whether it tells anything that is still so."""
        return not self.notice.is_move or any(line.holds for line in self.lines)

    @property
    def title(self) -> str:
        """Its own title, or what moved."""
        return title_of([line.milestone for line in self.lines]) if self.notice.is_move else self.notice.title


def title_of(milestones: Sequence[Milestone]) -> str:
    """Return the headline of a move: «Entrega de proyectos: nueva fecha», «Nuevas fechas: … y 2 más»."""
    first, *others = [milestone.label for milestone in milestones] or [""]
    if not others:
        return _("%(what)s: nueva fecha") % {"what": first}
    if len(others) == 1:
        return _("Nuevas fechas: %(what)s, %(other)s") % {"what": first, "other": others[0]}
    return _("Nuevas fechas: %(what)s y %(count)d más") % {"what": first, "count": len(others)}


def item_of(notice: Notice) -> Item:
    """Return `notice` as it is read."""
    return Item(notice, lines_of(notice.changes.all()))


def lines_of(changes: Iterable[MilestoneChange]) -> list[Line]:
    """Return the changes as lines, by the new date; imported ones say nothing of it and are left out."""
    lines = [
        Line(change.milestone, change.moment, change.moved_to)
        for change in changes
        if change.moved_to is not None
    ]
    return sorted(lines, key=lambda line: (line.to.ends_at is None, line.to.ends_at))


def with_changes(notices: "QuerySet[Notice]") -> "QuerySet[Notice]":
    """Return `notices` with what `lines_of` reads, in one more query."""
    changes = MilestoneChange.objects.select_related("milestone").order_by("milestone", "position")
    return notices.prefetch_related(Prefetch("changes", changes))


def published_items(edition: Edition, now: datetime) -> list[Item]:
    """Return the notices of `edition`, newest first."""
    return [item_of(notice) for notice in with_changes(edition.notices.published(now))[:LONGEST]]
