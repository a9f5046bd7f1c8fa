"""Starting an edition from the one before."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import pghistory
from django.db import transaction
from django.db.models import Model

from events.models import Call, Edition, EditionLink, Milestone, Page, Topic
from events.moments import local_instant
from events.states import LinkKind
from somosnlp.providers import providers
from somosnlp.review.models import Criterion, ReviewRound
from somosnlp.ui.zones import zone_info

M = TypeVar("M", bound=Model)

#: The same weekday a year later.
YEAR = timedelta(days=364)
#: Links that belong to the community; recordings and organisations belong to one edition.
LASTING_LINKS = [
    LinkKind.DISCORD,
    LinkKind.YOUTUBE,
    LinkKind.CALENDAR,
    LinkKind.X,
    LinkKind.LINKEDIN,
    LinkKind.BLUESKY,
    LinkKind.EMAIL,
]


#: What a call says and allows, besides its dates.
KEPT_OF_CALLS = (
    *("text_es", "text_en", "text_pt", "hidden_questions"),
    *("most_per_person", "most_co_speakers", "needs_graphic"),
)


class CloneStep(Protocol):
    def __call__(self, source: Edition, target: Edition, /) -> int:
        """Copy what a younger app keeps for `source` to `target`; return how many rows."""


class CannotCloneError(Exception):
    """The edition cannot be made; the message says why."""


@transaction.atomic
def clone_edition(source: str, target: str, *, shift: timedelta = YEAR) -> Edition:
    """Create the edition `target` with what `source` has, its dates moved by `shift`, and return it.

    Copied: milestones (as they stand, without their history), topics, calls, links of the community, pages
    (as drafts) and what `clone_steps` copy. Not copied: sessions, people, figures and whatever was published
    about the old one. The new edition is neither published nor current. Raises CannotCloneError.
    """
    original = Edition.objects.filter(slug=source).first()
    if original is None:
        raise CannotCloneError(f"There is no edition {source!r}.")
    if Edition.objects.filter(slug=target).exists():
        raise CannotCloneError(f"Edition {target!r} is there already.")
    steps: Iterable[CloneStep] = providers("clone_steps")
    with pghistory.context(command=f"clone_edition {source}"):
        edition = _copy_edition(original, target, shift)
        milestones = _copy_milestones(original, edition, shift)
        _copy_calls(original, edition, shift, milestones)
        _copy(Topic.objects.filter(edition=original), edition)
        _copy(EditionLink.objects.filter(edition=original, kind__in=LASTING_LINKS), edition)
        _copy(Page.objects.filter(edition=original), edition, is_draft=True, publish_at=None)
        for step in steps:
            step(original, edition)
    return edition


def _copy_edition(original: Edition, target: str, shift: timedelta) -> Edition:
    edition = Edition(
        slug=target,
        name=original.name.replace(original.slug, target),
        hashtag=original.hashtag,
        starts_on=original.starts_on + shift,
        ends_on=original.ends_on + shift,
        time_zone=original.time_zone,
        languages=original.languages,
        team_size_min=original.team_size_min,
        team_size_max=original.team_size_max,
        is_published=False,
        is_current=False,
        **{
            column: getattr(original, column)
            for name in ("theme", "tagline", "intro")
            for column in (f"{name}_es", f"{name}_en", f"{name}_pt")
        },
    )
    edition.full_clean()
    edition.save(force_insert=True)
    return edition


def _copy_milestones(original: Edition, edition: Edition, shift: timedelta) -> dict[int, Milestone]:
    """Return the new milestones by the id of the old one."""
    copies = {}
    for old in Milestone.objects.filter(edition=original):
        copies[old.pk] = Milestone(
            edition=edition,
            kind=old.kind,
            code=old.code,
            label_es=old.label_es,
            label_en=old.label_en,
            label_pt=old.label_pt,
            precision=old.precision,
            at=old.at and _shifted(old.at, old.zone, shift),
            day=old.day and old.day + shift,
            zone=old.zone,
        )
    Milestone.objects.bulk_create(copies.values())
    return copies


def _shifted(at: datetime, zone: str, shift: timedelta) -> datetime:
    """The same time on the wall of `zone`, on the other side of a change of clocks too."""
    wall = at.astimezone(zone_info(zone)) + shift
    return local_instant(wall.date(), wall.time(), zone)


def _copy_calls(
    original: Edition, edition: Edition, shift: timedelta, milestones: dict[int, Milestone]
) -> None:
    """What was closed by hand stays so when no date would open and close it.

    Texts, caps and switches go along; the day of the answers and of the votes are announced anew.
    """
    Call.objects.bulk_create(
        Call(
            edition=edition,
            kind=old.kind,
            opens_on=old.opens_on and old.opens_on + shift,
            closes_with=milestones.get(old.closes_with_id) if old.closes_with_id else None,
            is_closed=old.is_closed and not (old.opens_on or old.closes_with_id),
            external_url=old.external_url,
            review_round=old.review_round and _copy_round(old.review_round),
            **{column: getattr(old, column) for column in KEPT_OF_CALLS},
        )
        for old in Call.objects.filter(edition=original).select_related("review_round")
    )


def _copy_round(original: ReviewRound) -> ReviewRound:
    """Return a way of reviewing like `original`, with its criteria and nobody's reviews."""
    criteria = list(original.criteria.all())
    copy = ReviewRound.objects.get(pk=original.pk)
    copy.pk = None
    copy.save(force_insert=True)
    for criterion in criteria:
        criterion.pk = None
        criterion.round = copy
    Criterion.objects.bulk_create(criteria)
    return copy


def _copy(rows: Iterable[M], edition: Edition, **changes: object) -> None:
    copies = list(rows)
    for row in copies:
        row.pk = None
        for name, value in {"edition": edition, **changes}.items():
            setattr(row, name, value)
    if copies:
        type(copies[0])._default_manager.bulk_create(copies)
