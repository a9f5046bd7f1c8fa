"""The demo edition: open today, current, with invented people in it. For `make run` only."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

import pghistory
from django.db import transaction

from events.importing.writing import Report
from events.models import Edition, OrganiserApplication
from events.services.importing import import_editions
from events.services.organisers import Answers, decide_application, submit_application
from events.states import DEMO
from somosnlp.accounts.models import User
from somosnlp.accounts.services.demo import create_demo_accounts
from somosnlp.providers import providers
from somosnlp.review.states import Status

REVIEWER = "revision@example.org"


class DemoStep(Protocol):
    def __call__(self, edition: Edition, /) -> int:
        """Add a younger app's invented rows to the demo edition, once; return how many are new."""


class Applicant(NamedTuple):
    """Somebody invented who offers to help organise; `decision` is what the reviewers have said."""

    email: str
    name: str
    country: str
    answers: Answers
    decision: str = ""
    note: str = ""


APPLICANTS = (
    Applicant(
        "organiza00@example.org",
        "Nayeli Pérez Xool",
        "MX",
        Answers(["design", "video"], "one_hour_weekly", message="Hice los carteles de mi facultad."),
    ),
    Applicant(
        "organiza01@example.org",
        "Iñaki Etxeberria Sanz",
        "ES",
        Answers(["website"], "two_hours_weekly", message="Programo en Python y me gusta documentar."),
        Status.CHANGES_REQUESTED,
        "¡Gracias! ¿Nos cuentas en qué meses podrías?",
    ),
    Applicant(
        "organiza02@example.org",
        "Camila Duarte Ríos",
        "CO",
        Answers(["social_media", "writing"], "two_hours_total", message="Escribo un boletín sobre lenguas."),
        Status.ACCEPTED,
        "¡Bienvenida! Te escribimos por Discord.",
    ),
)


def seed_demo(password: str) -> Report:
    """Make the demo edition, its accounts (with `password`) and its people; what is there stays.

    The dates are counted from today when the edition is made, and again once its registration is over.
    Returns what the import did and, in `left`, how many people were new.
    """
    with pghistory.context(command="seed_demo"), transaction.atomic():
        report = import_editions(None, demo=True)
        accounts = create_demo_accounts(password)
        edition = Edition.objects.get(slug=DEMO)
        new = sum(_apply(edition, applicant, accounts[REVIEWER]) for applicant in APPLICANTS)
        steps: Iterable[DemoStep] = providers("demo_steps")
        new += sum(step(edition) for step in steps)
    report.left.append(f"demo: {len(accounts)} accounts, {new} invented rows new")
    return report


def _apply(edition: Edition, applicant: Applicant, reviewer: User) -> bool:
    """Send the application, and its decision, unless the person has one already."""
    user, _created = User.objects.get_or_create(
        email=applicant.email,
        defaults={"name": applicant.name, "country": applicant.country, "language": "es"},
    )
    if OrganiserApplication.objects.filter(edition=edition, submitted_by=user).exists():
        return False
    application = submit_application(edition, by=user, answers=applicant.answers)
    if applicant.decision:
        decide_application(application, to=applicant.decision, by=reviewer, note_to_author=applicant.note)
    return True
