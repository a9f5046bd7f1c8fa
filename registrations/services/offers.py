"""Ways into a team: invite, ask to join, accept, decline, take back. Links and matches end here too."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from registrations.emails import teams as emails
from registrations.models import Membership, Offer, Registration, Team
from registrations.refusals import Refusal, RefusedError
from registrations.services.membership import admit, check_may_join, log, offers_touched
from registrations.services.team_locks import (
    check_in_time,
    lock_captain,
    lock_open_offers,
    lock_registration,
    lock_registrations,
    lock_teams,
)
from registrations.states import Status
from registrations.states.teams import LogEvent, OfferKind, OfferStatus, TeamStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.row_links import new_nonce, row_of_token, row_token

INVITATION_LIFE = timedelta(days=14)
#: Nobody can use us to send spam: what a team may send in 24 hours, and a person have open at once.
INVITATIONS_A_DAY = 20
OPEN_REQUESTS = 5
#: The ways in that are the captain's to answer.
REQUESTS = (OfferKind.REQUEST, OfferKind.LINK)
_SALT = "somosnlp.registrations.offers"


def make_token(offer: Offer) -> str:
    """Return the secret part of the address of an offer."""
    return row_token(offer, salt=_SALT)


def find_offer(token: str) -> Offer | None:
    """Return the offer of a token, whatever became of it; None for one that is forged or mangled."""
    rows = Offer.objects.select_related(
        "team__edition", "registration__user", "edition", "created_by", "group"
    )
    return row_of_token(rows, token, salt=_SALT)


@dataclass(frozen=True)
class Invited:
    """What came of inviting: the offer, whether it is new, and whether the person is in already."""

    offer: Offer
    is_new: bool
    membership: Membership | None = None


def invite(team: Team, *, email: str, message: str = "", by: User) -> Invited:
    """Invite whoever has the address `email`, with or without an account; one open invitation per address.

    To somebody who had asked to join, this is the yes. Raises RefusedError. The answer is the same for a
    known and an unknown address: a captain cannot find out who has an account.
    """
    address = email.strip().lower()
    invited = _registration_of_address(address, team)
    with transaction.atomic():
        check_in_time(team.edition)
        if invited is not None:
            lock_registrations([invited.pk])
        locked = lock_captain(team, by)
        asked = _open(locked, invited, OfferKind.REQUEST) or _open(locked, invited, OfferKind.LINK)
        if asked is not None:
            return Invited(asked, is_new=False, membership=_take(asked, by=by))
        return _invite(locked, address, invited, message, by)


def invite_person(team: Team, *, registration: Registration, message: str = "", by: User) -> Invited:
    """Invite somebody listed in the finder, without their address being shown. Raises RefusedError."""
    with transaction.atomic():
        check_in_time(team.edition)
        person = lock_registrations([registration.pk])[registration.pk]
        locked = lock_captain(team, by)
        check_may_join(person, locked, by)
        asked = _open(locked, person, OfferKind.REQUEST) or _open(locked, person, OfferKind.LINK)
        if asked is not None:
            return Invited(asked, is_new=False, membership=_take(asked, by=by))
        return _invite(locked, "", person, message, by)


def request_to_join(team: Team, *, message: str = "", by: User) -> Invited:
    """Ask to come into a team that looks for people; with an invitation open, this accepts it.

    Raises RefusedError: not registered, has a team, team full or not looking, too many requests open.
    """
    with transaction.atomic():
        check_in_time(team.edition)
        registration = lock_registration(by, team.edition)
        locked = lock_teams([team.pk])[team.pk]
        invited = _open(locked, registration, OfferKind.INVITATION)
        if invited is not None:
            return Invited(invited, is_new=False, membership=_take(invited, by=by))
        check_may_join(registration, locked, by)
        if locked.status != TeamStatus.LOOKING:
            raise RefusedError(Refusal.NOT_LOOKING)
        asked = _open(locked, registration, OfferKind.REQUEST)
        if asked is not None:
            return Invited(asked, is_new=False)
        return Invited(ask(locked, registration, OfferKind.REQUEST, message=message), is_new=True)


def ask(team: Team, registration: Registration, kind: OfferKind, **columns: Any) -> Offer:
    """Write a request of the person (both rows locked) and tell the captain. Raises RefusedError."""
    mine = Offer.objects.open(timezone.now()).filter(registration=registration, kind__in=REQUESTS)
    if mine.count() >= OPEN_REQUESTS:
        raise RefusedError(Refusal.TOO_MANY_REQUESTS)
    offer = Offer.objects.create(
        edition_id=team.edition_id,
        kind=kind,
        team=team,
        registration=registration,
        nonce=new_nonce(),
        created_by=registration.user,
        **columns,
    )
    emails.send_request(offer)
    return offer


def accept_invitation(offer: Offer, *, by: User) -> Membership:
    """Accept an invitation of one's own; a second click finds the membership made by the first.

    An invitation by address is of whoever proved that address. Raises RefusedError.
    """
    _check_kind(offer, OfferKind.INVITATION)
    team = _team_of(offer)
    with transaction.atomic():
        check_in_time(team.edition)
        registration = lock_registration(by, team.edition)
        locked = lock_teams([team.pk])[team.pk]
        mine = Membership.objects.filter(registration=registration, team=locked).first()
        if mine is not None:
            return mine
        _check_owner(offer, registration)
        offer.registration, offer.email = registration, ""
        return _take(offer, by=by)


def accept_request(offer: Offer, *, by: User) -> Membership:
    """Let somebody who asked come in, as the captain. Raises RefusedError; a second click changes nothing."""
    _check_kind(offer, *REQUESTS)
    team = _team_of(offer)
    with transaction.atomic():
        check_in_time(team.edition)
        lock_registrations([offer.registration_id or 0])
        locked = lock_captain(team, by)
        mine = Membership.objects.filter(registration=offer.registration_id, team=locked).first()
        return mine or _take(offer, by=by)


def decline(offer: Offer, *, answer: str = "", by: User) -> bool:
    """Say no, kindly: the person to an invitation, the captain to a request.

    Returns False where it was no longer open. Raises RefusedError for anybody else.
    """
    with transaction.atomic():
        if offer.kind in REQUESTS:
            lock_captain(_team_of(offer), by)
        else:
            _check_owner(offer, None, by)
        if not _finish(offer, OfferStatus.DECLINED, by, answer=answer):
            return False
        emails.send_declined(offer)
    return True


def withdraw(offer: Offer, *, by: User) -> bool:
    """Take back one's own request, or as captain an invitation; False where it was no longer open."""
    with transaction.atomic():
        if offer.kind == OfferKind.INVITATION:
            lock_captain(_team_of(offer), by)
        elif offer.registration is None or offer.registration.user_id != by.pk:
            raise RefusedError(Refusal.NOT_OPEN)
        return _finish(offer, OfferStatus.WITHDRAWN, by)


def expire_offers() -> int:
    """Date what nobody answered in time; returns how many offers that were."""
    stale = Offer.objects.filter(status=OfferStatus.OPEN, expires_at__lte=timezone.now())
    return stale.update(status=OfferStatus.EXPIRED)


def has_right_to_register(user: User | None, token: str, *, edition_id: int) -> bool:
    """Tell whether an open invitation lets somebody register although registration has closed (facts §1.1).

    `user` with an invitation to a proven address needs no `token`; who has no account yet shows one.
    """
    now = timezone.now()
    offers = Offer.objects.open(now).filter(edition_id=edition_id, kind=OfferKind.INVITATION)
    if user is not None and offers.concerning(user).exists():
        return True
    offer = find_offer(token) if token else None
    if offer is None or not offers.filter(pk=offer.pk).exists():
        return False
    return user is None or not offer.email or user.email == offer.email


def _invite(team: Team, address: str, invited: Registration | None, message: str, by: User) -> Invited:
    """Write an invitation of a team that is locked, or find the one that is open."""
    if team.members >= team.places:
        raise RefusedError(Refusal.FULL)
    to = Q(registration=invited) if invited and not address else Q(email=address)
    now = timezone.now()
    sent = Offer.objects.filter(team=team, kind=OfferKind.INVITATION)
    known = sent.open(now).filter(to).first()
    if known is not None:
        return Invited(known, is_new=False)
    if sent.filter(created_at__gt=now - timedelta(days=1)).count() >= INVITATIONS_A_DAY:
        raise RefusedError(Refusal.TOO_MANY_INVITATIONS)
    sent.filter(to, status=OfferStatus.OPEN).update(status=OfferStatus.EXPIRED)
    offer = Offer.objects.create(
        edition_id=team.edition_id,
        kind=OfferKind.INVITATION,
        team=team,
        registration=None if address else invited,
        email=address,
        message=message,
        nonce=new_nonce(),
        created_by=by,
        expires_at=now + INVITATION_LIFE,
    )
    log(team, LogEvent.INVITED, by=by)
    emails.send_invitation(offer, token=make_token(offer))
    return Invited(offer, is_new=True)


def _take(offer: Offer, *, by: User) -> Membership:
    """Turn an open offer into a membership; registration and team are locked. Raises RefusedError."""
    team = lock_teams([_team_of(offer).pk])[_team_of(offer).pk]
    registration = offer.registration
    if registration is None:
        raise RefusedError(Refusal.NOT_OPEN)
    registration.refresh_from_db(fields=["status"])
    check_may_join(registration, team, by)
    touched = offers_touched(registration, fills=team if team.members + 1 >= team.places else None)
    locked = {row.pk: row for row in lock_open_offers(touched | Q(pk=offer.pk))}
    found = locked.get(offer.pk)
    if found is None:
        raise RefusedError(Refusal.NOT_OPEN)
    if found.expires_at is not None and found.expires_at <= timezone.now():
        raise RefusedError(Refusal.EXPIRED)
    found.registration, found.email = registration, ""
    _finish(found, OfferStatus.ACCEPTED, by)
    return admit(registration, team, by=by)


def _finish(offer: Offer, status: OfferStatus, by: User, *, answer: str = "") -> bool:
    """End an open offer by compare and swap; returns False where somebody was quicker."""
    ended = {
        "status": status,
        "registration": offer.registration,
        "email": offer.email,
        "answer": answer,
        "answered_by": by,
        "answered_at": timezone.now(),
    }
    done = Offer.objects.filter(pk=offer.pk, status=OfferStatus.OPEN).update(**ended)
    for column, value in ended.items():
        setattr(offer, column, value)
    return bool(done)


def _check_kind(offer: Offer, *kinds: OfferKind) -> None:
    """Raise RefusedError for another kind: nobody says the other side's yes."""
    if offer.kind not in kinds:
        raise RefusedError(Refusal.NOT_OPEN)


def _check_owner(offer: Offer, registration: Registration | None, by: User | None = None) -> None:
    """Raise RefusedError unless the offer was made to this person, or to an address they have proven."""
    user = registration.user if registration else by
    if offer.email:
        mine = EmailAddress.objects.filter(user=user, email=offer.email, verified=True).exists()
        if not mine:
            raise RefusedError(Refusal.OTHER_ADDRESS)
    elif offer.registration is None or user is None or offer.registration.user_id != user.pk:
        raise RefusedError(Refusal.OTHER_ADDRESS)


def _registration_of_address(address: str, team: Team) -> Registration | None:
    proven = EmailAddress.objects.filter(email=address, verified=True).values("user")
    rows = Registration.objects.filter(edition_id=team.edition_id, status=Status.REGISTERED)
    return rows.filter(user__in=proven).first()


def _open(team: Team, registration: Registration | None, kind: OfferKind) -> Offer | None:
    """Return the open offer of that kind between the two; an invitation to a proven address counts."""
    if registration is None:
        return None
    mine = Offer.objects.open(timezone.now()).concerning(registration.user)
    found = mine.filter(team=team, kind=kind).first()
    if found is not None:
        found.registration, found.email = registration, ""
    return found


def _team_of(offer: Offer) -> Team:
    if offer.team is None:
        raise RefusedError(Refusal.NOT_OPEN)
    return offer.team
