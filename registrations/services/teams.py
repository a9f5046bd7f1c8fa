"""What happens to a team: created, changed, led by another, left, closed, opened again, resized."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from events.models import Edition, Milestone
from registrations.emails import teams as emails
from registrations.models import Membership, Registration, Team
from registrations.refusals import Refusal, RefusedError
from registrations.services.membership import close_offers, close_offers_of_person, depart, log, make_captain
from registrations.services.team_locks import (
    check_in_time,
    lock_captain,
    lock_registration,
    lock_registrations,
    lock_teams,
)
from registrations.states.teams import LogEvent, TeamStatus
from somosnlp.accounts.models import User

SLUG_LENGTH = 70


@dataclass(frozen=True)
class TeamFacts:
    """What a captain says of the team; `hours` are 28 boxes in `time_zone` (somosnlp.ui.hours)."""

    name: str
    idea: str = ""
    challenge: Milestone | None = None
    languages: list[str] = field(default_factory=list)
    profiles: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    hours: int = 0
    time_zone: str = ""
    meeting_place: str = ""
    approves_links: bool = True
    takes_matches: bool = False


def create_team(*, edition: Edition, facts: TeamFacts, by: User) -> Team:
    """Create a team led by `by`, who is its first member; a double click finds the one already made.

    Raises RefusedError: not registered, in another team, too late.
    """
    with transaction.atomic():
        check_in_time(edition)
        registration = lock_registration(by, edition)
        membership = Membership.objects.filter(registration=registration).select_related("team").first()
        if membership is not None:
            if membership.is_captain and membership.team.name == facts.name:
                return membership.team
            raise RefusedError(Refusal.HAS_TEAM)
        return found_team(edition=edition, facts=facts, captain=registration, by=by)


def found_team(*, edition: Edition, facts: TeamFacts, captain: Registration, by: User | None) -> Team:
    """Create a team around `captain`, whose registration is locked and who is in no team."""
    team = _insert(edition, facts)
    Membership.objects.create(
        registration=captain, team=team, edition=edition, is_captain=True, joined_at=timezone.now()
    )
    log(team, LogEvent.CREATED, by=by, person=captain.user)
    close_offers(captain, team)
    return team


def edit_team(team: Team, facts: TeamFacts, *, by: User) -> Team:
    """Change what the team says of itself; its address stays. Raises RefusedError for any but the captain."""
    with transaction.atomic():
        locked = lock_captain(team, by)
        changes = _assign(locked, facts)
        if changes:
            locked.save(update_fields=[*changes, "updated_at"])
            log(locked, LogEvent.CHANGED, by=by, changes=changes)
    return locked


def hand_over(team: Team, *, to: Membership, by: User) -> None:
    """Let another member lead the team; to who leads already, nothing happens. Raises RefusedError."""
    with transaction.atomic():
        locked = lock_captain(team, by)
        member = member_of(locked, to)
        if not member.is_captain:
            make_captain(member, by=by)
            emails.send_captain(member)


def remove_member(team: Team, member: Membership, *, reason: str, by: User) -> None:
    """Take another person out of the team; only they and the organisers read the reason.

    Raises RefusedError. Somebody who has left already is not taken out twice.
    """
    with transaction.atomic():
        registrations = lock_registrations([member.registration_id])
        locked = lock_captain(team, by)
        gone = member_of(locked, member)
        if gone.is_captain:
            raise RefusedError(Refusal.NOT_CAPTAIN)
        person = registrations[gone.registration_id].user
        log(locked, LogEvent.REMOVED, by=by, person=person, private_note=reason)
        depart(gone, locked)
        emails.send_removed(locked, gone, reason)


def leave_team(*, user: User, edition: Edition, by: User | None) -> Team | None:
    """Take `user` out of their team of `edition`; returns the team left, None where there was none."""
    found = Membership.objects.filter(registration__user=user, edition=edition).first()
    if found is None:
        return None
    with transaction.atomic():
        lock_registrations([found.registration_id])
        team = lock_teams([found.team_id])[found.team_id]
        membership = team.memberships.filter(registration=found.registration_id).first()
        if membership is None:
            return None
        log(team, LogEvent.LEFT, by=by, person=user)
        depart(membership, team)
    return team


def give_up_teams(registration: Registration, *, by: User | None) -> None:
    """Take somebody who no longer takes part out of their team; close what they asked or were asked."""
    with transaction.atomic():
        lock_registrations([registration.pk])
        leave_team(user=registration.user, edition=registration.edition, by=by)
        close_offers_of_person(registration)


def close_team(team: Team, *, by: User) -> bool:
    """Stop looking for people; invitations still count. Returns False where it was closed already."""
    with transaction.atomic():
        return _change_status(lock_captain(team, by), TeamStatus.CLOSED, LogEvent.CLOSED, by)


def reopen_team(team: Team, *, by: User) -> bool:
    """Look for people again; a full team is complete. Returns False where it was not closed."""
    with transaction.atomic():
        locked = lock_captain(team, by)
        if locked.status != TeamStatus.CLOSED:
            return False
        return _change_status(locked, _open_status(locked), LogEvent.REOPENED, by)


def resize_teams(edition: Edition, *, by: User | None) -> int:
    """Give every team the places that its edition has now; returns how many changed.

    Nobody is thrown out: a team with more people keeps as many places as people.
    """
    with transaction.atomic():
        existing = Team.objects.filter(edition=edition).exclude(status=TeamStatus.DISSOLVED)
        teams = lock_teams(existing.exclude(places=edition.team_size_max).values_list("pk", flat=True))
        return sum(_resize(team, max(team.members, edition.team_size_max), by) for team in teams.values())


def _resize(team: Team, places: int, by: User | None) -> bool:
    if team.places == places:
        return False
    log(team, LogEvent.RESIZED, by=by, changes={"places": [team.places, places]})
    team.places = places
    if team.status != TeamStatus.CLOSED:
        team.status = _open_status(team)
    team.save(update_fields=["places", "status", "updated_at"])
    return True


def _open_status(team: Team) -> TeamStatus:
    return TeamStatus.LOOKING if team.members < team.places else TeamStatus.COMPLETE


def _change_status(team: Team, status: TeamStatus, event: LogEvent, by: User) -> bool:
    if team.status == status:
        return False
    log(team, event, by=by, changes={"status": [team.status, str(status)]})
    team.status = status
    team.save(update_fields=["status", "updated_at"])
    return True


def member_of(team: Team, member: Membership) -> Membership:
    """Return the membership as it is now. Raises RefusedError where the person is not in the team."""
    rows = team.memberships.select_related("registration__user")
    found = rows.filter(registration=member.registration_id).first()
    if found is None:
        raise RefusedError(Refusal.NOT_MEMBER)
    return found


def _assign(team: Team, facts: TeamFacts) -> dict[str, list[Any]]:
    """Put the facts into the row; returns {column: [before, after]} of what differs."""
    changes: dict[str, list[Any]] = {}
    for column, after in vars(facts).items():
        before = getattr(team, column)
        if before != after:
            setattr(team, column, after)
            changes[column] = [_plain(before), _plain(after)]
    return changes


def _plain(value: Any) -> Any:
    return value.label if isinstance(value, Milestone) else value


def _insert(edition: Edition, facts: TeamFacts) -> Team:
    """Insert the team under the first free address of its name."""
    places = edition.team_size_max
    status = TeamStatus.LOOKING if places > 1 else TeamStatus.COMPLETE
    for slug in _slugs(facts.name):
        try:
            with transaction.atomic():
                return Team.objects.create(
                    edition=edition, slug=slug, places=places, members=1, status=status, **vars(facts)
                )
        except IntegrityError as error:
            if "team_slug" not in str(error):
                raise
    raise AssertionError  # the slugs never end


def _slugs(name: str) -> Iterator[str]:
    """Yield addresses for a name: its words, then with a number behind; "equipo" for one of emoji only."""
    base = slugify(name)[:SLUG_LENGTH].strip("-_") or "equipo"
    yield base
    for number in count(2):
        yield f"{base}-{number}"
