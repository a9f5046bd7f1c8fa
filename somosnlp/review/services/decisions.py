"""Decisions that were made earlier reach their authors."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.services import release
from somosnlp.review.models import HeldDecision, Reviewable
from somosnlp.review.telling import untold


def fingerprint(mail: OutgoingEmail) -> str:
    """Return what changes with the words of `mail`, so that nobody releases words they have not seen."""
    return sha256(f"{mail.subject}\n{mail.body_text}".encode()).hexdigest()[:16]


@transaction.atomic
def release_decisions(kind: type[Reviewable], seen: Mapping[int, str]) -> list[Any]:
    """Let the mails of the held decisions `seen` (number → fingerprint) leave; return their proposals' keys.

    Those released, decided anew or rewritten meanwhile stay as they are: two people who press at once
    release each mail once, and the second gets an empty list.
    """
    held = untold().filter(pk__in=list(seen), content_type=ContentType.objects.get_for_model(kind))
    rows = [
        row
        for row in held.select_for_update(of=("self", "mail")).select_related("mail").order_by("pk")
        if fingerprint(row.mail) == seen[row.pk]
    ]
    release(OutgoingEmail.objects.filter(pk__in=[row.mail_id for row in rows]))
    HeldDecision.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return [row.object_id for row in rows]
