"""The queue of a mentor: who asks for a place, waits for one, leaves it, was helped. Never one too many.

A place of a continuous mentorship is free again once the person was helped; a written session is given once.
The lock on the mentor's row, taken first by everything here, keeps the order; the CHECK on `taken` is what
never lets one person too many in.
"""

from django.db import transaction
from django.db.models import F, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.audiences import is_registered
from events.emails import mentorships as emails
from events.mentorships.waiting_list import standby_of
from events.models import Edition, Mentorship, MentorshipRequest
from events.page_cache import touch
from events.services.places import let_in
from events.services.sending import lock_person
from events.states import ASKING, AskStatus, MentorshipKind
from somosnlp.accounts.models import User
from somosnlp.review.states import Status

#: In how many queues of one edition somebody may wait at once: places are for everybody.
MOST_WAITING = 3


class QueueRefusal(TextChoices):
    NOT_REGISTERED = (
        "not_registered",
        _("Para pedir una mentoría primero hay que inscribirse en el hackathon."),
    )
    NOT_OFFERED = "not_offered", _("Esta mentoría ya no se ofrece.")
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
    """Give `by` a place in the queue and tell both, or let them wait for one; return the request.

    A second click changes nothing. Raises QueueRefusedError.
    """
    lock_person(by)
    locked = _locked(mentorship)
    asking = _asked(locked, by)
    if asking is not None:
        return asking
    _check_may_ask(locked, by)
    fill_places(locked)
    status = AskStatus.STANDBY if locked.is_full else AskStatus.WAITING
    request = MentorshipRequest.objects.create(
        mentorship=locked, asked_by=by, question=question, status=status
    )
    if status == AskStatus.WAITING:
        _count(locked, +1)
        _tell_both(request)
    else:
        emails.tell_person(request, emails.STANDBY)
    touch(locked.edition)
    return request


@transaction.atomic
def leave_queue(mentorship: Mentorship, *, by: User) -> bool:
    """Take `by` out of the queue, or off its waiting list; tell whether they were there.

    A place is for who has waited for one longest.
    """
    locked = _locked(mentorship)
    request = _asked(locked, by)
    if request is None:
        return False
    had_place = request.status == AskStatus.WAITING
    _close(request, AskStatus.CANCELLED)
    if had_place:
        emails.tell_person(request, emails.CANCELLED)
        _free_place(locked)
    touch(locked.edition)
    return True


@transaction.atomic
def leave_queues(edition: Edition, *, by: User) -> int:
    """Take `by`, who no longer takes part, out of every queue of the edition; return how many they were in.

    The caller has locked them: what they ask for at this moment in another tab is not overlooked.
    """
    mentors = Mentorship.objects.filter(
        edition=edition, requests__asked_by=by, requests__status__in=ASKING
    ).order_by("pk")
    return sum(leave_queue(mentor, by=by) for mentor in mentors)


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
    emails.tell_person(found, emails.DONE)
    if frees_places(locked):
        _free_place(locked)
    touch(locked.edition)
    return True


@transaction.atomic
def close_queue(mentorship: Mentorship) -> int:
    """Tell everybody who asks that the mentor left, and who was helped and could ask again; return how many.

    Who asks is told that their request is off, each of the others once, about what they asked last.
    """
    locked = _locked(mentorship)
    known = MentorshipRequest.objects.filter(mentorship=locked).exclude(status=AskStatus.CANCELLED)
    if not frees_places(locked):
        known = known.filter(status__in=ASKING)
    # Of one person: what they still ask before what is done, the newest first.
    last_of_each = known.order_by("asked_by_id", "-status", "-pk").distinct("asked_by_id")
    requests = list(last_of_each.select_related("asked_by"))
    for request in requests:
        request.mentorship = locked
        emails.tell_person(request, emails.MENTOR_LEFT)
        if request.status in ASKING:
            _close(request, AskStatus.CANCELLED)
    # Sessions given are history: a mentor who comes back offers all their places anew.
    _count(locked, -locked.taken)
    return len(requests)


def fill_places(locked: Mentorship) -> int:
    """Give what is free of the locked mentorship to those who wait longest, tell them and the mentor.

    To be called when there are more places; returns how many people got one.
    """
    if locked.edition.is_over:
        return 0
    promoted = let_in(standby_of(locked), locked.places_left, status=AskStatus.WAITING)
    if promoted:
        _count(locked, +len(promoted))
    for request in promoted:
        request.mentorship = locked
        _tell_both(request, waited=True)
    return len(promoted)


def frees_places(mentorship: Mentorship) -> bool:
    """Whether who was helped leaves their place to somebody else: a continuous mentor goes on."""
    return mentorship.kind == MentorshipKind.CONTINUOUS


def _locked(mentorship: Mentorship) -> Mentorship:
    rows = Mentorship.objects.select_for_update(no_key=True, of=("self",))
    locked: Mentorship = rows.select_related("edition", "submitted_by").get(pk=mentorship.pk)
    return locked


def _asked(locked: Mentorship, by: User) -> MentorshipRequest | None:
    """Return what `by` asks of the locked mentorship, if anything."""
    request = MentorshipRequest.objects.filter(mentorship=locked, asked_by=by, status__in=ASKING).first()
    if request is not None:
        request.mentorship, request.asked_by = locked, by
    return request


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
    return QueueRefusal.TOO_MANY if mine.filter(status__in=ASKING).count() >= MOST_WAITING else None


def _free_place(locked: Mentorship) -> None:
    _count(locked, -1)
    fill_places(locked)


def _count(locked: Mentorship, change: int) -> None:
    """Change how many places are taken, in the row and in the object at hand."""
    Mentorship.objects.filter(pk=locked.pk).update(taken=F("taken") + change)
    locked.taken += change


def _tell_both(request: MentorshipRequest, *, waited: bool = False) -> None:
    """Tell who has a place now, and the mentor who they are and what they need."""
    emails.tell_mentor(request)
    emails.tell_person(request, emails.ASKED, waited=waited)


def _close(request: MentorshipRequest, status: AskStatus) -> None:
    columns = {"status": status, "closed_at": timezone.now()}
    MentorshipRequest.objects.filter(pk=request.pk).update(**columns)
