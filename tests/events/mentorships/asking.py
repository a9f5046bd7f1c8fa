"""Asking mentors for places, one after the other or many people at once."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError

from events.models import Mentorship, MentorshipRequest
from events.services.mentorship_queue import QueueRefusedError, ask_mentor
from somosnlp.accounts.models import User
from tests.mail import mailed
from tests.threads import in_threads

THREADS = 40


def mails(to: User) -> list[str]:
    """Return the mails that `to` was sent about mentorships, by their short names, oldest first."""
    return [name.removeprefix("mentorship_") for name in mailed(to=to.email)]


def ask(mentorship: Mentorship, person: User, question: str = "¿Me ayudas?") -> str:
    """Let `person` ask; return how their request stands, or why there is none."""
    try:
        return ask_mentor(mentorship, by=person, question=question).status
    except QueueRefusedError as error:
        return error.reason.value
    except IntegrityError as error:
        return str(error)


def taken(mentorship: Mentorship) -> int:
    mentorship.refresh_from_db()
    return mentorship.taken


def stands(mentorship: Mentorship, person: User) -> str:
    """Return how what `person` asked last stands."""
    return MentorshipRequest.objects.filter(mentorship=mentorship, asked_by=person).latest("pk").status


def at_once(acts: list[Callable[[], Any]]) -> Counter[Any]:
    """Do all of that at once; return what came of it."""
    return Counter(in_threads(acts, THREADS))
