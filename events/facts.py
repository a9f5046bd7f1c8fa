"""What everybody may know of an edition, read once and kept in each process until something of it changes.

A page about a person asks for these rows with every request, and they are the same for all. They are kept
under the version that `touch` renews, and no longer than a page is; a moved deadline is seen at once.
What writes reads the rows themselves (`events.permissions.hold_window`).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language

from events.models import Call, Edition, Milestone, Notice, Poster, Topic
from events.notices import FRESH, FRESHEST, Item, item_of, with_changes
from events.page_cache import LONGEST, site_version
from events.posters.gallery import gallery
from somosnlp.accounts.audit import event_model

Made = TypeVar("Made")


class Facts:
    """What belongs to one edition, each kind read when it is first asked for. Nobody may change its rows."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._made: dict[tuple[str, str | None], Any] = {}

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what `make` makes of the edition in the active language, made once and kept as `name`."""
        key = name, get_language()
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    @cached_property
    def calls(self) -> dict[str, Call]:
        """Its calls by kind, with the milestones they close with."""
        calls = Call.objects.filter(edition=self._edition).select_related("closes_with")
        return {call.kind: call for call in calls}

    def answers_by(self, kind: str) -> date | None:
        """Return the day by which the call of `kind` promised its answers."""
        call = self.calls.get(kind)
        return call.answers_by if call else None

    @cached_property
    def winner(self) -> Poster | None:
        """The poster that is its image, with the picture."""
        chosen = Poster.objects.filter(edition=self._edition, is_winner=True)
        return chosen.select_related("picture").first()

    @cached_property
    def gallery(self) -> list[Poster]:
        """The posters that hang for everybody to see, with their pictures."""
        return list(gallery(self._edition))

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Its dates, with what they were before."""
        return list(Milestone.objects.filter(edition=self._edition).prefetch_related("changes"))

    @cached_property
    def milestones_changed_at(self) -> dict[int, datetime]:
        """When each of its dates was last written, as the audit knows it: moved, undone or renamed."""
        versions = event_model(Milestone)
        if versions is None:
            return {}
        rows = versions._default_manager.filter(edition_id=self._edition.pk).values_list("pgh_obj_id")
        return dict(rows.annotate(Max("pgh_created_at")).order_by())

    @cached_property
    def topics(self) -> list[Topic]:
        """The topics of its talks, in their order."""
        return list(Topic.objects.filter(edition=self._edition).order_by("number"))

    @cached_property
    def _recent(self) -> list[Notice]:
        recent = Notice.objects.filter(
            edition=self._edition, withdrawn_at=None, published_at__gt=timezone.now() - FRESH
        )
        return list(with_changes(recent))

    def fresh_items(self, now: datetime) -> list[Item]:
        """Return the newest notices that still hold at `now`, for pages about something else."""
        published = (notice for notice in self._recent if now - FRESH < notice.published_at <= now)
        return [item for item in map(item_of, published) if item.holds][:FRESHEST]


@dataclass(frozen=True)
class _Kept:
    version: str
    until: float
    edition: Edition | None


#: By slug; the current edition by the empty one.
_kept: dict[str, _Kept] = {}
_CURRENT = ""


def edition_named(slug: str) -> Edition | None:
    """Return the edition of that year, published or not, as it was kept; None when there is none."""
    return _edition(slug)


def edition_flagged_current() -> Edition | None:
    """Return the edition flagged current, published or not, as it was kept."""
    return _edition(_CURRENT)


def facts_of(edition: Edition) -> Facts:
    """Return what belongs to `edition`: kept where `edition` is, else read now."""
    kept: Facts | None = vars(edition).get("kept_facts")
    return kept or Facts(edition)


def chosen_poster(edition: Edition) -> Poster | None:
    """Return the poster that is the image of `edition`, read once for all that a page shows of it."""
    known = vars(edition)
    if not known.get("id") or known.get("image_name", "unknown") is None:
        return None
    if "chosen_poster" not in known:
        known["chosen_poster"] = facts_of(edition).winner
    found: Poster | None = known["chosen_poster"]
    return found


def _edition(slug: str) -> Edition | None:
    version, now = site_version(), time.monotonic()
    kept = _kept.get(slug)
    if kept is None or kept.version != version or kept.until < now:
        kept = _kept[slug] = _Kept(version, now + LONGEST, _read(slug))
    return kept.edition


def _read(slug: str) -> Edition | None:
    named = {"is_current": True} if slug == _CURRENT else {"slug": slug}
    edition: Edition | None = Edition.objects.with_image().filter(**named).first()
    if edition is not None:
        vars(edition)["kept_facts"] = Facts(edition)
    return edition
