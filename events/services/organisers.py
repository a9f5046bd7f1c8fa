"""Applications to join the organising team: sent, changed, withdrawn, decided."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.emails.organisers import send_organiser_status
from events.models import Edition, OrganiserApplication
from events.permissions import hold_window
from events.states import CallKind
from somosnlp.accounts.models import User
from somosnlp.review.models import StatusChange
from somosnlp.review.states import Status
from somosnlp.review.workflow import IllegalTransition, revise, transition


class CallClosedError(Exception):
    """The call does not take applications at the instant that counts."""


@dataclass(frozen=True)
class Answers:
    """What the form asked; `name` and `discord` are facts of the person, given only when unknown."""

    areas: list[str]
    commitment: str
    months: list[date] = field(default_factory=list)
    message: str = ""
    name: str = ""
    discord: str = ""


@transaction.atomic
def submit_application(
    edition: Edition, *, by: User, answers: Answers, sent_at: datetime | None = None
) -> OrganiserApplication:
    """Send the application of `by` to organise `edition`, or send a withdrawn one again; return it.

    One application per person and edition: sending it twice changes the one there is. `sent_at` is when the
    person pressed the button; the call must have been open then, or CallClosedError is raised. Raises
    IllegalTransition when a reviewer has already decided.
    """
    application = _locked(edition, by)
    if application and application.is_open:
        return update_application(application, by=by, answers=answers)
    if not hold_window(edition, CallKind.ORGANISERS, sent_at or timezone.now()).is_open:
        raise CallClosedError
    if application is None:
        application, created = OrganiserApplication.objects.get_or_create(
            edition=edition, submitted_by=by, defaults=_columns(answers)
        )
        if not created:
            return update_application(application, by=by, answers=answers)
    _remember_person(by, answers)
    _send(application, by, answers)
    return application


@transaction.atomic
def update_application(
    application: OrganiserApplication, *, by: User, answers: Answers
) -> OrganiserApplication:
    """Write what `by` changed in their open application; return it.

    If a reviewer had asked for changes, it waits for a reviewer again. Raises IllegalTransition when it is no
    longer open. Whether the call is still open does not matter: who was asked for changes may make them.
    """
    application = _locked(application.edition, application.submitted_by) or application
    if not application.is_open:
        raise IllegalTransition(application.status, Status.SUBMITTED)
    _remember_person(by, answers)
    if application.status == Status.SUBMITTED:
        _write(application, answers)
    else:
        _send(application, by, answers)
    return application


@transaction.atomic
def withdraw_application(application: OrganiserApplication, *, by: User) -> OrganiserApplication:
    """Take the application back at its author's wish; a second click changes nothing. No mail."""
    application = _locked(application.edition, application.submitted_by) or application
    if application.status != Status.WITHDRAWN:
        transition(application, Status.WITHDRAWN, by=by)
    return application


@transaction.atomic
def decide_application(
    application: OrganiserApplication,
    *,
    to: str,
    by: User,
    note_to_author: str = "",
    internal_remark: str = "",
) -> StatusChange:
    """Decide as `by` on the version of `application` that was read, and mail its author once.

    Raises StaleTransition when it was decided or edited since it was read, IllegalTransition when there is no
    such move or `by` sent it; then nothing is decided and no mail leaves.
    """
    change = transition(
        application, to, by=by, note_to_author=note_to_author, internal_remark=internal_remark
    )
    send_organiser_status(application, change)
    return change


def _locked(edition: Edition, person: User) -> OrganiserApplication | None:
    return (
        OrganiserApplication.objects.select_for_update(of=("self",))
        .select_related("edition", "submitted_by")
        .filter(edition=edition, submitted_by=person)
        .first()
    )


def _send(application: OrganiserApplication, by: User, answers: Answers) -> None:
    change = transition(application, Status.SUBMITTED, by=by)
    _write(application, answers)
    send_organiser_status(application, change)


def _write(application: OrganiserApplication, answers: Answers) -> None:
    columns = _columns(answers)
    if any(getattr(application, name) != value for name, value in columns.items()):
        revise(application, {**columns, "updated_at": timezone.now()})


def _columns(answers: Answers) -> dict[str, Any]:
    return {
        "areas": answers.areas,
        "commitment": answers.commitment,
        "months": answers.months,
        "message": answers.message,
    }


def _remember_person(person: User, answers: Answers) -> None:
    """Keep a fact with the person where none was known; what they said elsewhere is not overwritten."""
    people = User.objects.filter(pk=person.pk)
    if answers.name and people.filter(name="").update(name=answers.name):
        person.name = answers.name
    if answers.discord and people.filter(discord="").update(discord=answers.discord, discord_later=False):
        person.discord = answers.discord
