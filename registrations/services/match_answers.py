"""Answers to a proposal of the matching: the team exists when two accept, the others join as they do."""

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.models import Milestone
from registrations.emails import matching as emails
from registrations.models import MatchGroup, Membership, Offer, Registration, Team, TeamProfile
from registrations.refusals import Refusal, RefusedError
from registrations.services.membership import admit, offers_touched
from registrations.services.team_locks import (
    check_in_time,
    lock_open_offers,
    lock_registrations,
    lock_teams,
)
from registrations.services.teams import TeamFacts, found_team
from registrations.states import Status
from registrations.states.teams import OfferKind, OfferStatus, TeamStatus
from somosnlp.accounts.models import User
from somosnlp.ui.hours import QUARTERS_A_BOX, box_weights, mask_of, shared_week, week_of

#: People who accepted make a team from this many on.
ENOUGH = 2


def accept_match(offer: Offer, *, by: User) -> Membership | None:
    """Accept a proposal; returns the membership, None while nobody else has accepted.

    A second click finds what the first did. Raises RefusedError: somebody else's, answered or too late, has a
    team, the team is full or takes nobody any more.
    """
    with transaction.atomic():
        check_in_time(offer.edition)
        people = _lock_group(offer)
        me = _own(offer, people, by)
        group = MatchGroup.objects.select_related("run__edition").get(offers=offer)
        team = lock_teams([group.team_id])[group.team_id] if group.team_id else None
        found = Membership.objects.filter(registration=me).select_related("team").first()
        if found is not None:
            if team is not None and found.team_id == team.pk:
                return found
            raise RefusedError(Refusal.HAS_TEAM)
        if not _lock_answer(offer, people, team):
            return None
        if team is not None:
            return _join(offer, me, team, is_older=not group.reasons["is_new"], by=by)
        _end(offer, OfferStatus.ACCEPTED, by)
        return _form(group, people, me, by=by)


def decline_match(offer: Offer, *, by: User) -> bool:
    """Say no to a proposal; the person stays opted in. False where it was no longer open.

    Raises RefusedError for somebody else's.
    """
    with transaction.atomic():
        _own(offer, _lock_group(offer), by)
        lock_open_offers(Q(pk=offer.pk))
        return _end(offer, OfferStatus.DECLINED, by)


def _lock_group(offer: Offer) -> dict[int, Registration]:
    """Lock everybody of the group, in the order of their keys: its answers come one after the other."""
    keys = Offer.objects.filter(group=offer.group_id, kind=OfferKind.MATCH)
    return lock_registrations(key for key in keys.values_list("registration_id", flat=True) if key)


def _own(offer: Offer, people: dict[int, Registration], by: User) -> Registration:
    """Return the registration that was proposed, locked. Raises RefusedError unless it is that of `by`."""
    me = people.get(offer.registration_id or 0)
    if offer.kind != OfferKind.MATCH or me is None or me.user_id != by.pk:
        raise RefusedError(Refusal.OTHER_ADDRESS)
    if me.status != Status.REGISTERED:
        raise RefusedError(Refusal.NOT_REGISTERED)
    return me


def _lock_answer(offer: Offer, people: dict[int, Registration], team: Team | None) -> bool:
    """Lock every offer that an acceptance may end; False where this one was accepted before.

    All at once and by their keys: two groups that end each other's offers do not wait in a circle.
    Raises RefusedError where it can no longer be answered.
    """
    touched = [offers_touched(person, fills=team) for person in people.values()]
    locked = {row.pk: row for row in lock_open_offers(reduce(or_, touched))}
    mine = locked.get(offer.pk)
    if mine is None:
        if Offer.objects.filter(pk=offer.pk, status=OfferStatus.ACCEPTED).exists():
            return False
        raise RefusedError(Refusal.NOT_OPEN)
    if mine.expires_at is not None and mine.expires_at <= timezone.now():
        raise RefusedError(Refusal.EXPIRED)
    return True


def _join(offer: Offer, me: Registration, team: Team, *, is_older: bool, by: User) -> Membership:
    """Bring somebody into the team that is there: an older one, or that of the first two.

    An older team must still accept whom we propose.
    """
    if team.status == TeamStatus.CLOSED or (is_older and not team.takes_matches):
        raise RefusedError(Refusal.NOT_LOOKING)
    _end(offer, OfferStatus.ACCEPTED, by, team=team)
    return admit(me, team, by=by)


def _form(
    group: MatchGroup, people: dict[int, Registration], me: Registration, *, by: User
) -> Membership | None:
    """Make the team once enough accepted; the first of them leads it."""
    accepted = group.offers.filter(status=OfferStatus.ACCEPTED).order_by("answered_at", "pk")
    members = [people[pk] for pk in accepted.values_list("registration_id", flat=True) if pk in people]
    placed = set(
        Membership.objects.filter(registration__in=members).values_list("registration_id", flat=True)
    )
    members = [one for one in members if one.pk not in placed and one.status == Status.REGISTERED]
    if len(members) < ENOUGH:
        return None
    captain, *others = members
    team = found_team(
        edition=group.run.edition, facts=_facts(group, captain, members), captain=captain, by=by
    )
    MatchGroup.objects.filter(pk=group.pk).update(team=team)
    Offer.objects.filter(group=group, registration__in=members).update(team=team)
    for other in others:
        admit(other, team, by=by, tell=False)
    memberships = Membership.objects.filter(team=team).select_related("team__edition", "registration__user")
    for membership in memberships:
        emails.send_match_formed(membership)
    return next(membership for membership in memberships if membership.registration_id == me.pk)


def _facts(group: MatchGroup, captain: Registration, members: list[Registration]) -> TeamFacts:
    """Return what the new team says of itself until its captain says better."""
    with translation.override("es"):
        name = _("Equipo por bautizar %(number)d") % {"number": group.pk}
    zone = captain.user.time_zone or group.run.edition.time_zone
    challenge = group.reasons.get("challenge")
    return TeamFacts(
        name=name,
        challenge=Milestone.objects.filter(pk=challenge).first() if challenge else None,
        languages=sorted(set.intersection(*(set(one.languages) for one in members)) - {"other"}),
        hours=_shared_boxes(group, members, zone),
        time_zone=zone,
        takes_matches=True,
    )


def _shared_boxes(group: MatchGroup, members: list[Registration], zone: str) -> int:
    """Return the boxes of `zone` of which its members share most."""
    at, fallback = timezone.now(), group.run.edition.time_zone
    profiles = TeamProfile.objects.filter(registration__in=members).select_related("registration__user")
    week = shared_week(
        week_of(profile.hours, profile.registration.user.time_zone or fallback, at) for profile in profiles
    )
    weights = enumerate(box_weights(week, zone, at))
    return mask_of(box for box, quarters in weights if quarters * 2 >= QUARTERS_A_BOX)


def _end(offer: Offer, status: OfferStatus, by: User, *, team: Team | None = None) -> bool:
    """End an open offer by compare and swap."""
    rows = Offer.objects.filter(pk=offer.pk, status=OfferStatus.OPEN)
    return bool(rows.update(status=status, team=team, answered_by=by, answered_at=timezone.now()))
