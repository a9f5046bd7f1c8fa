"""What the landing of an edition shows, gathered in few queries; other apps add their sections."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

from django.utils import timezone

from events.calls.cards import CallCard, boundaries, call_cards
from events.facts import chosen_poster, facts_of
from events.models import Call, Edition, EditionFigure, EditionLink, Milestone, Poster, Session
from events.notices import Item
from events.services.pages import Text, find_texts
from events.states import CallKind, LinkKind, PageSlug, SessionKind
from somosnlp.providers import providers

#: How many keynotes the landing shows before it sends to the programme.
TEASER = 8
TALKS = {SessionKind.KEYNOTE, SessionKind.TALK}
HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A part of the landing that another app draws: `results` stand high up, `support` near the end."""

    place: Literal["results", "support"]
    template: str
    context: dict[str, Any] = field(default_factory=dict)


class LandingSections(Protocol):
    """What `PROVIDERS["landing_sections"]` lists: the sections an app adds to the landing of `edition`."""

    def __call__(self, edition: Edition) -> list[Section]: ...


@dataclass(frozen=True)
class Landing:
    """Everything the templates of the landing read; `is_past` turns the invitation into a record.

    `coming` are the milestones that are not over at the instant the page was made for.
    """

    edition: Edition
    is_past: bool
    figures: list[EditionFigure]
    links: dict[str, EditionLink]
    milestones: list[Milestone]
    coming: list[Milestone]
    calls: dict[str, CallCard]
    texts: dict[str, Text]
    keynotes: list[Session]
    more_keynotes: int
    workshops: list[Session]
    previous: list[Edition]
    sections: list[Section]
    notices: list[Item]
    changes_at: list[datetime | None]

    @property
    def poster(self) -> Poster | None:
        """The chosen one: the image of the edition."""
        return chosen_poster(self.edition)

    @property
    def goals(self) -> Text | None:
        return self.texts.get(PageSlug.GOALS)

    @property
    def why(self) -> Text | None:
        return self.texts.get(PageSlug.WHY)

    @property
    def registration(self) -> CallCard | None:
        return self.calls.get(CallKind.REGISTRATION)

    @property
    def results(self) -> list[Section]:
        return [section for section in self.sections if section.place == "results"]

    @property
    def support(self) -> list[Section]:
        return [section for section in self.sections if section.place == "support"]

    @property
    def next_milestone(self) -> Milestone | None:
        return self.coming[0] if self.coming else None

    @property
    def later_milestones(self) -> list[Milestone]:
        """The three that follow the next one, for the card in the hero."""
        return self.coming[1:4]

    @property
    def questions(self) -> list[tuple[str, str]]:
        text = self.texts.get(PageSlug.QUESTIONS)
        return split_by_heading(text.body) if text else []

    @property
    def prizes(self) -> list[tuple[str, str]]:
        text = self.texts.get(PageSlug.PRIZES)
        return split_by_heading(text.body) if text else []

    @property
    def recordings(self) -> EditionLink | None:
        return self.links.get(LinkKind.PLAYLIST)

    @property
    def last_edition(self) -> Edition | None:
        """The edition before this one, whose recordings can be watched meanwhile."""
        earlier = [each for each in self.previous if each.starts_on < self.edition.starts_on]
        return earlier[0] if earlier else None


def build_landing(edition: Edition, user: Any) -> Landing:
    """Gather the landing of `edition` as `user` may see it, in the active language."""
    now = timezone.now()
    providing: Iterable[LandingSections] = providers("landing_sections")
    milestones = in_order(edition.milestones.prefetch_related("changes"))
    calls = list(Call.objects.filter(edition=edition).select_related("closes_with"))
    sessions = published_sessions(edition)
    talks = [session for session in sessions if session.kind in TALKS]
    return Landing(
        edition=edition,
        is_past=has_ended(edition, milestones, now),
        figures=list(edition.figures.all()),
        links={link.kind: link for link in edition.links.all()},
        milestones=milestones,
        coming=[each for each in milestones if not each.moment.is_over(now)],
        calls=call_cards(edition, calls, now),
        texts=find_texts(edition, PageSlug.values),
        keynotes=talks[:TEASER],
        more_keynotes=len(talks[TEASER:]),
        workshops=[session for session in sessions if session.kind not in TALKS],
        previous=list(Edition.objects.visible_to(user).held().exclude(pk=edition.pk)),
        sections=[section for provide in providing for section in provide(edition)],
        notices=facts_of(edition).fresh_items(now),
        changes_at=[*boundaries(calls), *instants_of(milestones), *instants_of(sessions)],
    )


def published_sessions(edition: Edition) -> list[Session]:
    """Return the sessions of `edition` by date with their people."""
    return list(edition.sessions.published().in_order().select_related("topic").with_cast())


def in_order(milestones: Any) -> list[Milestone]:
    """Return milestones by date; those whose date is not known come last."""
    far = datetime.max.replace(tzinfo=UTC)
    return sorted(milestones, key=lambda milestone: milestone.moment.ends_at or far)


def has_ended(edition: Edition, milestones: Sequence[Milestone], now: datetime) -> bool:
    """Tell whether `edition` reads as past: its last day is over, and so is every date it announced."""
    waiting = [each for each in milestones if each.moment.known and not each.moment.is_over(now)]
    return now.date() > edition.ends_on and not waiting


def instants_of(dated: Sequence[Milestone] | Sequence[Session]) -> list[datetime | None]:
    """Return when each begins and when it is over."""
    moments = [each.moment for each in dated]
    return [at for moment in moments for at in (moment.starts_at, moment.ends_at)]


def split_by_heading(body: str) -> list[tuple[str, str]]:
    """Split Markdown at its `##` headings into (heading, text); what stands before the first is left out."""
    _before, *parts = HEADING.split(body)
    return [(heading.strip(), text.strip()) for heading, text in zip(parts[::2], parts[1::2], strict=True)]
