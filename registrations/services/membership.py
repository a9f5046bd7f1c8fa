"""The two movements of a team: somebody comes in, somebody goes; the locks are the caller's (team_locks)."""

from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.utils import timezone

from events.page_cache import forget_page
from registrations.emails import teams as emails
from registrations.models import Membership, Offer, Registration, Team, TeamLogEntry
from registrations.querysets.teams import proven_addresses
from registrations.refusals import Refusal, RefusedError
from registrations.services.team_locks import lock_open_offers
from registrations.states import Status
from registrations.states.teams import LogEvent, OfferStatus, TeamStatus
from somosnlp.accounts.models import User


def log(
    team: Team,
    event: LogEvent,
    *,
    by: User | None,
    person: User | None = None,
    changes: dict[str, list[Any]] | None = None,
    private_note: str = "",
) -> None:
    """Write what happened to `team`; `changes` is {column: [before, after]} in what JSON can hold.

    The finder shows it at once to everybody.
    """
    TeamLogEntry.objects.create(
        team=team, event=event, by=by, person=person, changes=changes or {}, private_note=private_note
    )
    forget_page("team-finder", team.edition.slug)


def check_may_join(registration: Registration, team: Team, by: User | None) -> None:
    """Raise RefusedError where the person cannot come into the team as both are now, locked."""
    if registration.status != Status.REGISTERED:
        raise RefusedError(Refusal.NOT_REGISTERED)
    if Membership.objects.filter(registration=registration).exists():
        raise RefusedError(Refusal.HAS_TEAM if by == registration.user else Refusal.THEY_HAVE_TEAM)
    if team.status == TeamStatus.DISSOLVED:
        raise RefusedError(Refusal.DISSOLVED)
    if team.members >= team.places:
        raise RefusedError(Refusal.FULL)


def admit(registration: Registration, team: Team, *, by: User | None, tell: bool = True) -> Membership:
    """Put the person into the team, close what both had open elsewhere, tell the others.

    Both rows are locked; `team` is as it is now. Without `tell` the caller writes. Raises RefusedError.
    """
    check_may_join(registration, team, by)
    membership = Membership.objects.create(
        registration=registration,
        team=team,
        edition_id=team.edition_id,
        joined_at=timezone.now(),
    )
    count_members(team, +1)
    log(team, LogEvent.JOINED, by=by, person=registration.user)
    close_offers(registration, team)
    if tell:
        emails.send_joined(membership)
    return membership


def depart(membership: Membership, team: Team) -> None:
    """Take somebody out; the longest-standing member leads on, and without anybody the team dissolves.

    All rows are locked.
    """
    membership.delete()
    count_members(team, -1)
    if team.status == TeamStatus.DISSOLVED:
        log(team, LogEvent.DISSOLVED, by=None)
        close_offers_of_team(team)
    elif membership.is_captain:
        heir = team.memberships.select_related("registration__user").order_by("joined_at", "pk")[0]
        make_captain(heir, by=None)
        emails.send_captain(heir)


def make_captain(membership: Membership, *, by: User | None) -> None:
    """Let that member lead; who led before is a member."""
    team = membership.team
    before = team.memberships.filter(is_captain=True).select_related("registration").first()
    team.memberships.filter(is_captain=True).update(is_captain=False)
    team.memberships.filter(pk=membership.pk).update(is_captain=True)
    changes = {"captain": [before and before.registration.user_id, membership.registration.user_id]}
    log(team, LogEvent.HANDED_OVER, by=by, person=membership.registration.user, changes=changes)


def count_members(team: Team, change: int) -> None:
    """Change the counter by `change` and the status with it, in one statement; `team` is read again."""
    members = F("members") + change
    Team.objects.filter(pk=team.pk).update(
        members=members, status=status_for(change), updated_at=timezone.now()
    )
    team.refresh_from_db(fields=["members", "places", "status"])


def status_for(change: int = 0) -> Case:
    """Return the status of a team whose counter changes: full is complete, empty dissolved, else it stays."""
    after = Q(members__gte=F("places") - change)
    return Case(
        When(members__lte=-change, then=Value(TeamStatus.DISSOLVED)),
        When(after & Q(status=TeamStatus.LOOKING), then=Value(TeamStatus.COMPLETE)),
        When(~after & Q(status=TeamStatus.COMPLETE), then=Value(TeamStatus.LOOKING)),
        default=F("status"),
        output_field=CharField(),
    )


def offers_touched(registration: Registration, *, fills: Team | None) -> Q:
    """Return which offers end when the person comes into a team: theirs, and those of the team it `fills`."""
    addresses = proven_addresses(registration.user)
    mine = Q(registration=registration) | Q(
        registration=None, email__in=addresses, edition=registration.edition_id
    )
    return mine | Q(team=fills) if fills else mine


def close_offers(registration: Registration, team: Team) -> None:
    """Close what the person had open everywhere and, once the team is full, what it had open."""
    fills = team if team.members >= team.places else None
    for offer in _close(offers_touched(registration, fills=fills)):
        if offer.registration_id is not None and offer.registration_id != registration.pk:
            emails.send_team_full(offer)


def close_offers_of_person(registration: Registration) -> None:
    """Close what a person had asked for and was offered, without telling anybody."""
    _close(offers_touched(registration, fills=None))


def close_offers_of_team(team: Team) -> None:
    """Close what a team had open; who waited is told."""
    for offer in _close(Q(team=team)):
        if offer.registration_id is not None:
            emails.send_team_full(offer)


def _close(condition: Q) -> list[Offer]:
    offers = lock_open_offers(condition)
    now = timezone.now()
    Offer.objects.filter(pk__in=[offer.pk for offer in offers]).update(
        status=OfferStatus.CLOSED, answered_at=now
    )
    return offers
