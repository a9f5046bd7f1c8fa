"""Proposals of keynotes, talks and workshops: kept as typed, sent, changed, withdrawn, decided, confirmed."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.calls.refusals import ProposalRefusedError, Refusal
from events.calls.requirements import columns_of, missing_in
from events.emails.proposals import send_confirmed, send_proposal_status, send_withdrawn
from events.models import CoSpeaker, Edition, KeynoteProposal, Topic
from events.page_cache import touch
from events.services.pictures import claim_picture
from events.services.sending import LockedForm, Sending, lock_form, lock_own, set_columns
from events.services.sessions import Speaker, drop_session, open_session, set_speakers
from events.states import CallKind, InviteStatus, ProposalFormat, SessionKind
from somosnlp.accounts.models import User
from somosnlp.accounts.services.profile import learn_name
from somosnlp.review.models import StatusChange
from somosnlp.review.states import Status
from somosnlp.review.telling import announced_status
from somosnlp.review.workflow import IllegalTransition, transition

COLUMNS = columns_of(CallKind.KEYNOTE)
AVAILABILITY = frozenset({"preferred_days", "hours", "time_zone"})

SESSION_KINDS = {
    ProposalFormat.KEYNOTE: SessionKind.KEYNOTE,
    ProposalFormat.TALK: SessionKind.TALK,
    ProposalFormat.WORKSHOP: SessionKind.WORKSHOP,
}


@transaction.atomic
def keep_proposal(edition: Edition, sending: Sending, *, by: User) -> KeynoteProposal:
    """Keep what `by` has typed so far into a form; return the draft. Nothing needs to be whole.

    Raises ProposalRefusedError when the call is not open, the form is somebody else's or was sent.
    """
    form = lock_form(KeynoteProposal, edition, sending, by=by)
    return form.keep(_columns(form, by))


@transaction.atomic
def submit_proposal(edition: Edition, sending: Sending, *, by: User) -> KeynoteProposal:
    """Send the proposal of the form `sending.key`, or what `by` changed in it since; return it.

    The same form sent twenty times is one proposal and one mail. Who was asked for changes may make them
    after the close too. Raises ProposalRefusedError: the call was closed when the button was pressed, answers
    missing, too many proposals, decided meanwhile.
    """
    form = lock_form(KeynoteProposal, edition, sending, by=by)
    form.check_open()
    columns = _columns(form, by)
    _check_whole(columns)
    learn_name(by, columns["name"])
    proposal = form.write(columns)
    if proposal.status != Status.SUBMITTED:
        send_proposal_status(proposal, transition(proposal, Status.SUBMITTED, by=by))
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: KeynoteProposal, *, by: User) -> KeynoteProposal:
    """Take the proposal back at its author's wish, accepted or not; a second click changes nothing.

    Its session leaves the programme: who accepted it is told. Raises IllegalTransition for one that was
    rejected.
    """
    locked = lock_own(proposal, by)
    if locked.status == Status.WITHDRAWN:
        return locked
    known, decider = announced_status(locked), locked.decided_by
    transition(locked, Status.WITHDRAWN, by=by)
    _close(locked, by=by)
    if known == Status.ACCEPTED and decider is not None:
        send_withdrawn(locked, decider)
    return locked


@transaction.atomic
def decide_proposal(
    proposal: KeynoteProposal,
    *,
    to: str,
    by: User,
    note_to_author: str = "",
    internal_remark: str = "",
) -> StatusChange:
    """Decide as `by` on the version that was read, and mail its author once.

    Acceptance opens its session, private until it is published; taking it back closes the session. Raises
    StaleTransition, IllegalTransition (also while nobody confirmed the sponsor of a promotional talk); then
    nothing is decided and no mail leaves.
    """
    if to == Status.ACCEPTED and not may_be_accepted(proposal):
        raise IllegalTransition(proposal.status, to)
    change = transition(proposal, to, by=by, note_to_author=note_to_author, internal_remark=internal_remark)
    if to == Status.ACCEPTED:
        _open(proposal, by=by)
    else:
        _close(proposal, by=by)
    send_proposal_status(proposal, change)
    return change


@transaction.atomic
def confirm_proposal(proposal: KeynoteProposal, *, by: User, values: Mapping[str, Any]) -> KeynoteProposal:
    """Note that the speaker will be there, and when they can; confirming again only changes when.

    Raises ProposalRefusedError while its author does not know that it is accepted.
    """
    locked = lock_own(proposal, by)
    if locked.status != Status.ACCEPTED or announced_status(locked) != Status.ACCEPTED:
        raise ProposalRefusedError(Refusal.NOT_ACCEPTED)
    if locked.session_id is None:
        raise ProposalRefusedError(Refusal.NO_SESSION)
    is_new = locked.confirmed_at is None
    columns = {name: value for name, value in values.items() if name in AVAILABILITY}
    columns |= {"confirmed_at": locked.confirmed_at or timezone.now(), "updated_at": timezone.now()}
    set_columns(locked, columns)
    if is_new:
        send_confirmed(locked)
    return locked


@transaction.atomic
def confirm_sponsor(proposal: KeynoteProposal, *, by: User) -> bool:
    """Note that `by` has checked who sponsors a promotional talk; say whether nobody had before."""
    unchecked = KeynoteProposal.objects.filter(
        pk=proposal.pk, is_promotional=True, sponsor=proposal.sponsor, sponsor_confirmed_at=None
    )
    return bool(unchecked.update(sponsor_confirmed_at=timezone.now(), sponsor_confirmed_by=by))


@transaction.atomic
def put_slides(proposal: KeynoteProposal, *, by: User, url: str) -> None:
    """Put the address of the slides into the session of an accepted proposal; an empty one takes it away."""
    locked = lock_own(proposal, by)
    if locked.session is None or announced_status(locked) != Status.ACCEPTED:
        raise ProposalRefusedError(Refusal.NO_SESSION)
    session = locked.session
    session.slides_url = url
    session.save(update_fields=["slides_url"])
    if session.is_published:
        touch(locked.edition)


def may_be_accepted(proposal: KeynoteProposal) -> bool:
    """Tell whether nothing speaks against accepting: a promotional talk has a sponsor that was checked."""
    return not proposal.is_promotional or proposal.sponsor_confirmed_at is not None


def refresh_cast(proposal: KeynoteProposal) -> None:
    """Let those speak at its session who now do: who proposed it and the co-speakers who said yes."""
    if proposal.session is not None:
        set_speakers(proposal.session, _speakers(proposal))
        if proposal.session.is_published:
            touch(proposal.edition)


def _open(proposal: KeynoteProposal, *, by: User) -> None:
    session = open_session(
        proposal.edition,
        kind=SESSION_KINDS[ProposalFormat(proposal.format)],
        title=proposal.title,
        abstract=proposal.abstract,
        takeaways=proposal.takeaways,
        language=proposal.language,
        level=proposal.level,
        topic=proposal.topic,
        minutes=proposal.minutes,
        speakers=_speakers(proposal),
        by=by,
        session=proposal.session,
    )
    set_columns(proposal, {"session": session})


def _close(proposal: KeynoteProposal, *, by: User) -> None:
    """Let go of the session; the one that people know of stays, so that it can be told as cancelled."""
    session = proposal.session
    if session is None:
        return
    if session.is_published or session.release_changes.exists():
        set_columns(proposal, {"confirmed_at": None})
    else:
        set_columns(proposal, {"confirmed_at": None, "session": None})
    drop_session(session, by=by)


def _speakers(proposal: KeynoteProposal) -> list[Speaker]:
    joined = CoSpeaker.objects.filter(proposal=proposal, status=InviteStatus.ACCEPTED).select_related("user")
    return [
        Speaker.of(proposal, proposal.submitted_by),
        *(Speaker(name=who.name, user=who.user, occupation=who.occupation, bio=who.bio) for who in joined),
    ]


def _columns(form: LockedForm[KeynoteProposal], by: User) -> dict[str, Any]:
    """Return the columns among what was typed; a photo or topic that is not to be had counts as none.

    Another sponsor than the one that was checked has to be checked.
    """
    columns = {name: value for name, value in form.sending.values.items() if name in COLUMNS}
    if "photo" in columns:
        photo = columns["photo"]
        columns["photo"] = claim_picture(getattr(photo, "pk", photo), by=by)
    if "topic" in columns:
        topic = columns["topic"]
        columns["topic"] = Topic.objects.filter(pk=getattr(topic, "pk", topic), edition=form.edition).first()
    if "time_zone" in columns:
        columns["time_zone"] = columns["time_zone"] or by.time_zone
    about_sponsor = {name: columns[name] for name in ("sponsor", "is_promotional") if name in columns}
    if form.found and any(getattr(form.found, name) != value for name, value in about_sponsor.items()):
        columns |= {"sponsor_confirmed_at": None, "sponsor_confirmed_by": None}
    return columns


def _check_whole(columns: Mapping[str, Any]) -> None:
    missing = missing_in(CallKind.KEYNOTE, columns)
    if missing:
        raise ProposalRefusedError(Refusal.NOT_WHOLE, missing)
    if columns.get("is_promotional") and not columns.get("sponsor"):
        raise ProposalRefusedError(Refusal.NO_SPONSOR, ["sponsor"])
