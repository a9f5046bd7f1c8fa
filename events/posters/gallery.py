"""Which posters hang in the gallery, in which order, and whose names are told."""

import hashlib
from collections.abc import Iterable

from django.db.models import QuerySet

from events.models import Edition, Poster
from somosnlp.review.states import Status
from somosnlp.review.telling import told


def gallery(edition: Edition) -> QuerySet[Poster]:
    """Return the accepted posters of `edition` whose authors know it, with their pictures."""
    accepted = Poster.objects.filter(edition=edition, status=Status.ACCEPTED, picture__isnull=False)
    return told(accepted.select_related("picture"))


def shuffled(posters: Iterable[Poster], seed: str) -> list[Poster]:
    """Return `posters` in an order that follows from `seed`: one reader's stays, all of them are fair."""
    return sorted(posters, key=lambda poster: hashlib.blake2b(f"{seed}:{poster.key}".encode()).digest())


def thanked(edition: Edition) -> list[str]:
    """Return the names of those who sent a poster and consented to be thanked, in order."""
    sent = Poster.objects.filter(edition=edition, wants_thanks=True).exclude(
        status__in=[Status.DRAFT, Status.WITHDRAWN]
    )
    return sorted(set(sent.values_list("credit_name", flat=True)), key=str.casefold)


def credit_of(poster: Poster) -> str:
    """Return the name to tell beside a poster; empty without consent."""
    return poster.credit_name if poster.wants_thanks else ""
