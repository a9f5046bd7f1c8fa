"""The queue of a mentor: who asks for a place, leaves it, was helped. Never one more than there are places.

A place of a continuous mentorship is free again once the person was helped; a written session is given once.
"""

from django.db import IntegrityError, transaction
from django.db.models import F, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.audiences import is_registered
from events.emails import mentorships as emails
from events.models import Mentorship, MentorshipRequest
from events.page_cache import touch
from events.services.sending import lock_person
from events.states import AskStatus, MentorshipKind
from somosnlp.accounts.models import User
from somosnlp.review.states import Status

#: In how many queues of one edition somebody may wait at once: places are for everybody.
MOST_WAITING = 3
#: The CHECK that holds where the row lock does not.
PLACES_LEFT = "mentorship_places_left"


class QueueRefusal(TextChoices):
    NOT_REGISTERED = (
        "not_registered",
        _("Para pedir una mentoría primero hay que inscribirse en el hackathon."),
    )
    NOT_OFFERED = "not_offered", _("Esta mentoría ya no se ofrece.")
    FULL = "full", _("No quedan plazas en esta mentoría.")
    OWN = "own", _("Es tu propia mentoría.")
    HAD_IT = "had_it", _("Ya tuviste tu sesión con esta persona: deja la plaza a alguien más.")
    TOO_MANY = "too_many", _("Ya esperas en 3 colas: deja una, o espera a que te atiendan.")


class QueueRefusedError(Exception):
    """The place was not given; nothing was written. `reason.label` is for the person."""

    def __init__(self, reason: QueueRefusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@transaction.atomic
def ask_mentor(mentorship: Mentorship, *, by: User, question: str) -> MentorshipRequest:
    """Give `by` a place in the queue and tell both; return the request. A second click changes nothing.

    Raises QueueRefusedError. The row of the mentorship is locked, so that of many at once for the last place
    one gets it and the others are told; without the lock the CHECK on `taken` still holds.
    """
    lock_person(by)
    locked = _locked(mentorship)
    waiting = MentorshipRequest.objects.filter(
        mentorship=locked, asked_by=by, status=AskStatus.WAITING
    ).first()
    if waiting is not None:
        return waiting
    _check_may_ask(locked, by)
    _count(locked, +1)
    request = MentorshipRequest.objects.create(mentorship=locked, asked_by=by, question=question)
    emails.tell_mentor(request)
    emails.tell_person(request, emails.ASKED)
    touch(locked.edition)
    return request


@transaction.atomic
def leave_queue(mentorship: Mentorship, *, by: User) -> bool:
    """Take `by` out of the queue, which frees the place; tell whether they were in it."""
    locked = _locked(mentorship)
    request = MentorshipRequest.objects.filter(
        mentorship=locked, asked_by=by, status=AskStatus.WAITING
    ).first()
    if request is None:
        return False
    _close(request, AskStatus.CANCELLED)
    _count(locked, -1)
    emails.tell_person(request, emails.CANCELLED)
    touch(locked.edition)
    return True


@transaction.atomic
def mark_done(request: MentorshipRequest) -> bool:
    """Note that the mentor helped who asked, and tell them; False when it was no longer waiting."""
    locked = _locked(request.mentorship)
    waiting = MentorshipRequest.objects.select_related("asked_by").filter(
        pk=request.pk, status=AskStatus.WAITING
    )
    found = waiting.first()
    if found is None:
        return False
    found.mentorship = locked
    _close(found, AskStatus.DONE)
    if frees_places(locked):
        _count(locked, -1)
    emails.tell_person(found, emails.DONE)
    touch(locked.edition)
    return True


@transaction.atomic
def close_queue(mentorship: Mentorship) -> int:
    """Tell everybody who waits that the mentor left, and who was helped and could ask again; return how many.

    Who waits is told that their request is off, each of the others once, about what they asked last.
    """
    locked = _locked(mentorship)
    known = MentorshipRequest.objects.filter(mentorship=locked).exclude(status=AskStatus.CANCELLED)
    if not frees_places(locked):
        known = known.filter(status=AskStatus.WAITING)
    # Of one person: what waits before what is done, the newest first.
    last_of_each = known.order_by("asked_by_id", "-status", "-pk").distinct("asked_by_id")
    requests = list(last_of_each.select_related("asked_by"))
    for request in requests:
        request.mentorship = locked
        emails.tell_person(request, emails.MENTOR_LEFT)
        if request.status == AskStatus.WAITING:
            _close(request, AskStatus.CANCELLED)
    # Sessions given are history: a mentor who comes back offers all their places anew.
    _count(locked, -locked.taken)
    return len(requests)


def frees_places(mentorship: Mentorship) -> bool:
    """Whether who was helped leaves their place to somebody else: a continuous mentor goes on."""
    return mentorship.kind == MentorshipKind.CONTINUOUS


def _locked(mentorship: Mentorship) -> Mentorship:
    rows = Mentorship.objects.select_for_update(no_key=True, of=("self",))
    locked: Mentorship = rows.select_related("edition", "submitted_by").get(pk=mentorship.pk)
    return locked


def _check_may_ask(locked: Mentorship, by: User) -> None:
    """Raise QueueRefusedError where `by` cannot have a place of the mentorship as it is now, locked."""
    reason = _refusal(locked, by)
    if reason is not None:
        raise QueueRefusedError(reason)


def _refusal(locked: Mentorship, by: User) -> QueueRefusal | None:
    if locked.status != Status.ACCEPTED or locked.kind == MentorshipKind.AMA or locked.edition.is_over:
        return QueueRefusal.NOT_OFFERED
    if locked.submitted_by_id == by.pk:
        return QueueRefusal.OWN
    if not is_registered(by, locked.edition):
        return QueueRefusal.NOT_REGISTERED
    mine = MentorshipRequest.objects.filter(asked_by=by, mentorship__edition=locked.edition)
    if not frees_places(locked) and mine.filter(mentorship=locked, status=AskStatus.DONE).exists():
        return QueueRefusal.HAD_IT
    if locked.places_left is not None and locked.places_left < 1:
        return QueueRefusal.FULL
    return QueueRefusal.TOO_MANY if mine.filter(status=AskStatus.WAITING).count() >= MOST_WAITING else None


def _count(locked: Mentorship, change: int) -> None:
    """Change how many places are taken. Raises QueueRefusedError where PostgreSQL says that there is none."""
    try:
        with transaction.atomic():
            Mentorship.objects.filter(pk=locked.pk).update(taken=F("taken") + change)
    except IntegrityError as error:
        if PLACES_LEFT not in str(error):
            raise
        raise QueueRefusedError(QueueRefusal.FULL) from error
    locked.taken += change


def _close(request: MentorshipRequest, status: AskStatus) -> None:
    columns = {"status": status, "closed_at": timezone.now()}
    MentorshipRequest.objects.filter(pk=request.pk).update(**columns)
