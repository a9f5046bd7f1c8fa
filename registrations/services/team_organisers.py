"""What organisers do with teams: who leads, who is where. Logged and mailed like what the teams do."""

from django.db import transaction

from registrations.emails import teams as emails
from registrations.models import Membership, Team
from registrations.refusals import Refusal, RefusedError
from registrations.services.membership import admit, depart, log, make_captain
from registrations.services.team_locks import lock_registrations, lock_team, lock_teams
from registrations.services.teams import member_of
from registrations.states.teams import LogEvent
from somosnlp.accounts.models import User


def appoint_captain(team: Team, *, to: Membership, by: User) -> bool:
    """Decide who leads the team; False where they do already. Raises RefusedError for who is not in it."""
    with transaction.atomic():
        member = member_of(lock_team(team), to)
        if member.is_captain:
            return False
        make_captain(member, by=by)
        emails.send_captain(member)
    return True


def move_member(member: Membership, *, to: Team, by: User) -> Membership:
    """Take somebody out of their team and into another of the edition, also after the deadline.

    Raises RefusedError: the other team is full, dissolved or of another edition, the person has left.
    """
    if member.edition_id != to.edition_id or member.team_id == to.pk:
        raise RefusedError(Refusal.OTHER_EDITION)
    with transaction.atomic():
        registration = lock_registrations([member.registration_id])[member.registration_id]
        locked = lock_teams([member.team_id, to.pk])
        team = locked[member.team_id]
        gone = member_of(team, member)
        log(team, LogEvent.LEFT, by=by, person=registration.user)
        depart(gone, team)
        return admit(registration, locked[to.pk], by=by)
