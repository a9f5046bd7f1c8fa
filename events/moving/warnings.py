"""What an organiser should hear before deadlines move: slips, and what would not fit any more."""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Call, Edition, Milestone, Session
from events.moments import Moment
from events.services.moving import Move
from events.states import MilestoneKind
from somosnlp.ui.times import day_text

#: In this order things happen; a date that comes before an earlier one of the list is a slip.
ORDER = (
    MilestoneKind.START,
    MilestoneKind.REGISTRATION,
    MilestoneKind.TEAMS,
    MilestoneKind.DELIVERY,
    MilestoneKind.PRESENTATIONS,
    MilestoneKind.WINNERS,
)
#: What the programme is arranged around; a keynote cares little for when a form closes.
ARRANGING = {
    MilestoneKind.START,
    MilestoneKind.DELIVERY,
    MilestoneKind.PRESENTATIONS,
    MilestoneKind.WINNERS,
}
#: How many sessions one warning names.
NAMED = 3


def warn_of_past(milestones: Sequence[Milestone]) -> list[str]:
    """Name those that would be over at once."""
    text = _("«%(what)s» queda en el pasado: se cierra en cuanto confirmes.")
    return [text % {"what": milestone.label} for milestone in milestones]


def warn_of_less_time(moves: Sequence[Move], milestones: dict[int, Milestone]) -> list[str]:
    """Name those that would end sooner."""
    text = _("«%(what)s» se acorta: quien contaba con la fecha anterior tendrá menos tiempo.")
    return [
        text % {"what": milestones[move.milestone_id].label}
        for move in moves
        if move.was.ends_at and move.to.ends_at and move.to.ends_at < move.was.ends_at
    ]


def warn_of_order(moves: Sequence[Move], milestones: dict[int, Milestone]) -> list[str]:
    """Compare the announced days of what follows each other; two on one day are in order."""
    to = {move.milestone_id: move.to for move in moves}
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


def warn_of_sessions(edition: Edition, moves: Sequence[Move], milestones: dict[int, Milestone]) -> list[str]:
    """Name the sessions between an old date and its new one: what came after it would now come before."""
    arranging = [move for move in moves if milestones[move.milestone_id].kind in ARRANGING]
    sessions = edition.sessions.published().in_order() if arranging else []
    crossed = [
        _named(session)
        for session in sessions
        if any(_is_crossed(session.moment, move) for move in arranging)
    ]
    if not crossed:
        return []
    more = len(crossed) - NAMED
    shown = crossed[:NAMED] + ([_("%(count)d más") % {"count": more}] if more > 0 else [])
    text = ngettext(
        "El programa no se mueve solo: entre la fecha de antes y la nueva está %(sessions)s.",
        "El programa no se mueve solo: entre la fecha de antes y la nueva están %(sessions)s.",
        len(crossed),
    )
    return [text % {"sessions": get_text_list(shown, _("y"))}]


def warn_of_closed(calls: Sequence[Call]) -> list[str]:
    """Name the calls that a move does not open, because somebody closed them by hand."""
    text = _("«%(call)s» está cerrada a mano: mover el plazo no la abre.")
    return [text % {"call": call} for call in calls if call.is_closed]


def _is_crossed(session: Moment, move: Move) -> bool:
    """A session at the new date, or on the new day where that has no hour, is where it belongs."""
    at, was, to = session.starts_at, move.was.starts_at, move.to.starts_at
    if at is None or was is None or to is None:
        return False
    belongs = at == to or (move.to.day is not None and session.announced_on == move.to.day)
    return not belongs and min(was, to) <= at <= max(was, to)


def _named(session: Session) -> str:
    day = session.moment.announced_on
    return f"«{session.title}» ({day_text(day, weekday=False)})" if day else f"«{session.title}»"
