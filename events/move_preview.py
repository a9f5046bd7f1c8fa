"""What moving deadlines would do, told before anything is done. Nothing here writes."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from events.audiences import Figure, audience_of, figures_of, zones_of
from events.emails.moves import mails_of
from events.models import Call, Edition, Milestone, Notice
from events.moments import Moment
from events.services.milestones import place
from events.services.moving import Move
from events.states import MilestoneKind
from somosnlp.outbox.states import OPEN
from somosnlp.ui.times import aoe_text, day_text, instant_text
from somosnlp.ui.zones import AOE, city

#: In this order things happen; a date that comes before an earlier one of the list is a slip.
ORDER = (
    MilestoneKind.START,
    MilestoneKind.REGISTRATION,
    MilestoneKind.TEAMS,
    MilestoneKind.DELIVERY,
    MilestoneKind.PRESENTATIONS,
    MilestoneKind.WINNERS,
)
#: What usually moves along.
FOLLOWERS = {
    MilestoneKind.DELIVERY: (MilestoneKind.LIKES, MilestoneKind.PRESENTATIONS, MilestoneKind.WINNERS),
    MilestoneKind.PRESENTATIONS: (MilestoneKind.WINNERS,),
}


@dataclass(frozen=True)
class Place:
    """The old and the new date in the words of one place."""

    name: str
    was: str
    to: str


@dataclass(frozen=True)
class Row:
    """One deadline that would move."""

    milestone: Milestone
    was: Moment
    to: Moment
    left: str
    left_then: str
    places: list[Place]


@dataclass(frozen=True)
class CallRow:
    """One form that depends on it: `soon`, `open` or `closed`, before and after."""

    call: Call
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """All that the page before the confirmation shows; `is_past` asks for a second yes."""

    now: str
    rows: list[Row]
    calls: list[CallRow]
    figures: list[Figure]
    mails: int
    replaced: int
    warnings: list[str]
    is_past: bool


def preview_moves(edition: Edition, moves: Sequence[Move], now: datetime) -> Preview:
    """Return what `moves` would do at the aware instant `now`; the number of queries is always the same."""
    milestones = {each.pk: each for each in edition.milestones.all()}
    moved = [milestones[move.milestone_id] for move in moves]
    first, zones = moved[0], zones_of(edition)
    to = {move.milestone_id: move.to for move in moves}
    calls = Call.objects.filter(closes_with__in=moved).order_by("pk")
    call_rows = [_call_row(call, milestones, to, now) for call in calls]
    waiting = mails_of(Notice.objects.filter(edition=edition)).filter(status__in=OPEN)
    return Preview(
        now=aoe_text(now),
        rows=[
            _row(milestones[move.milestone_id], move, [] if number else zones, now)
            for number, move in enumerate(moves)
        ],
        calls=call_rows,
        figures=figures_of(first),
        mails=audience_of(moved).count(),
        replaced=waiting.count(),
        warnings=[
            *_past(moves, milestones, now),
            *_shorter(moves, milestones),
            *_out_of_order(milestones, to),
            *_closed_by_hand(call_rows),
        ],
        is_past=any(move.to.is_over(now) for move in moves),
    )


def later_milestones(milestone: Milestone) -> list[Milestone]:
    """Return the dated milestones of the same edition that are not before `milestone`, by date."""
    ends_at = milestone.moment.ends_at
    others = Milestone.objects.filter(edition=milestone.edition_id).exclude(pk=milestone.pk)
    dated = [(other.moment.ends_at, other.pk, other) for other in others if other.moment.ends_at]
    return [other for at, _pk, other in sorted(dated) if ends_at and at >= ends_at]


def left_text(moment: Moment, now: datetime) -> str:
    """Return how much is left of a deadline: «quedan 2 días, 3 horas», «terminó hace 5 minutos»."""
    end = moment.ends_at
    if end is None:
        return _("sin fecha")
    if end <= now:
        return _("terminó hace %(time)s") % {"time": timesince(end, now)}
    return _("queda: %(time)s") % {"time": timeuntil(end, now)}


def place_text(moment: Moment, zone: str) -> str:
    """Return a moment in the words of one zone; a day without hour is the same day everywhere."""
    if moment.at is not None:
        return aoe_text(moment.at) if zone == AOE else instant_text(moment.at, zone)
    return day_text(moment.day) if moment.day else _("fecha no consta")


def _row(milestone: Milestone, move: Move, zones: Sequence[str], now: datetime) -> Row:
    """In the zones of most people for the deadline that is moved; as announced for those that move along."""
    has_hour = move.was.at or move.to.at
    shown = [*zones, AOE] if zones and has_hour else [move.to.zone]
    places = [Place(city(zone), place_text(move.was, zone), place_text(move.to, zone)) for zone in shown]
    return Row(milestone, move.was, move.to, left_text(move.was, now), left_text(move.to, now), places)


def _call_row(call: Call, milestones: dict[int, Milestone], to: dict[int, Moment], now: datetime) -> CallRow:
    """Ask the call itself, with its milestone as it stands and with a copy of it as it would stand."""
    standing = milestones[call.closes_with_id or 0]
    call.closes_with = standing
    before = call.state(now)
    call.closes_with = copy(standing)
    place(call.closes_with, to[standing.pk])
    return CallRow(call, before, call.state(now))


def _past(moves: Sequence[Move], milestones: dict[int, Milestone], now: datetime) -> list[str]:
    over = [milestones[move.milestone_id].label for move in moves if move.to.is_over(now)]
    text = _("«%(what)s» queda en el pasado: se cierra en cuanto confirmes.")
    return [text % {"what": label} for label in over]


def _shorter(moves: Sequence[Move], milestones: dict[int, Milestone]) -> list[str]:
    text = _("«%(what)s» se acorta: quien contaba con la fecha anterior tendrá menos tiempo.")
    return [
        text % {"what": milestones[move.milestone_id].label}
        for move in moves
        if move.was.ends_at and move.to.ends_at and move.to.ends_at < move.was.ends_at
    ]


def _out_of_order(milestones: dict[int, Milestone], to: dict[int, Moment]) -> list[str]:
    """Compare the announced days of what follows each other; two on one day are in order."""
    dates = {
        milestone.kind: (milestone, to.get(pk, milestone.moment).announced_on)
        for pk, milestone in milestones.items()
    }
    known = [dates[kind] for kind in ORDER if kind in dates and dates[kind][1]]
    text = _("«%(later)s» (%(later_day)s) quedaría antes de «%(earlier)s» (%(earlier_day)s).")
    return [
        text
        % {
            "later": after.label,
            "later_day": day_text(after_day, weekday=False),
            "earlier": before.label,
            "earlier_day": day_text(before_day, weekday=False),
        }
        for (before, before_day), (after, after_day) in pairwise(known)
        if before_day and after_day and after_day < before_day
    ]


def _closed_by_hand(rows: Sequence[CallRow]) -> list[str]:
    text = _("«%(call)s» está cerrada a mano: mover el plazo no la abre.")
    return [text % {"call": row.call} for row in rows if row.call.is_closed]
