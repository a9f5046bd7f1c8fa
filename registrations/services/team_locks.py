"""One order of locks for all that touches teams: registrations by key, teams by key, offers by key.

Whoever takes them in this order never waits in a circle, whatever happens at once.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from events.models import Edition
from registrations.models import Membership, Offer, Registration, Team
from registrations.permissions import hold_teams_window
from registrations.refusals import Refusal, RefusedError
from registrations.states import Status
from registrations.states.teams import OfferStatus, TeamStatus
from somosnlp.accounts.models import User


def lock_registrations(keys: Iterable[int]) -> dict[int, Registration]:
    """Return those registrations by key, their rows locked until the transaction ends."""
    rows = Registration.objects.filter(pk__in=set(keys)).order_by("pk")
    locked = rows.select_for_update(no_key=True, of=("self",)).select_related("user")
    return {registration.pk: registration for registration in locked}


def lock_teams(keys: Iterable[int]) -> dict[int, Team]:
    """Return those teams by key, as they are now, their rows locked until the transaction ends."""
    rows = Team.objects.filter(pk__in=set(keys)).order_by("pk")
    locked = rows.select_for_update(no_key=True, of=("self",)).select_related("edition")
    return {team.pk: team for team in locked}


def lock_team(team: Team) -> Team:
    """Return `team` as it is now, locked. Raises RefusedError where it dissolved."""
    locked = lock_teams([team.pk])[team.pk]
    if locked.status == TeamStatus.DISSOLVED:
        raise RefusedError(Refusal.DISSOLVED)
    return locked


def lock_open_offers(condition: Q) -> list[Offer]:
    """Return the open offers of that condition, their rows locked in the order of their keys."""
    rows = Offer.objects.filter(condition, status=OfferStatus.OPEN).order_by("pk")
    locked = rows.select_for_update(no_key=True, of=("self",))
    return list(locked.select_related("team__edition", "registration__user"))


def lock_captain(team: Team, by: User) -> Team:
    """Return `team` locked, led by `by`. Raises RefusedError for anybody else."""
    locked = lock_team(team)
    captain = Membership.objects.filter(team=team, registration__user=by, is_captain=True)
    if not captain.exists():
        raise RefusedError(Refusal.NOT_CAPTAIN)
    return locked


def lock_registration(user: User, edition: Edition) -> Registration:
    """Return the registration of `user` in `edition`, locked. Raises RefusedError where they have none."""
    keys = Registration.objects.filter(user=user, edition=edition).values_list("pk", flat=True)
    for registration in lock_registrations(keys).values():
        if registration.status == Status.REGISTERED:
            return registration
    raise RefusedError(Refusal.NOT_REGISTERED)


def check_in_time(edition: Edition) -> None:
    """Raise RefusedError once teams no longer form; until the transaction ends the deadline stays."""
    if not hold_teams_window(edition, timezone.now()).is_open:
        raise RefusedError(Refusal.OVER)
