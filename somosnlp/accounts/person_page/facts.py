"""A person with everything this app knows about them, read in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, QuerySet
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from somosnlp.accounts.models import Consent, FormDraft, PersonNote, User
from somosnlp.accounts.states import Purpose

#: Of what grows without end, the newest.
MOST_ROWS = 20

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """What is known of `user`: rows as mappings, newest first, moments as aware datetimes."""

    user: User
    addresses: Sequence[Row]
    drafts: Sequence[Row]
    consents: Sequence[Row]
    notes: Sequence[Row]
    doings: Sequence[Row]

    @property
    def is_open(self) -> bool:
        """Whether anything may still be sent to this person or changed about them."""
        return self.user.is_active and self.user.anonymised_at is None

    @property
    def is_proven(self) -> bool:
        """Whether the address of the account was proven."""
        return any(row["verified"] for row in self.addresses if row["email"] == self.user.email)

    @property
    def pending(self) -> Sequence[Row]:
        """Addresses an organiser noted that their owner has not proven."""
        return [row for row in self.addresses if not row["verified"] and row["email"] != self.user.email]


def facts_of(pk: int) -> Facts | None:
    """Return what is known of person `pk`, or None where there is nobody."""
    rows = _rows()
    people = User.objects.annotate(**{f"{name}_found": array for name, array in rows.items()})
    user = people.filter(pk=pk).first()
    if user is None:
        return None
    found = {name: [_with_moments(row) for row in getattr(user, f"{name}_found")] for name in rows}
    for row in found["consents"]:
        row["label"] = Purpose(row["purpose"]).label
    for row in found["doings"]:
        row["text"] = LogEntry(action_flag=CHANGE, change_message=row["text"]).get_change_message()
    return Facts(user=user, **found)


def _rows() -> dict[str, ArraySubquery]:
    mine = {"user": OuterRef("pk")}
    waiting = FormDraft.objects.filter(
        email=OuterRef("email"), attached_at=None, expires_at__gt=timezone.now()
    ).order_by("-submitted_at")
    return {
        "addresses": _json(
            EmailAddress.objects.filter(**mine).order_by("-primary", "email"), "email", "verified"
        ),
        "drafts": _json(waiting[:MOST_ROWS], "kind", "scope", "submitted_at", "expires_at"),
        "consents": _json(
            Consent.objects.filter(**mine), "purpose", "text_version", "granted_at", "withdrawn_at"
        ),
        "notes": _json(PersonNote.objects.filter(**mine)[:MOST_ROWS], "text", "at", who=F("author__name")),
        "doings": _json(
            _log()[:MOST_ROWS], at=F("action_time"), text=F("change_message"), who=F("user__name")
        ),
    }


def _log() -> QuerySet[LogEntry]:
    """What was done about this person in the admin."""
    return LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=Cast(OuterRef("pk"), CharField())
    ).order_by("-action_time", "-pk")


def _json(rows: QuerySet[Any], *columns: str, **named: F) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**{name: F(name) for name in columns}, **named)))


def _with_moments(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if value and (name == "at" or name.endswith("_at")) else value
        for name, value in row.items()
    }
