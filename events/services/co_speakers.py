"""People who speak together with who proposes: invited by address, they join once they say yes."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from events.calls.refusals import ProposalRefusedError, Refusal
from events.emails.proposals import send_answered, send_invitation
from events.facts import facts_of
from events.models import CoSpeaker, KeynoteProposal
from events.services.proposals import refresh_cast
from events.services.sending import lock_own
from events.states import CallKind, InviteStatus
from somosnlp.accounts.models import User
from somosnlp.accounts.services.people import owns_address
from somosnlp.accounts.services.profile import learn_name
from somosnlp.outbox.row_links import new_nonce
from somosnlp.review.states import Status

#: When somebody may be invited and may answer: while the proposal is alive.
ALIVE = (Status.SUBMITTED, Status.CHANGES_REQUESTED, Status.WAITLISTED, Status.ACCEPTED)
#: Nobody can use us to send spam: addresses one proposal may ever write to.
MOST_ADDRESSES = 10
#: Those who count towards the cap of the call.
TAKEN = (InviteStatus.INVITED, InviteStatus.ACCEPTED)


@dataclass(frozen=True)
class Answer:
    """What an invited person says of themselves when they say yes."""

    name: str
    occupation: str = ""
    bio: str = ""


@transaction.atomic
def invite_co_speaker(proposal: KeynoteProposal, *, email: str, name: str = "", by: User) -> CoSpeaker:
    """Invite whoever has the address `email`; the same address again is the same invitation and no mail.

    Who was removed or declined is asked again, once more. Raises ProposalRefusedError.
    """
    locked = _locked(proposal, by)
    address = email.strip().lower()
    if owns_address(by, address):
        raise ProposalRefusedError(Refusal.OWN_ADDRESS)
    rows = CoSpeaker.objects.filter(proposal=locked)
    known = rows.filter(email__iexact=address).first()
    if known is not None and known.status in TAKEN:
        return known
    if rows.filter(status__in=TAKEN).count() >= _most(locked) or (
        known is None and rows.count() >= MOST_ADDRESSES
    ):
        raise ProposalRefusedError(Refusal.NO_MORE_CO_SPEAKERS)
    if known is None:
        known = CoSpeaker.objects.create(proposal=locked, email=address, name=name.strip(), nonce=new_nonce())
        send_invitation(known, attempt=1)
    else:
        _write(known, status=InviteStatus.INVITED, answered_at=None)
        known.proposal = locked
        send_invitation(known, attempt=2)
    return known


@transaction.atomic
def remove_co_speaker(invited: CoSpeaker, *, by: User) -> bool:
    """Take somebody out of the proposal, whatever they answered; say whether they were in. No mail."""
    locked = _locked(invited.proposal, by)
    mine = CoSpeaker.objects.filter(pk=invited.pk, status__in=TAKEN)
    if not mine.update(status=InviteStatus.REMOVED):
        return False
    refresh_cast(locked)
    return True


@transaction.atomic
def accept_invitation(invited: CoSpeaker, *, by: User, answer: Answer) -> CoSpeaker:
    """Say yes, with what the programme will say of `by`; a second click only changes those words.

    An invitation is of whoever proved its address. Raises ProposalRefusedError.
    """
    locked, mine = _locked_invitation(invited, TAKEN)
    if not owns_address(by, mine.email):
        raise ProposalRefusedError(Refusal.OTHER_ADDRESS)
    is_new = mine.status == InviteStatus.INVITED
    learn_name(by, answer.name)
    _write(
        mine,
        status=InviteStatus.ACCEPTED,
        user=by,
        name=answer.name,
        occupation=answer.occupation,
        bio=answer.bio,
        answered_at=timezone.now() if is_new else mine.answered_at,
    )
    refresh_cast(locked)
    send_answered(mine, joined=True)
    return mine


@transaction.atomic
def decline_invitation(invited: CoSpeaker) -> bool:
    """Say no, or leave; the link alone is enough, no account is needed. Says whether it changed anything."""
    _proposal, mine = _locked_invitation(invited, (*TAKEN, InviteStatus.DECLINED))
    if mine.status == InviteStatus.DECLINED:
        return False
    _write(mine, status=InviteStatus.DECLINED, answered_at=timezone.now())
    refresh_cast(mine.proposal)
    send_answered(mine, joined=False)
    return True


def _locked(proposal: KeynoteProposal, by: User) -> KeynoteProposal:
    locked = lock_own(proposal, by)
    if locked.status not in ALIVE:
        raise ProposalRefusedError(Refusal.NOT_SENT)
    return locked


def _locked_invitation(
    invited: CoSpeaker, statuses: tuple[InviteStatus, ...]
) -> tuple[KeynoteProposal, CoSpeaker]:
    """Return the proposal, locked first, and the invitation as it is now."""
    theirs = invited.proposal
    locked = lock_own(theirs, theirs.submitted_by)
    mine = CoSpeaker.objects.filter(pk=invited.pk).first()
    if mine is None or locked.status not in ALIVE or mine.status not in statuses:
        raise ProposalRefusedError(Refusal.INVITATION_OVER)
    mine.proposal = locked
    return locked, mine


def _most(proposal: KeynoteProposal) -> int:
    call = facts_of(proposal.edition).calls.get(CallKind.KEYNOTE)
    return call.most_co_speakers if call else 0


def _write(row: CoSpeaker, **columns: object) -> None:
    CoSpeaker.objects.filter(pk=row.pk).update(**columns)
    for name, value in columns.items():
        setattr(row, name, value)
