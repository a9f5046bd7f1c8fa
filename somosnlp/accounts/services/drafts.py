"""Drafts of people who are not signed in: kept a week, attached once to whoever proves the address."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.utils import timezone

from somosnlp.accounts.models import FormDraft, User
from somosnlp.accounts.services.people import owns_address
from somosnlp.audit import forget
from somosnlp.providers import providers
from somosnlp.ui.zones import zone_or_blank

LIFE = timedelta(days=7)


class DraftHandler(Protocol):
    """What an app lists in PROVIDERS["draft_handlers"] for one kind of form."""

    kind: str

    def __call__(self, draft: FormDraft, user: User) -> str:
        """Make the real thing of `draft` for `user`, in the caller's transaction; return where to go.

        A refusal (the deadline has passed) is an address too: the page that says so.
        """
        ...


def save_draft(
    *,
    kind: str,
    scope: str,
    email: str,
    data: Mapping[str, Any],
    language: str,
    time_zone: str,
    now: datetime,
    replacing: FormDraft | None = None,
) -> FormDraft:
    """Keep what was typed for seven days, over `replacing` where that is not attached yet.

    `data` is what JSON can hold; `now` becomes the moment of sending, which decides deadlines.
    """
    fields = {
        "kind": kind,
        "scope": scope,
        "email": email.strip().lower(),
        "data": without_nul(dict(data)),
        "language": language,
        "time_zone": zone_or_blank(time_zone),
        "submitted_at": now,
        "expires_at": now + LIFE,
    }
    if replacing and FormDraft.objects.filter(pk=replacing.pk, attached_at=None).update(**fields):
        return FormDraft.objects.get(pk=replacing.pk)
    return FormDraft.objects.create(**fields)


@transaction.atomic
def attach_draft(draft: FormDraft, *, user: User) -> str:
    """Hand `draft` to its app for `user`, once; return the address to go to.

    Returns an empty string where there is nothing to do: attached before, expired, or the address of
    the draft is not one that `user` has proven. Raises LookupError where no app knows the kind.
    """
    now = timezone.now()
    locked = FormDraft.objects.select_for_update().filter(pk=draft.pk, attached_at=None).first()
    if locked is None or locked.expires_at <= now or not owns_address(user, locked.email):
        return ""
    url = _handler(locked.kind)(locked, user)
    FormDraft.objects.filter(pk=locked.pk).update(attached_to=user, attached_at=now)
    if locked.time_zone:
        User.objects.filter(pk=user.pk, time_zone="").update(time_zone=locked.time_zone)
    return url


def purge_drafts(now: datetime) -> tuple[int, int]:
    """Delete drafts that expired before `now`, and people made for one who never proved their address.

    Returns how many of each. A person something else points to stays; of those who go, the history of
    their address goes too.
    """
    drafts, _ = FormDraft.objects.filter(expires_at__lte=now).delete()
    return drafts, sum(delete_if_unused(pk) for pk in _never_proven(now - LIFE))


def without_nul(value: Any) -> Any:
    """Return `value` without NUL bytes, which PostgreSQL cannot store, at any depth."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, Mapping):
        return {without_nul(key): without_nul(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nul(item) for item in value]
    return value


def _handler(kind: str) -> DraftHandler:
    handlers: Iterable[DraftHandler] = providers("draft_handlers")
    for handler in handlers:
        if handler.kind == kind:
            return handler
    raise LookupError(f"no draft handler for {kind!r}")


def _never_proven(before: datetime) -> list[int]:
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    waiting = FormDraft.objects.filter(email=OuterRef("email"), attached_at=None)
    people = User.objects.filter(
        Exists(addresses),
        ~Exists(addresses.filter(verified=True)),
        ~Exists(waiting),
        last_login=None,
        date_joined__lte=before,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
        is_staff=False,
    )
    return list(people.values_list("pk", flat=True))


def delete_if_unused(pk: int) -> bool:
    """Delete one person unless they signed in meanwhile or a row of any app points to them."""
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().filter(pk=pk, last_login=None).first()
            if user is None or EmailAddress.objects.filter(user=user, verified=True).exists():
                return False
            user.delete()
            forget(User, pk)
    except ProtectedError:
        return False
    return True
