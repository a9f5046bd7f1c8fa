"""Asking mentors for places, one after the other or many people at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import IntegrityError, connection

from events.models import Mentorship, MentorshipRequest
from events.services.mentorship_queue import QueueRefusedError, ask_mentor
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail

THREADS = 40


def mails(to: User) -> list[str]:
    """Return the mails that `to` was sent about mentorships, by their short names, oldest first."""
    templates = OutgoingEmail.objects.filter(to=to.email).order_by("pk").values_list("template", flat=True)
    return [template.removeprefix("events/mail/mentorship_") for template in templates]


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
    """Do all of that at once, each on a connection of its own; return what came of it."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(run, acts))
