"""Who may do what with a team, and until when: the server's clock decides."""

from datetime import datetime
from typing import Any

from events.facts import facts_of
from events.locks import share_dates
from events.models import Edition, Milestone
from events.permissions import CallWindow
from events.states import MilestoneKind
from registrations.models import Membership, Team


def teams_window(edition: Edition, now: datetime) -> CallWindow:
    """Return whether teams of `edition` may form at the aware instant `now`, and until when.

    They may until the milestone «Nuevos equipos»; in an edition without one, until its last day is over.
    """
    milestone = Milestone.objects.filter(edition=edition, kind=MilestoneKind.TEAMS).first()
    return window_of(edition, milestone, now)


def shown_teams_window(edition: Edition, now: datetime) -> CallWindow:
    """Return `teams_window` for a page, from the dates kept with `edition` (`events.facts`)."""
    kept = (one for one in facts_of(edition).milestones if one.kind == MilestoneKind.TEAMS)
    return window_of(edition, next(kept, None), now)


def window_of(edition: Edition, milestone: Milestone | None, now: datetime) -> CallWindow:
    """Return `teams_window` from a milestone that is known already."""
    if milestone is not None and milestone.moment.known:
        is_over = milestone.moment.is_over(now)
    else:
        is_over = now.date() > edition.ends_on if edition.ends_on else False
    return CallWindow("closed" if is_over else "open", milestone=milestone)


def hold_teams_window(edition: Edition, now: datetime) -> CallWindow:
    """Return `teams_window` as it will stand until the open transaction ends."""
    share_dates(edition)
    return teams_window(edition, now)


def captaincy(user: Any, team: Team) -> bool:
    """Tell whether `user` is the captain of `team`."""
    captain = Membership.objects.filter(team=team, registration__user=user, is_captain=True)
    return bool(user.is_authenticated and captain.exists())
