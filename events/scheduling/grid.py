"""The organisers' grid: what has no place yet, what each day holds, and what speaks against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from events.attending.concerned import signed_up_for
from events.audiences import listeners_of, zones_of
from events.models import Edition, KeynoteProposal, Mentorship, Placement, Session
from events.scheduling.plan import USUAL_MINUTES, Change, Slot, cancellations, change_of, planned_slot
from events.scheduling.warnings import Frame, Offer, Placed, Warned, all_warnings
from events.states import SessionKind
from somosnlp.ui.hour_words import hours_by_day
from somosnlp.ui.hours import offset_of, spans_in, week_of
from somosnlp.ui.zones import zone_info

#: Besides the edition's own.
OTHER_ZONES = 2
#: So many free days in a row are one line.
FOLDED = 3
#: What is proposed for a session of which nobody said how long it takes (facts §3.3, §3.4).
HINTS = {SessionKind.KEYNOTE: 30, SessionKind.TALK: 30}


@dataclass(frozen=True)
class Known:
    """What a session's proposal says: when its people can, how long it takes, whether they confirmed."""

    offers: tuple[Offer, ...] = ()
    minutes: int | None = None
    is_confirmed: bool = True


@dataclass(frozen=True)
class Card:
    """A session in the grid, as it would stand once published."""

    session: Session
    slot: Slot
    change: Change | None
    known: Known
    warnings: Sequence[Warned] = ()
    signed_up: int = 0
    is_over: bool = False

    @property
    def people(self) -> str:
        return ", ".join(seat.person.name for seat in self.session.cast.all())

    @property
    def minutes(self) -> int:
        """How long it takes, or what the form proposes."""
        hint = HINTS.get(SessionKind(self.session.kind), USUAL_MINUTES)
        return self.slot.minutes or self.known.minutes or hint


class Day(NamedTuple):
    """One day of the edition's zone and its sessions in order."""

    day: date
    cards: list[Card]


class Stretch(NamedTuple):
    """Consecutive days that are shown, or that are free and folded away."""

    days: list[Day]
    is_folded: bool

    @property
    def first(self) -> date:
        return self.days[0].day

    @property
    def last(self) -> date:
        return self.days[-1].day


@dataclass(frozen=True)
class Grid:
    """`unplaced`: without a date. `dropped`: cancelled before anybody saw them. `days`: the edition's."""

    edition: Edition
    frame: Frame
    zones: list[str]
    unplaced: list[Card]
    dropped: list[Card]
    days: list[Day]

    @property
    def stretches(self) -> list[Stretch]:
        """The days, those that are free for long folded away."""
        found = []
        for is_free, run in groupby(self.days, key=lambda day: not day.cards):
            days = list(run)
            found.append(Stretch(days, is_folded=is_free and len(days) >= FOLDED))
        return found

    @property
    def cards(self) -> list[Card]:
        """Every session of the edition."""
        return [*self.unplaced, *(card for day in self.days for card in day.cards), *self.dropped]

    @property
    def changes(self) -> list[Change]:
        """What publishing would change."""
        return [card.change for card in self.cards if card.change]

    @property
    def cancelled(self) -> list[Change]:
        """What would be cancelled, which nobody has been told."""
        return cancellations(self.changes)


def build_grid(edition: Edition, now: datetime) -> Grid:
    """Return the grid of `edition` at the aware instant `now`; as many queries however long it is."""
    frame = frame_of(edition, now)
    cards = cards_of(edition, frame)
    dropped = [card for card in cards if card.slot.is_cancelled and not card.slot.is_public]
    others = [card for card in cards if card not in dropped]
    return Grid(
        edition,
        frame,
        _other_zones(edition, frame),
        [card for card in others if not _is_placed(card)],
        dropped,
        _days(edition, [card for card in others if _is_placed(card)]),
    )


def _other_zones(edition: Edition, frame: Frame) -> list[str]:
    """Return where most people live whose clocks do not show the edition's hour, nor each other's."""
    clocks = {offset_of(edition.time_zone, frame.now)}
    found = []
    for zone in [*(group.zone for group in frame.listeners), *zones_of(edition), "UTC"]:
        if (offset := offset_of(zone, frame.now)) not in clocks:
            clocks.add(offset)
            found.append(zone)
    return found[:OTHER_ZONES]


def frame_of(edition: Edition, now: datetime) -> Frame:
    """Return what the programme of `edition` is planned in."""
    return Frame(edition.time_zone, edition.starts_on, edition.ends_on, now, listeners_of(edition))


def cards_of(edition: Edition, frame: Frame) -> list[Card]:
    """Return every session of `edition` as it would stand, with its warnings where it can still be moved."""
    sessions = list(Session.objects.filter(edition=edition).prefetch_related("cast__person"))
    placements = {row.session_id: row for row in Placement.objects.filter(session__edition=edition)}
    known, going = known_of(sessions), signed_up_for(sessions)
    cards = []
    for session in sessions:
        session.edition = edition
        placement = placements.get(session.pk)
        cards.append(
            Card(
                session,
                planned_slot(session, placement),
                change_of(session, placement) if placement else None,
                known.get(session.pk, Known()),
                signed_up=going.get(session.pk, 0),
            )
        )
    warnings = all_warnings([placed for card in cards if (placed := placed_of(card))], frame)
    return [_with_warnings(card, warnings.get(card.session.pk, []), frame.now) for card in cards]


def placed_of(card: Card, starts_at: datetime | None = None, minutes: int | None = None) -> Placed | None:
    """Return a card as the warnings read it, where it stands or at another instant; None without a place."""
    at = starts_at or card.slot.starts_at
    if at is None or (card.slot.is_cancelled and starts_at is None):
        return None
    return Placed(
        card.session.pk,
        card.session.title,
        at,
        minutes or card.minutes,
        {seat.person_id: seat.person.name for seat in card.session.cast.all()},
        card.known.offers,
        card.known.is_confirmed,
    )


def known_of(sessions: Iterable[Session]) -> dict[int, Known]:
    """Return what the accepted proposals say of their sessions."""
    keys = [session.pk for session in sessions]
    found: dict[int, Known] = {}
    for proposal in KeynoteProposal.objects.filter(session__in=keys).select_related("edition"):
        found[proposal.session_id or 0] = Known(
            _offers(proposal), proposal.minutes, proposal.confirmed_at is not None
        )
    for mentorship in Mentorship.objects.filter(session__in=keys).select_related("edition"):
        found[mentorship.session_id or 0] = Known(
            _offers(mentorship), None, mentorship.confirmed_at is not None
        )
    return found


def hours_text(offer: Offer, zone: str, at: datetime) -> str:
    """Return the hours somebody ticked, as they are in `zone` in the week of `at`; nothing without any."""
    week = week_of(offer.boxes, offer.zone, at)
    return "; ".join(f"{day} {hours}" for day, hours in hours_by_day(spans_in(week, zone, at)))


def _offers(row: KeynoteProposal | Mentorship) -> tuple[Offer, ...]:
    zone = row.time_zone or row.edition.time_zone
    return (Offer(row.name, frozenset(row.preferred_days), row.hours, zone),)


def _with_warnings(card: Card, warnings: Sequence[Warned], now: datetime) -> Card:
    """What is public, unchanged and over needs no advice any more."""
    ends_at = card.slot.ends_at
    is_over = card.change is None and card.slot.is_public and ends_at is not None and ends_at <= now
    return replace(card, warnings=() if is_over else warnings, is_over=is_over)


def _is_placed(card: Card) -> bool:
    """Whether a day of the grid shows it: what waits unpublished needs a placement for that."""
    has_date = card.slot.starts_at is not None or card.slot.day is not None
    return has_date and card.slot.is_public


def _days(edition: Edition, cards: Sequence[Card]) -> list[Day]:
    days: dict[date, list[Card]] = {}
    day = edition.starts_on
    while day <= edition.ends_on:
        days[day] = []
        day += timedelta(days=1)
    for card in sorted(cards, key=_order):
        days.setdefault(_day_of(card.slot, edition.time_zone), []).append(card)
    return [Day(day, days[day]) for day in sorted(days)]


def _day_of(slot: Slot, zone: str) -> date:
    if slot.starts_at is not None:
        return slot.starts_at.astimezone(zone_info(zone)).date()
    return slot.day or date.max


def _order(card: Card) -> tuple[float, int]:
    return card.slot.starts_at.timestamp() if card.slot.starts_at else float("inf"), card.session.pk
