"""More time for one person: given by an organiser with a reason, told to the person, kept in the history."""

from copy import copy
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.models import Edition, Milestone
from events.permissions import CallWindow
from events.states import MilestoneKind, Precision
from registrations.emails.registrations import send_extended
from registrations.models import RegistrationExtension
from somosnlp.accounts.models import User


class ExtensionPastError(Exception):
    """An extension has to end later than now."""


@transaction.atomic
def grant_extension(*, user: User, edition: Edition, until: datetime, reason: str, by: User) -> bool:
    """Let `user` register in `edition` until `until`, over an extension they had; they are told by mail.

    Returns False where they have exactly this one. Raises ExtensionPastError.
    """
    if until <= timezone.now():
        raise ExtensionPastError
    deadline = {"user": user, "edition": edition, "kind": MilestoneKind.REGISTRATION}
    given = {"until": until, "reason": reason, "by": by}
    extension, is_new = RegistrationExtension.objects.select_for_update(of=("self",)).get_or_create(
        **deadline, defaults=given
    )
    if not is_new:
        if extension.until == until:
            return False
        for column, value in given.items():
            setattr(extension, column, value)
        extension.save(update_fields=[*given, "granted_at"])
    send_extended(extension)
    return True


def with_extension(window: CallWindow, user: User | None, edition: Edition, now: datetime) -> CallWindow:
    """Return `window` as it stands for `user`: what is closed is open for who has more time.

    Its milestone then ends when the extension does. Asks the database only where that could matter.
    """
    if window.state != "closed" or user is None:
        return window
    extension = extension_of(user, edition)
    if extension is None or extension.until < now:
        return window
    return replace(window, state="open", milestone=_moved(window.milestone, edition, extension.until))


def extension_of(user: User, edition: Edition) -> RegistrationExtension | None:
    """Return what `user` was given for registering in `edition`; no query where all were prefetched."""
    mine = (row for row in user.extensions.all() if row.edition_id == edition.pk)
    return next((row for row in mine if row.kind == MilestoneKind.REGISTRATION), None)


def _moved(milestone: Milestone | None, edition: Edition, until: datetime) -> Milestone:
    """Return a copy, never saved, of the deadline with another end."""
    moved = copy(milestone) if milestone else Milestone(edition=edition, kind=MilestoneKind.REGISTRATION)
    moved.precision, moved.at, moved.day, moved.zone = Precision.INSTANT, until, None, edition.time_zone
    return moved
