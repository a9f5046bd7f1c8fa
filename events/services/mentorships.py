"""Offers of mentorship: kept as they are typed, sent, changed, withdrawn, decided."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.calls.refusals import ProposalRefusedError, Refusal
from events.calls.requirements import columns_of, missing_in
from events.emails.mentorships import send_mentorship_status, send_withdrawn
from events.models import Edition, Mentorship, SessionPerson
from events.page_cache import touch
from events.services.mentorship_queue import close_queue, fill_places
from events.services.pictures import claim_picture, show_picture
from events.services.sending import Sending, lock_form, lock_own, lock_person, set_columns, write_answers
from events.services.sessions import Speaker, drop_session, open_session
from events.states import CallKind, MentorshipKind, SessionKind
from somosnlp.accounts.models import User
from somosnlp.accounts.services.profile import learn_name
from somosnlp.review.models import StatusChange
from somosnlp.review.states import Status
from somosnlp.review.telling import announced_status
from somosnlp.review.workflow import transition
from somosnlp.ui.zones import zone_or_blank

COLUMNS = columns_of(CallKind.MENTORSHIP)
#: What only one kind of mentorship is asked, with what the others have there.
ONLY_OF_AMA: dict[str, Any] = {"ama_form": "", "preferred_days": [], "may_record": False}
ONLY_OF_CARDS: dict[str, Any] = {"places": None, "channel": ""}
#: As long as an AMA lasts at most (facts §3.4); the organisers' plan may say otherwise.
AMA_MINUTES = 60
#: When somebody can, which who answers at an AMA says again; what a card may change without a review.
WHEN = frozenset({"preferred_days", "hours", "time_zone"})
ADJUSTABLE = frozenset({"hours", "time_zone", "places", "channel"})


class PlacesTakenError(Exception):
    """More people have a place than there would be; `taken` is how many."""

    def __init__(self, taken: int) -> None:
        super().__init__(taken)
        self.taken = taken


def draft_of(edition: Edition, person: User) -> Mentorship | None:
    """Return what `person` has begun to offer in `edition` and not sent."""
    return Mentorship.objects.filter(edition=edition, submitted_by=person, status=Status.DRAFT).first()


@transaction.atomic
def keep_offer(edition: Edition, sending: Sending, *, by: User) -> Mentorship | None:
    """Keep what `by` has typed so far, some columns or all; return the draft, None once it was sent.

    There is one draft per person and edition: two tabs write the same.
    """
    lock_person(by)
    if Mentorship.objects.filter(key=sending.key).exclude(status=Status.DRAFT).exists():
        return None
    draft = draft_of(edition, by)
    columns = _columns(sending.values, by, partial=True)
    if draft is None:
        return Mentorship.objects.create(edition=edition, submitted_by=by, key=sending.key, **columns)
    write_answers(draft, columns)
    return draft


@transaction.atomic
def submit_offer(edition: Edition, sending: Sending, *, by: User) -> Mentorship:
    """Send the offer of the form `sending.key`, or what `by` changed in it since; return it.

    The same form sent twenty times is one offer and one mail. Who was asked for changes may make them after
    the close too. Raises ProposalRefusedError: the call was closed when the button was pressed, answers
    missing, too many offers, decided meanwhile.
    """
    form = lock_form(Mentorship, edition, sending, by=by)
    form.found = form.found or _adopted_draft(edition, sending.key, by)
    form.check_open()
    columns = _columns(sending.values, by)
    if missing := missing_in(CallKind.MENTORSHIP, columns):
        raise ProposalRefusedError(Refusal.NOT_WHOLE, missing)
    learn_name(by, columns["name"])
    offer = form.write(columns)
    if offer.status != Status.SUBMITTED:
        send_mentorship_status(offer, transition(offer, Status.SUBMITTED, by=by))
    return offer


@transaction.atomic
def confirm_ama(offer: Mentorship, *, by: User, values: Mapping[str, Any]) -> Mentorship:
    """Note that who answers at an accepted AMA will be there, and when they can; again only changes when.

    Raises ProposalRefusedError while they do not know that it is accepted.
    """
    locked = _known_accepted(offer, by)
    if locked.session is None:
        raise ProposalRefusedError(Refusal.NO_SESSION)
    columns = {name: value for name, value in _columns(values, by, partial=True).items() if name in WHEN}
    _write_accepted(locked, columns | {"confirmed_at": locked.confirmed_at or timezone.now()})
    return locked


@transaction.atomic
def adjust_card(offer: Mentorship, *, by: User, values: Mapping[str, Any]) -> Mentorship:
    """Change what the card of an accepted mentorship says of when, where and how many; no review is needed.

    New places are for who waits for one. Never fewer than are taken: raises PlacesTakenError.
    """
    locked = _known_accepted(offer, by)
    columns = {
        name: value for name, value in _columns(values, by, partial=True).items() if name in ADJUSTABLE
    }
    places = columns.get("places")
    if places is not None and places < locked.taken:
        raise PlacesTakenError(locked.taken)
    _write_accepted(locked, columns)
    fill_places(locked)
    touch(locked.edition)
    return locked


@transaction.atomic
def withdraw_offer(offer: Mentorship, *, by: User) -> Mentorship:
    """Take the offer back at its author's wish; who accepted it and who asked for it are told.

    An AMA leaves the programme: its session is cancelled. A second click does nothing. Raises
    IllegalTransition for one that was rejected.
    """
    locked = lock_own(offer, offer.submitted_by)
    if locked.status == Status.WITHDRAWN:
        return locked
    was_public, known, decider = locked.status == Status.ACCEPTED, announced_status(locked), locked.decided_by
    transition(locked, Status.WITHDRAWN, by=by)
    if was_public:
        _take_down(locked, by)
    if known == Status.ACCEPTED and decider is not None:
        send_withdrawn(locked, decider)
    return locked


@transaction.atomic
def decide_offer(
    offer: Mentorship, *, to: str, by: User, note_to_author: str = "", internal_remark: str = ""
) -> StatusChange:
    """Decide as `by` on the version of `offer` that was read, and mail its author once.

    An accepted AMA opens a session, private until it is published; the others are cards.
    Raises StaleTransition and IllegalTransition; then nothing is decided and no mail leaves.
    """
    was_public = offer.status == Status.ACCEPTED
    change = transition(offer, to, by=by, note_to_author=note_to_author, internal_remark=internal_remark)
    if to == Status.ACCEPTED:
        _put_up(offer, by)
    elif was_public:
        _take_down(offer, by)
    send_mentorship_status(offer, change)
    return change


def _put_up(offer: Mentorship, by: User) -> None:
    show_picture(offer.photo, to_everybody=True)
    if offer.kind == MentorshipKind.AMA:
        session = open_session(
            offer.edition,
            kind=SessionKind.AMA,
            title=f"AMA: {offer.name}",
            abstract=offer.speciality,
            language=offer.languages[0],
            minutes=AMA_MINUTES,
            speakers=[Speaker.of(offer, offer.submitted_by)],
            by=by,
            session=offer.session,
        )
        set_columns(offer, {"session": session})
    touch(offer.edition)


def _known_accepted(offer: Mentorship, by: User) -> Mentorship:
    """Return the offer, locked. Raises ProposalRefusedError unless its author knows that it is accepted."""
    locked = lock_own(offer, by)
    if locked.status != Status.ACCEPTED or announced_status(locked) != Status.ACCEPTED:
        raise ProposalRefusedError(Refusal.NOT_ACCEPTED)
    return locked


def _write_accepted(offer: Mentorship, columns: dict[str, Any]) -> None:
    """Write columns that are no part of what was reviewed."""
    set_columns(offer, columns | {"updated_at": timezone.now()})


def _take_down(offer: Mentorship, by: User) -> None:
    """Undo what acceptance did. A session people know of stays theirs, cancelled, for a change of mind."""
    session = offer.session
    if session is not None:
        set_columns(offer, {"session": session if session.is_published else None})
        drop_session(session, by=by)
    if not _photo_is_needed(offer):
        show_picture(offer.photo, to_everybody=False)
    close_queue(offer)
    touch(offer.edition)


def _photo_is_needed(offer: Mentorship) -> bool:
    """Tell whether another card, or the programme, shows the same photo."""
    seats = SessionPerson.objects.filter(person__photo=offer.photo_id, session__is_published=True)
    cards = Mentorship.objects.filter(photo=offer.photo_id, status=Status.ACCEPTED).exclude(pk=offer.pk)
    return seats.exists() or cards.exists()


def _adopted_draft(edition: Edition, key: UUID, person: User) -> Mentorship | None:
    """Return the draft of `person`, from now on the offer `key`: another tab kept what this form sends."""
    draft = draft_of(edition, person)
    if draft is not None:
        set_columns(draft, {"key": key})
    return draft


def _columns(values: Mapping[str, Any], by: User, *, partial: bool = False) -> dict[str, Any]:
    """Return what is written of `values`: known columns, and nothing that the kind is not asked."""
    columns = {name: values[name] for name in COLUMNS if name in values}
    if "photo" in columns:
        columns["photo"] = claim_picture(getattr(columns["photo"], "pk", columns["photo"]), by=by)
    if "time_zone" in columns:
        columns["time_zone"] = zone_or_blank(columns["time_zone"]) or by.time_zone
    if partial:
        return columns
    is_ama = columns.get("kind") == MentorshipKind.AMA
    return columns | (ONLY_OF_CARDS if is_ama else ONLY_OF_AMA)
