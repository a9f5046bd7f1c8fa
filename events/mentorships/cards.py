"""Who mentors in an edition, as cards: who, about what, when in the reader's zone, places, where to ask."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from events.emails.mentorships import DEFAULT_CHANNEL
from events.models import Attendance, Edition, Mentorship, MentorshipRequest, Question, Session
from events.programme.filters import Facet, Option
from events.states import (
    ASKING,
    AskStatus,
    AttendanceStatus,
    LinkKind,
    MentorshipKind,
    MentorTheme,
    QuestionStatus,
    SessionKind,
    language_words,
)
from somosnlp.review.states import Status
from somosnlp.review.telling import told
from somosnlp.ui.hour_words import DayHours, hours_by_day
from somosnlp.ui.hours import QUARTERS, spans_in, week_of
from somosnlp.ui.times import zone_text
from somosnlp.ui.zones import zone_info

#: What the filters are called in the address.
THEME, LANGUAGE, KIND = "tema", "idioma", "tipo"
A_DAY = QUARTERS // 7
#: How many of those who left their place the mentor is shown.
LEFT_SHOWN = 5


@dataclass(frozen=True)
class Card:
    """One mentor who takes people; `offer` holds who and what, the rest is how the reader sees it."""

    offer: Mentorship
    zone: str
    at: datetime
    discord: str

    @property
    def themes(self) -> list[str]:
        return [str(MentorTheme(theme).label) for theme in self.offer.themes]

    @property
    def languages(self) -> list[str]:
        return [language_words(code) for code in self.offer.languages]

    @property
    def role(self) -> str:
        """«Lingüista · Universidad de Ejemplo»."""
        return " · ".join(filter(None, [self.offer.occupation, self.offer.affiliation]))

    @property
    def is_full(self) -> bool:
        return self.offer.is_full

    @cached_property
    def week(self) -> int:
        """The hours offered, as quarters of a UTC week; 0 where none were named."""
        return week_of(self.offer.hours, self.offer.time_zone, self.at) if self.offer.hours else 0

    @property
    def days(self) -> list[DayHours]:
        """The hours offered, day by day, in the reader's zone."""
        return hours_by_day(spans_in(self.week, self.zone, self.at))

    @property
    def utc_quarters(self) -> str:
        """The same for the browser: «36-60,132-156», quarters of an hour since Monday 00:00 UTC."""
        spans = spans_in(self.week, "UTC", self.at)
        return ",".join(f"{s.day * A_DAY + s.first}-{s.day * A_DAY + s.last}" for s in spans)

    @property
    def channel(self) -> str:
        """Where to ask, in words or as an address."""
        return self.offer.channel or DEFAULT_CHANNEL

    @property
    def channel_url(self) -> str:
        """Where the channel leads: its own address, or the edition's Discord for one of its channels."""
        if self.offer.channel.startswith("https://"):
            return self.offer.channel
        return self.discord if self.channel.startswith("#") else ""


@dataclass(frozen=True)
class Mentors:
    """All of an edition: cards, and AMAs that are in the programme, with the offers they come from."""

    cards: list[Card]
    amas: list[tuple[Session, Mentorship | None]]

    def facets(self, asked: Mapping[str, str]) -> list[Facet]:
        """Return the filters that tell these mentors apart."""
        labels = {THEME: _("Tema"), LANGUAGE: _("Idioma"), KIND: _("Tipo")}
        found = []
        for name, label in labels.items():
            counts: dict[str, int] = {}
            for values in self._traits():
                for value in values[name]:
                    counts[value] = counts.get(value, 0) + 1
            options = [Option(value, _words(name, value), count) for value, count in counts.items()]
            options.sort(key=lambda option: option.label.casefold())
            chosen = asked.get(name, "")
            if options:
                found.append(Facet(name, label, options, chosen if chosen in counts else ""))
        return found

    def narrowed(self, facets: Iterable[Facet]) -> "Mentors":
        """Return those that are what was chosen."""
        wanted = {facet.name: facet.chosen for facet in facets if facet.chosen}
        return Mentors(
            [card for card in self.cards if _fits(_traits_of(card.offer), wanted)],
            [(session, offer) for session, offer in self.amas if _fits(_traits_of(offer, session), wanted)],
        )

    @property
    def total(self) -> int:
        return len(self.cards) + len(self.amas)

    def _traits(self) -> Iterator[dict[str, list[str]]]:
        yield from (_traits_of(card.offer) for card in self.cards)
        yield from (_traits_of(offer, session) for session, offer in self.amas)


def mentors_of(edition: Edition, zone: str, now: datetime) -> Mentors:
    """Return who mentors in `edition`: three statements, however many there are."""
    accepted = told(Mentorship.objects.filter(edition=edition, status=Status.ACCEPTED))
    offers = list(accepted.select_related("photo").order_by("decided_at", "pk"))
    by_session = {offer.session_id: offer for offer in offers if offer.session_id}
    sessions = edition.sessions.published().filter(kind=SessionKind.AMA).with_cast().in_order()
    discord = edition.addresses.get(LinkKind.DISCORD, "")
    cards = [Card(offer, zone, now, discord) for offer in offers if offer.kind != MentorshipKind.AMA]
    cards.sort(key=lambda card: card.is_full)
    return Mentors(cards, [(session, by_session.get(session.pk)) for session in sessions])


def card_of(offer: Mentorship, zone: str, now: datetime) -> Card:
    """Return one card."""
    return Card(offer, zone, now, offer.edition.addresses.get(LinkKind.DISCORD, ""))


@dataclass(frozen=True)
class Asker:
    """Somebody in the queue as the mentor sees them: their clock, and the mentor's hours on it."""

    request: MentorshipRequest
    offer: Mentorship
    at: datetime

    @property
    def zone(self) -> str:
        """The person's zone; empty where they never said it."""
        return self.request.asked_by.time_zone

    @property
    def zone_words(self) -> str:
        return zone_text(self.zone)

    @property
    def clock(self) -> str:
        """What time it is for them now: «18:05»."""
        return f"{self.at.astimezone(zone_info(self.zone)):%H:%M}"

    @property
    def days(self) -> list[DayHours]:
        """The hours the mentor offered, as this person reads them."""
        return Card(self.offer, self.zone, self.at, "").days


def queue_of(offer: Mentorship, at: datetime) -> list[Asker]:
    """Return who waits, in the order they came."""
    rows = MentorshipRequest.objects.filter(mentorship=offer, status=AskStatus.WAITING)
    return [Asker(request, offer, at) for request in rows.select_related("asked_by")]


def done_of(offer: Mentorship) -> int:
    """Return how many were helped."""
    return MentorshipRequest.objects.filter(mentorship=offer, status=AskStatus.DONE).count()


def left_of(offer: Mentorship) -> list[MentorshipRequest]:
    """Return who asked and then left, each once, the last first: the mentor may know their names."""
    rows = MentorshipRequest.objects.filter(mentorship=offer)
    left = rows.filter(status=AskStatus.CANCELLED).exclude(
        asked_by__in=rows.filter(status__in=ASKING).values("asked_by")
    )
    last_of_each = left.select_related("asked_by").order_by("asked_by", "-pk").distinct("asked_by")
    return sorted(last_of_each, key=lambda request: request.pk, reverse=True)[:LEFT_SHOWN]


def questions_of(session: Session) -> list[Question]:
    """Return the questions of a session that are not hidden or part of another, the most voted first."""
    shown = [QuestionStatus.PENDING, QuestionStatus.VISIBLE, QuestionStatus.ANSWERED]
    return list(Question.objects.filter(session=session, status__in=shown))


def going_to(session: Session) -> int:
    """Return how many said that they will be there."""
    return Attendance.objects.filter(session=session, status=AttendanceStatus.GOING).count()


def _traits_of(offer: Mentorship | None, session: Session | None = None) -> dict[str, list[str]]:
    languages = offer.languages if offer else [session.language] if session else []
    kind = offer.kind if offer else MentorshipKind.AMA.value
    return {THEME: offer.themes if offer else [], LANGUAGE: languages, KIND: [kind]}


def _fits(traits: Mapping[str, list[str]], wanted: Mapping[str, str]) -> bool:
    return all(value in traits[name] for name, value in wanted.items())


def _words(name: str, value: str) -> str:
    if name == LANGUAGE:
        return language_words(value)
    choice = MentorTheme(value) if name == THEME else MentorshipKind(value)
    words = str(choice.label)
    return words[:1].upper() + words[1:]
