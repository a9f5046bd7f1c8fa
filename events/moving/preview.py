"""What moving deadlines would do, told before anything is done. Nothing here writes."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.audiences import Figure, audience_of, figures_of, zones_of
from events.emails.moves import mails_of
from events.models import Call, Edition, Milestone, Notice
from events.moments import Moment
from events.moving.warnings import (
    warn_of_closed,
    warn_of_less_time,
    warn_of_order,
    warn_of_past,
    warn_of_sessions,
)
from events.services.milestones import place
from events.services.moving import Move
from events.states import MilestoneKind
from somosnlp.outbox.states import OPEN
from somosnlp.ui.times import aoe_text, day_text, instant_text
from somosnlp.ui.zones import AOE, city, zone_info

#: What usually moves along.
FOLLOWERS = {
    MilestoneKind.DELIVERY: (MilestoneKind.LIKES, MilestoneKind.PRESENTATIONS, MilestoneKind.WINNERS),
    MilestoneKind.PRESENTATIONS: (MilestoneKind.WINNERS,),
}
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


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
    past = [milestones[move.milestone_id] for move in moves if move.to.is_over(now)]
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
            *warn_of_past(past),
            *warn_of_less_time(moves, milestones),
            *warn_of_order(moves, milestones),
            *warn_of_sessions(edition, moves, milestones),
            *warn_of_closed([row.call for row in call_rows]),
        ],
        is_past=bool(past),
    )


def later_milestones(milestone: Milestone) -> list[Milestone]:
    """Return the dated milestones of the same edition that are not before `milestone`, by date."""
    ends_at = milestone.moment.ends_at
    others = Milestone.objects.filter(edition=milestone.edition_id).exclude(pk=milestone.pk)
    dated = [(other.moment.ends_at, other.pk, other) for other in others if other.moment.ends_at]
    return [other for at, _pk, other in sorted(dated) if ends_at and at >= ends_at]


def left_text(moment: Moment, now: datetime) -> str:
    """Return how much is left of a deadline: «quedan 62 días», «terminó hace 5 minutos».

    In whole days from two days on, hours from two hours on: a move of a day never reads «2 meses → 2 meses».
    """
    end = moment.ends_at
    if end is None:
        return _("sin fecha")
    if end <= now:
        return _("terminó hace %(time)s") % {"time": timesince(end, now)}
    left = end - now
    days, hours, minutes = left // DAY, left // HOUR, left // MINUTE
    if days > 1:
        return ngettext("queda %(count)d día", "quedan %(count)d días", days) % {"count": days}
    if hours > 1:
        return ngettext("queda %(count)d hora", "quedan %(count)d horas", hours) % {"count": hours}
    return ngettext("queda %(count)d minuto", "quedan %(count)d minutos", minutes) % {"count": minutes}


def place_text(moment: Moment, zone: str) -> str:
    """Return a moment in the words of one zone; a day without hour is the same day everywhere."""
    if moment.at is not None:
        return aoe_text(moment.at) if zone == AOE else instant_text(moment.at, zone)
    return day_text(moment.day) if moment.day else _("fecha no consta")


def _row(milestone: Milestone, move: Move, zones: Sequence[str], now: datetime) -> Row:
    """In the zones of most people for the deadline that is moved; as announced for those that move along."""
    if move.was.at or move.to.at:
        shown = [*zones, AOE] if zones else [move.to.zone]
        places = [
            Place(city(zone), _place_words(move.was, zone), _place_words(move.to, zone)) for zone in shown
        ]
    else:
        everywhere = _("Todo el día, en cualquier lugar")
        places = [Place(everywhere, place_text(move.was, AOE), place_text(move.to, AOE))]
    return Row(milestone, move.was, move.to, left_text(move.was, now), left_text(move.to, now), places)


def _place_words(moment: Moment, zone: str) -> str:
    """Return a moment beside the name of its place, which need not be said again."""
    if moment.at is None:
        return place_text(moment, zone)
    local = moment.at.astimezone(zone_info(zone))
    return f"{day_text(local.date())}, {local:%H:%M}"


def _call_row(call: Call, milestones: dict[int, Milestone], to: dict[int, Moment], now: datetime) -> CallRow:
    """Ask the call itself, with its milestone as it stands and with a copy of it as it would stand."""
    standing = milestones[call.closes_with_id or 0]
    call.closes_with = standing
    before = call.state(now)
    call.closes_with = copy(standing)
    place(call.closes_with, to[standing.pk])
    return CallRow(call, before, call.state(now))
