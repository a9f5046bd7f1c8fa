"""Links that bring people into a team: they run out, can be revoked, and may wait for the captain's yes."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from registrations.models import InvitationLink, Membership, Offer, Team
from registrations.refusals import Refusal, RefusedError
from registrations.services.membership import admit, check_may_join
from registrations.services.offers import ask, request_to_join
from registrations.services.team_locks import (
    check_in_time,
    lock_captain,
    lock_registration,
    lock_teams,
)
from registrations.states.teams import OfferKind, OfferStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.row_links import new_nonce, row_of_token, row_token

LINK_LIFE = timedelta(days=7)
_SALT = "somosnlp.registrations.team_links"


@dataclass(frozen=True)
class Arrival:
    """What a link did for somebody: they are in, or their request waits for the captain."""

    membership: Membership | None = None
    offer: Offer | None = None


def make_link(team: Team, *, by: User, most_uses: int | None = None) -> InvitationLink:
    """Make a link for as many people as there are places, or fewer; it lasts a week. Raises RefusedError."""
    with transaction.atomic():
        check_in_time(team.edition)
        locked = lock_captain(team, by)
        if not locked.free_places:
            raise RefusedError(Refusal.FULL)
        return InvitationLink.objects.create(
            team=locked,
            nonce=new_nonce(),
            created_by=by,
            expires_at=timezone.now() + LINK_LIFE,
            most_uses=min(most_uses or locked.free_places, locked.places),
        )


def revoke_link(link: InvitationLink, *, by: User) -> bool:
    """Let the link bring nobody any more; returns False where it was revoked. Raises RefusedError."""
    with transaction.atomic():
        lock_captain(link.team, by)
        rows = InvitationLink.objects.filter(pk=link.pk, revoked_at=None)
        return bool(rows.update(revoked_at=timezone.now()))


def link_token(link: InvitationLink) -> str:
    """Return the secret part of the link's address."""
    return row_token(link, salt=_SALT)


def find_link(token: str) -> InvitationLink | None:
    """Return the link of a token, whatever became of it; None for one that is forged or mangled."""
    rows = InvitationLink.objects.select_related("team__edition", "created_by")
    return row_of_token(rows, token, salt=_SALT)


def is_alive(link: InvitationLink) -> bool:
    """Tell whether the link still brings people in."""
    return link.revoked_at is None and link.expires_at > timezone.now() and link.uses < link.most_uses


def use_link(link: InvitationLink, *, message: str = "", by: User) -> Arrival:
    """Come into the team by its link, or ask to where its captain wants to be asked.

    A second click finds what the first did and uses nothing up. Raises RefusedError.
    """
    with transaction.atomic():
        check_in_time(link.team.edition)
        registration = lock_registration(by, link.team.edition)
        team = lock_teams([link.team_id])[link.team_id]
        mine = Membership.objects.filter(registration=registration, team=team).first()
        if mine is not None:
            return Arrival(membership=mine)
        check_may_join(registration, team, by)
        waiting = Offer.objects.filter(registration=registration, team=team, status=OfferStatus.OPEN).first()
        if waiting is not None and waiting.kind == OfferKind.INVITATION:
            return Arrival(membership=request_to_join(team, by=by).membership)
        if waiting is not None and team.approves_links:
            return Arrival(offer=waiting)
        _count_use(link)
        if team.approves_links:
            return Arrival(offer=ask(team, registration, OfferKind.LINK, link=link, message=message))
        return Arrival(membership=admit(registration, team, by=by))


def _count_use(link: InvitationLink) -> None:
    """Use the link up by one. Raises RefusedError: revoked, too old, used up."""
    alive = InvitationLink.objects.filter(pk=link.pk, revoked_at=None, expires_at__gt=timezone.now())
    if not alive.exists():
        raise RefusedError(Refusal.EXPIRED)
    if not alive.filter(uses__lt=F("most_uses")).update(uses=F("uses") + 1):
        raise RefusedError(Refusal.LINK_USED_UP)
