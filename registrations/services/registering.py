"""What happens to a registration: begun, sent, confirmed, changed, cancelled, taken up again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from events.models import Edition
from events.permissions import CallWindow, call_window, hold_window
from events.services.sending import lock_person
from events.services.taking_part import stop_taking_part
from events.states import CallKind
from registrations.emails.registrations import send_registered
from registrations.extensions import with_extension
from registrations.models import Demographics, Registration, University
from registrations.services.invited import with_invitation
from registrations.services.teams import give_up_teams
from registrations.states import Status
from somosnlp.accounts.models import User
from somosnlp.accounts.search import Fold
from somosnlp.accounts.services.profile import PROFILE_FIELDS, update_profile
from somosnlp.prepared import Given, Prepared


def registration_window(
    edition: Edition,
    now: datetime,
    user: User | None = None,
    invitation: str = "",
    *,
    is_registered: bool = False,
) -> CallWindow:
    """Return whether `edition` takes registrations at the aware instant `now`, and until when.

    `user` may have more time, and so may whoever shows the token of an `invitation` to a team; who
    `is_registered` already needs none.
    """
    window = with_extension(call_window(edition, CallKind.REGISTRATION, now), user, edition, now)
    return window if is_registered else with_invitation(window, user, edition, now, invitation)


def _hold_registration(edition: Edition, now: datetime, user: User, invitation: str = "") -> CallWindow:
    """Return `registration_window` as it will stand until the open transaction ends."""
    window = with_extension(hold_window(edition, CallKind.REGISTRATION, now), user, edition, now)
    return with_invitation(window, user, edition, now, invitation)


class RegistrationClosedError(Exception):
    """The registration of this edition is not open at the instant that counts."""


@dataclass(frozen=True)
class Answers:
    """The answers of step 1; facts about the person are kept with the person."""

    name: str
    countries: list[str]
    languages: list[str]
    level: str
    university: str
    terms_version: str
    time_zone: str = ""
    #: Token of the invitation that brought the person here, which may give the right to register late.
    invitation: str = ""


def register(*, user: User, edition: Edition, answers: Answers, sent_at: datetime, by: User) -> Registration:
    """Register `user`, or change the answers of somebody registered; returns the registration.

    `sent_at` is when the person pressed the button, on the server's clock: an answer sent in time counts even
    when the code of its e-mail is typed after the deadline. Raises RegistrationClosedError otherwise.
    One registration per person and edition, one confirmation mail, whatever is clicked twice.
    """
    with transaction.atomic():
        if not _hold_registration(edition, sent_at, user, answers.invitation).is_open:
            raise RegistrationClosedError
        _remember_person(user, answers)
        registration = _locked(user, edition)
        university = find_or_add_university(answers.university, country=answers.countries[0])
        _write_answers(registration, answers, university, sent_at)
        was = registration.status
        registration.status = Status.REGISTERED
        registration.registered_at = registration.registered_at or timezone.now()
        registration.cancelled_at = None
        registration.save(update_fields=[*ANSWER_FIELDS, "status", "registered_at", "cancelled_at"])
        if was != Status.REGISTERED:
            send_registered(registration)
    return registration


#: As long as the anonymous draft lives (accounts).
UNCONFIRMED_LIFE = timedelta(days=7)
ANSWER_FIELDS = [
    "countries",
    "languages",
    "level",
    "university",
    "terms_version",
    "submitted_at",
    "updated_at",
]


def record_unconfirmed(*, email: str, edition: Edition, answers: Answers, sent_at: datetime) -> None:
    """Note that somebody without an account sent step 1 and has not typed the code yet.

    Only for an address that nobody has proven: with an address alone nobody can touch another's answers,
    nor add a university, whose name the form would suggest to everybody.
    """
    proven = EmailAddress.objects.filter(verified=True)
    user = User.objects.filter(email=email.strip().lower()).exclude(pk__in=proven.values("user")).first()
    if user is None:
        return
    with transaction.atomic():
        registration = _locked(user, edition)
        if registration.status not in (Status.DRAFT, Status.UNCONFIRMED):
            return
        _write_answers(registration, answers, find_university(answers.university), sent_at)
        registration.status = Status.UNCONFIRMED
        registration.save(update_fields=[*ANSWER_FIELDS, "status"])


def purge_unconfirmed(now: datetime) -> int:
    """Delete what was sent and not confirmed by a code for seven days; return how many."""
    stale = Registration.objects.filter(status=Status.UNCONFIRMED, submitted_at__lt=now - UNCONFIRMED_LIFE)
    return stale.delete()[0]


def save_draft(*, user: User, edition: Edition, values: dict[str, Any], by: User) -> Registration:
    """Keep single answers of step 1 of somebody who has not sent it yet."""
    with transaction.atomic():
        if name := values.get("name"):
            update_profile(user, name=name)
        registration = _locked(user, edition)
        if registration.status == Status.DRAFT:
            columns = {
                name: value for name, value in values.items() if name in ("countries", "languages", "level")
            }
            if university := values.get("university"):
                columns["university"] = find_or_add_university(university)
            _assign(registration, columns)
    return registration


def cancel_registration(registration: Registration, *, by: User) -> bool:
    """Cancel, and leave the team and the queues of mentors; returns False when there was nothing to cancel.

    It can be taken up again with one click; what was left is gone.
    """
    with transaction.atomic():
        lock_person(registration.user)
        rows = Registration.objects.filter(pk=registration.pk, status=Status.REGISTERED)
        now = timezone.now()
        if not rows.update(status=Status.CANCELLED, cancelled_at=now, updated_at=now):
            return False
        give_up_teams(registration, by=by)
        stop_taking_part(registration.edition, by=registration.user)
    return True


def resume_registration(registration: Registration, *, by: User) -> bool:
    """Take a cancelled registration up again; returns False when it was not cancelled.

    Raises RegistrationClosedError after the deadline: a place given up then is not taken back.
    """
    with transaction.atomic():
        if not _hold_registration(registration.edition, timezone.now(), registration.user).is_open:
            raise RegistrationClosedError
        return bool(
            Registration.objects.filter(pk=registration.pk, status=Status.CANCELLED).update(
                status=Status.REGISTERED, cancelled_at=None, updated_at=timezone.now()
            )
        )


PARTICIPATION_FIELDS = frozenset({"first_event", "wants_to_spread", "wants_to_organise"})
DEMOGRAPHIC_FIELDS = frozenset({"education", "fields", "birth_year"})


def save_more(registration: Registration, values: dict[str, Any], *, by: User) -> None:
    """Save answers of step 2, each to where it belongs; `values` holds only what was answered now."""
    with transaction.atomic():
        update_profile(registration.user, **_person_values(registration.user, values))
        _assign(registration, {k: v for k, v in values.items() if k in PARTICIPATION_FIELDS})
        demographic = {k: v for k, v in values.items() if k in DEMOGRAPHIC_FIELDS}
        if demographic:
            Demographics.objects.update_or_create(registration=registration, defaults=demographic)


def find_or_add_university(name: str, *, country: str = "") -> University | None:
    """Return the university of that name, whatever its accents and capitals, or add it; None for no name."""
    name = " ".join(name.split())
    found = find_university(name)
    if found or not name:
        return found
    University.objects.bulk_create([University(name=name, country=country)], ignore_conflicts=True)
    return find_university(name)


_UNIVERSITY = Prepared(
    lambda: University.objects.filter(search=Fold(Given("text"))).select_related("merged_into")
)


def find_university(name: str) -> University | None:
    """Return the university of that name, whatever its accents, capitals and spaces; None for one unknown."""
    text = " ".join(name.split())
    found = _UNIVERSITY.first(text=text)
    return found and (found.merged_into or found)


def merge_universities(spellings: Iterable[University], *, into: University, by: User) -> int:
    """Make `into` the one university of these spellings; returns how many registrations moved."""
    with transaction.atomic():
        ids = [university.pk for university in spellings if university.pk != into.pk]
        moved = Registration.objects.filter(university__in=ids).update(university=into)
        University.objects.filter(merged_into__in=ids).update(merged_into=into)
        University.objects.filter(pk__in=ids).update(merged_into=into)
        University.objects.filter(pk=into.pk).update(merged_into=None)
    return moved


def _person_values(user: User, values: dict[str, Any]) -> dict[str, Any]:
    """Return what step 2 says about the person; a name that is known outweighs "I have none yet"."""
    person = {name: value for name, value in values.items() if name in PROFILE_FIELDS}
    for handle in ("discord", "hugging_face"):
        if handle not in person and getattr(user, handle):
            person.pop(f"{handle}_later", None)
    return person


def _locked(user: User, edition: Edition) -> Registration:
    """Return the one registration of this person and edition, made if need be, its row locked."""
    Registration.objects.bulk_create([Registration(user=user, edition=edition)], ignore_conflicts=True)
    rows = Registration.objects.select_for_update(of=("self",)).select_related("user", "edition")
    registration: Registration = rows.get(user=user, edition=edition)
    return registration


def _write_answers(
    registration: Registration, answers: Answers, university: University | None, sent_at: datetime
) -> None:
    registration.countries = answers.countries
    registration.languages = answers.languages
    registration.level = answers.level
    registration.university = university
    registration.terms_version = answers.terms_version
    registration.submitted_at = sent_at


def _remember_person(user: User, answers: Answers) -> None:
    """Keep the name with the person, and country and zone unless they once told them otherwise."""
    values = {"name": answers.name}
    if not user.country:
        values["country"] = answers.countries[0]
    if not user.time_zone and answers.time_zone:
        values["time_zone"] = answers.time_zone
    update_profile(user, **values)


def _assign(registration: Registration, values: dict[str, Any]) -> None:
    if values:
        for name, value in values.items():
            setattr(registration, name, value)
        registration.save(update_fields=[*values, "updated_at"])
