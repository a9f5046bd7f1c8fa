"""Two teams become one when both captains agree and the sum fits; the history tells where each came from."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from registrations.emails import teams as emails
from registrations.models import Membership, Merger, Team
from registrations.refusals import Refusal, RefusedError
from registrations.services.membership import close_offers_of_team, count_members, log
from registrations.services.team_locks import check_in_time, lock_captain, lock_registrations, lock_teams
from registrations.states.teams import LogEvent, MergerStatus, TeamStatus
from somosnlp.accounts.models import User


def propose_merger(team: Team, *, into: Team, message: str = "", by: User) -> Merger:
    """Propose, as captain of `team`, that it goes into another; a second click finds the first proposal.

    Raises RefusedError: not the captain, other edition, too many people, too late.
    """
    if team.edition_id != into.edition_id or team.pk == into.pk:
        raise RefusedError(Refusal.OTHER_EDITION)
    with transaction.atomic():
        check_in_time(team.edition)
        locked = lock_teams([team.pk, into.pk])
        lock_captain(team, by)
        _check_fits(locked[team.pk], locked[into.pk])
        open_one = Merger.objects.filter(team=team, into=into, status=MergerStatus.OPEN).first()
        if open_one is not None:
            return open_one
        merger = Merger.objects.create(team=team, into=into, message=message, created_by=by)
        emails.send_merger_proposed(merger)
    return merger


def accept_merger(merger: Merger, *, by: User) -> Team:
    """Agree as captain of the other team; returns the team everybody is in now. Raises RefusedError."""
    with transaction.atomic():
        check_in_time(merger.into.edition)
        _lock_people(merger)
        locked = lock_teams([merger.team_id, merger.into_id])
        lock_captain(merger.into, by)
        if not _answer(merger, MergerStatus.ACCEPTED, by):
            raise RefusedError(Refusal.NOT_OPEN)
        return merge(locked[merger.team_id], locked[merger.into_id], by=by)


def merge_teams(team: Team, *, into: Team, by: User) -> Team:
    """Merge as an organiser, without asking the captains. Raises RefusedError."""
    if team.edition_id != into.edition_id or team.pk == into.pk:
        raise RefusedError(Refusal.OTHER_EDITION)
    with transaction.atomic():
        _lock_people(Merger(team=team, into=into))
        locked = lock_teams([team.pk, into.pk])
        return merge(locked[team.pk], locked[into.pk], by=by)


def merge(team: Team, into: Team, *, by: User) -> Team:
    """Move everybody of `team` over and dissolve it; people and teams are locked. Raises RefusedError."""
    _check_fits(team, into)
    moving = list(Membership.objects.filter(team=team).select_related("registration__user"))
    Membership.objects.filter(team=team).update(team=into, is_captain=False)
    count_members(into, len(moving))
    count_members(team, -len(moving))
    log(into, LogEvent.MERGED, by=by, changes={"merged": [team.name, into.name]})
    log(team, LogEvent.MERGED, by=by, changes={"merged": [team.name, into.name]})
    close_offers_of_team(team)
    if into.members >= into.places:
        close_offers_of_team(into)
    about = Q(team__in=[team, into]) | Q(into__in=[team, into])
    Merger.objects.filter(about, status=MergerStatus.OPEN).update(
        status=MergerStatus.WITHDRAWN, answered_at=timezone.now()
    )
    emails.send_merged(team, into)
    return into


def decline_merger(merger: Merger, *, by: User) -> bool:
    """Say no as captain of the other team; False where it was no longer open. Raises RefusedError."""
    with transaction.atomic():
        lock_captain(merger.into, by)
        done = _answer(merger, MergerStatus.DECLINED, by)
        if done:
            emails.send_merger_declined(merger)
    return done


def withdraw_merger(merger: Merger, *, by: User) -> bool:
    """Take one's own proposal back; False where it was no longer open. Raises RefusedError."""
    with transaction.atomic():
        lock_captain(merger.team, by)
        return _answer(merger, MergerStatus.WITHDRAWN, by)


def _lock_people(merger: Merger) -> None:
    members = Membership.objects.filter(team__in=[merger.team_id, merger.into_id])
    lock_registrations(members.values_list("registration_id", flat=True))


def _answer(merger: Merger, status: MergerStatus, by: User) -> bool:
    rows = Merger.objects.filter(pk=merger.pk, status=MergerStatus.OPEN)
    return bool(rows.update(status=status, answered_by=by, answered_at=timezone.now()))


def _check_fits(team: Team, into: Team) -> None:
    if TeamStatus.DISSOLVED in (team.status, into.status):
        raise RefusedError(Refusal.DISSOLVED)
    if team.members + into.members > into.places:
        raise RefusedError(Refusal.TOO_BIG)
