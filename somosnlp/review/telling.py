"""Decide now, tell later: what the author of a proposal may know, and when.

A kind's mail goes through `tell`, which holds it back when the call's round `holds_decisions`. Its author's
page shows `announced_status(obj)` and `told_history(obj)`, and public pages only `told(rows)`; an organiser
releases the held mails together (`services.release_decisions`).
"""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reasons import Reason
from somosnlp.outbox.services import queue, withdraw
from somosnlp.outbox.states import Status as MailStatus
from somosnlp.review.models import HeldDecision, Reviewable, ReviewRound, StatusChange, about, history_of
from somosnlp.review.reasons import DECIDED_AGAIN, TAKEN_BACK
from somosnlp.review.states import DECISIONS

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


@transaction.atomic
def tell(
    obj: Reviewable, change: StatusChange, *, in_round: ReviewRound | None, **mail: Any
) -> OutgoingEmail | None:
    """Queue the one mail that tells the author of `obj` of `change`; return it, None when none is needed.

    `mail` is what `outbox.queue` takes besides the key and `held`. A decision in a round that holds them
    waits for an organiser and takes the place of an earlier one that still waits; when it brings back what
    the author knows already, there is nothing to tell. A request for changes leaves at once.
    """
    known = drop_held(obj, DECIDED_AGAIN)
    held = bool(in_round and in_round.holds_decisions) and change.to_status in DECISIONS
    if held and change.to_status == known:
        return None
    sent = queue(**mail, dedupe_key=f"review:{change.pk}", held=held)
    if held and sent:
        HeldDecision.objects.create(**about(obj), change=change, mail=sent, known=known or change.from_status)
    return sent


def drop_held(obj: Reviewable, reason: Reason) -> str | None:
    """Let the held decision about `obj` never be told; return what its author knows, if there was one."""
    held = HeldDecision.objects.select_for_update().filter(**about(obj)).first()
    if held is None:
        return None
    untold = withdraw(OutgoingEmail.objects.filter(pk=held.mail_id, status=MailStatus.HELD), reason)
    held.delete()
    return held.known if untold else None


def take_back(obj: Reviewable) -> None:
    """Drop what its author was not told yet, because they withdrew `obj` themselves."""
    drop_held(obj, TAKEN_BACK)


def announced_status(obj: Reviewable) -> str:
    """Return the status of `obj` that its author may know."""
    return untold().filter(**about(obj)).values_list("known", flat=True).first() or obj.status


def told_history(obj: Reviewable) -> "QuerySet[StatusChange]":
    """Return the moves of `obj` that its author may know, oldest first."""
    return history_of(obj).exclude(pk__in=untold().filter(**about(obj)).values("change"))


def told(rows: Rows) -> Rows:
    """Return those of `rows` whose author knows how they stand: what public pages may show."""
    return rows.exclude(pk__in=_about_rows(rows).values("object_id"))


def with_announced(rows: Rows) -> Rows:
    """Return `rows` with the status each author may know, as `announced`."""
    known = _about_rows(rows).filter(object_id=OuterRef("pk")).values("known")
    return rows.annotate(announced=Coalesce(Subquery(known), F("status"), output_field=CharField()))


def untold() -> "QuerySet[HeldDecision]":
    """Return the decisions that wait; a mail let go in the outbox's own list waits no more."""
    return HeldDecision.objects.filter(mail__status=MailStatus.HELD)


def _about_rows(rows: Rows) -> "QuerySet[HeldDecision]":
    about_what = rows.model._meta
    return untold().filter(
        content_type__app_label=about_what.app_label, content_type__model=about_what.model_name
    )
