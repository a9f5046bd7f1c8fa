"""«Avísame cuando abra»: asked by anybody, confirmed from the mailbox, told once.

What can be awaited is known by younger apps: `PROVIDERS["awaited"]` lists functions that answer for a kind
and a number with an `Awaited`, or None for what is not theirs or does not exist.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from somosnlp.outbox.links import page_url
from somosnlp.outbox.models import NotifyMe
from somosnlp.outbox.services import queue
from somosnlp.outbox.topics import CALLS
from somosnlp.providers import providers

SALT = "somosnlp.outbox.awaited"
#: What nobody confirmed is forgotten, as every form without an account.
UNCONFIRMED_LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Awaited:
    """What opens: its title, its page (a path in the active language); `soon`, `open` or `closed`."""

    title: str | Promise
    path: str
    state: str


def awaited(kind: str, number: int) -> Awaited | None:
    """Return what `kind` and `number` name, or None."""
    asking: Iterable[Callable[[str, int], Awaited | None]] = providers("awaited")
    return next((found for ask in asking if (found := ask(kind, number))), None)


def ask_to_be_told(kind: str, number: int, *, email: str, language: str, time_zone: str) -> None:
    """Remember an address and mail it a link to confirm; one a day, however often it is typed.

    An address that confirmed before gets no mail: the caller says the same in every case.
    """
    address = email.strip().lower()
    with transaction.atomic():
        row, _created = NotifyMe.objects.get_or_create(
            email=address,
            subject_kind=kind,
            subject_id=number,
            defaults={"language": language, "time_zone": time_zone},
        )
        subject = _in_language(kind, number, language)
        if row.confirmed_at is not None or subject is None:
            return
        link = page_url("notify-me-confirm", Signer(salt=SALT).sign(str(row.pk)), language=language)
        with translation.override(language):
            action = {"action_url": link, "action_text": _("Sí, avísenme")}
        queue(
            "outbox/mail/notify_confirm",
            to=address,
            language=language,
            time_zone=time_zone or "UTC",
            context={"title": subject.title, **action},
            dedupe_key=f"notify-confirm:{row.pk}:{timezone.now():%Y-%m-%d}",
            expires_at=timezone.now() + UNCONFIRMED_LIFE,
        )


def find_by_token(token: str) -> NotifyMe | None:
    """Return the request a link is about; None for a link that is not ours, or too old."""
    try:
        pk = Signer(salt=SALT).unsign(token)
    except BadSignature:
        return None
    return NotifyMe.objects.filter(pk=pk).first()


def confirm(row: NotifyMe) -> None:
    """Note that the owner of the address wants to be told; the second time changes nothing."""
    NotifyMe.objects.filter(pk=row.pk, confirmed_at=None).update(confirmed_at=timezone.now())


def announce_opened() -> int:
    """Tell everybody what has opened since they asked; return how many mails were queued."""
    waiting = NotifyMe.objects.filter(confirmed_at__isnull=False, told_at=None)
    subjects = set(waiting.values_list("subject_kind", "subject_id").distinct())
    return sum(
        announce(kind, number)
        for kind, number in subjects
        if (subject := awaited(kind, number)) and subject.state == "open"
    )


def announce(kind: str, number: int) -> int:
    """Tell everybody who confirmed and was not told yet, once each; return how many."""
    with transaction.atomic():
        rows = list(
            NotifyMe.objects.select_for_update(skip_locked=True).filter(
                subject_kind=kind, subject_id=number, confirmed_at__isnull=False, told_at=None
            )
        )
        for row in rows:
            _tell(row)
        NotifyMe.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=timezone.now())
    return len(rows)


def forget_unconfirmed(now: datetime) -> int:
    """Delete what nobody confirmed in seven days; return how many."""
    stale = NotifyMe.objects.filter(confirmed_at=None, created_at__lt=now - UNCONFIRMED_LIFE)
    return stale.delete()[0]


def _tell(row: NotifyMe) -> None:
    subject = _in_language(row.subject_kind, row.subject_id, row.language)
    if subject is None:
        return
    with translation.override(row.language):
        action_text = _("Ir a la convocatoria")
    queue(
        "outbox/mail/notify_open",
        to=row.email,
        language=row.language,
        time_zone=row.time_zone or "UTC",
        context={
            "title": subject.title,
            "action_url": settings.SITE_URL + subject.path,
            "action_text": action_text,
        },
        topic=CALLS.key,
        dedupe_key=f"notify-open:{row.pk}",
    )


def _in_language(kind: str, number: int, language: str) -> Awaited | None:
    with translation.override(language):
        found = awaited(kind, number)
        return found and Awaited(str(found.title), found.path, found.state)
