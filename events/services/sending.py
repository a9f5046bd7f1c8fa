"""What sending to any call has in common: kept as typed, one press, one person at a time, up to a cap."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from events.calls.refusals import ProposalRefusedError, Refusal
from events.models import Edition, KeynoteProposal, Mentorship, Poster
from events.permissions import CallWindow, hold_window
from events.states import CallKind
from somosnlp.accounts.models import User
from somosnlp.review.states import OPEN, Status
from somosnlp.review.workflow import revise

#: What does not count towards the cap of a call.
UNSENT = (Status.DRAFT, Status.WITHDRAWN)
#: Drafts one person may have begun; more is a script.
MOST_DRAFTS = 20
CALLS: dict[type[Any], CallKind] = {
    KeynoteProposal: CallKind.KEYNOTE,
    Mentorship: CallKind.MENTORSHIP,
    Poster: CallKind.POSTER,
}

Sent = TypeVar("Sent", KeynoteProposal, Mentorship, Poster)


@dataclass(frozen=True)
class Sending:
    """One form as it comes: what it says, when the button was pressed, and with which organiser's link."""

    key: UUID
    values: Mapping[str, Any]
    sent_at: datetime | None = None
    access: str = ""


@dataclass
class LockedForm(Generic[Sent]):
    """A form of a call while it is written, with what was begun or sent with it (`found`).

    The same form sent twenty times is one row; who was asked for changes may make them after the close too.
    """

    kind: type[Sent]
    edition: Edition
    sending: Sending
    by: User
    found: Sent | None

    @cached_property
    def window(self) -> CallWindow:
        """How the call stood when the button was pressed."""
        sent_at = self.sending.sent_at or timezone.now()
        return hold_window(self.edition, CALLS[self.kind], sent_at, self.sending.access)

    def keep(self, columns: dict[str, Any]) -> Sent:
        """Keep what was typed so far; return the draft.

        Raises ProposalRefusedError: closed, too many drafts, sent already.
        """
        if self.found is None:
            self.check_open()
            if self._mine().filter(status=Status.DRAFT).count() >= MOST_DRAFTS:
                raise ProposalRefusedError(Refusal.TOO_MANY_DRAFTS)
            return self._create(columns)
        if self.found.status != Status.DRAFT:
            raise ProposalRefusedError(Refusal.DECIDED)
        write_answers(self.found, columns)
        return self.found

    def check_open(self) -> None:
        """Raise ProposalRefusedError where the call takes nothing."""
        asked = self.found is not None and self.found.status == Status.CHANGES_REQUESTED
        if not asked and not self.window.is_open:
            raise ProposalRefusedError(Refusal.CLOSED)

    def write(self, columns: dict[str, Any]) -> Sent:
        """Write a whole form; return its row. Raises ProposalRefusedError: too many, decided meanwhile."""
        if self.found is None or self.found.status in UNSENT:
            self._check_cap()
        if self.found is None:
            return self._create(columns)
        if self.found.status not in {*OPEN, Status.WITHDRAWN}:
            raise ProposalRefusedError(Refusal.DECIDED)
        write_answers(self.found, columns)
        return self.found

    def _check_cap(self) -> None:
        most = self.window.call.most_per_person if self.window.call else 0
        if self._mine().exclude(status__in=UNSENT).count() >= most:
            raise ProposalRefusedError(Refusal.TOO_MANY)

    def _create(self, columns: dict[str, Any]) -> Sent:
        created: Sent = self.kind._default_manager.create(
            edition=self.edition, key=self.sending.key, submitted_by=self.by, **columns
        )
        return created

    def _mine(self) -> "QuerySet[Any]":
        return self.kind._default_manager.filter(edition=self.edition, submitted_by=self.by)


def lock_form(kind: type[Sent], edition: Edition, sending: Sending, *, by: User) -> LockedForm[Sent]:
    """Return the form of `by`, locked. Raises ProposalRefusedError when its key is somebody else's."""
    lock_person(by)
    return LockedForm(kind, edition, sending, by, find_locked(kind, edition, sending.key, by))


def lock_person(person: User) -> None:
    """Let one person send one thing at a time: whoever counts what they sent counts all of it."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)


def find_locked(kind: type[Sent], edition: Edition, key: UUID, person: User) -> Sent | None:
    """Return what `person` began or sent with the form `key`, locked; None when there is nothing yet.

    Raises ProposalRefusedError when it is somebody else's or of another edition.
    """
    # Only what never changes is joined: after waiting for the lock, PostgreSQL gives the new row beside the
    # joined rows of before, so a session opened meanwhile would be missing.
    rows = kind._default_manager.select_for_update(no_key=True, of=("self",))
    found: Sent | None = rows.select_related("edition", "submitted_by").filter(key=key).first()
    if found is not None and (found.submitted_by_id != person.pk or found.edition_id != edition.pk):
        raise ProposalRefusedError(Refusal.NOT_YOURS)
    return found


def lock_own(sent: Sent, person: User) -> Sent:
    """Return `sent` as it is now, locked. Raises ProposalRefusedError when it is not of `person`."""
    locked = find_locked(type(sent), sent.edition, sent.key, person)
    if locked is None:
        raise ProposalRefusedError(Refusal.NOT_YOURS)
    return locked


def write_answers(sent: Sent, columns: dict[str, Any]) -> None:
    """Write what differs of the answers; a reviewer who read the ones before has to read it again."""
    changed = {name: value for name, value in columns.items() if getattr(sent, name) != value}
    if not changed:
        return
    changed["updated_at"] = timezone.now()
    if sent.status == Status.WITHDRAWN:
        set_columns(sent, changed | {"version": sent.version + 1})
    else:
        revise(sent, changed)


def set_columns(sent: Sent, columns: dict[str, Any]) -> None:
    """Write columns that are no part of what is reviewed, or of a row that nobody reviews."""
    type(sent)._default_manager.filter(pk=sent.pk).update(**columns)
    for name, value in columns.items():
        setattr(sent, name, value)
