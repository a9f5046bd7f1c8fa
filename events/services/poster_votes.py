"""Votes for the poster: one per person registered in the edition, changeable until the close."""

from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from events.audiences import is_registered
from events.locks import share_dates
from events.models import Call, Edition, Poster, PosterVote
from events.posters.gallery import gallery
from events.services.sending import lock_person
from events.states import CallKind
from somosnlp.accounts.models import User
from somosnlp.review.states import Status


class VoteRefusedError(Exception):
    """No vote was counted: `closed`, `not_registered` or `no_poster`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def cast_vote(edition: Edition, *, key: UUID, by: User) -> PosterVote:
    """Count the vote of `by` for the poster `key`, in the place of an earlier one; return it.

    One statement writes it, so that of two clicks at once one row comes out. The server's clock decides
    whether the vote is open; a poster that was chosen ends it. Raises VoteRefusedError.
    """
    lock_person(by)
    _check_open(edition)
    if not is_registered(by, edition):
        raise VoteRefusedError("not_registered")
    poster = gallery(edition).filter(key=key).first()
    if poster is None:
        raise VoteRefusedError("no_poster")
    vote = PosterVote(edition=edition, voter=by, poster=poster)
    PosterVote.objects.bulk_create(
        [vote],
        update_conflicts=True,
        unique_fields=["edition", "voter"],
        update_fields=["poster", "voted_at"],
    )
    return vote


@transaction.atomic
def take_vote_back(edition: Edition, *, by: User) -> bool:
    """Count no vote of `by` any more; say whether there was one. Raises VoteRefusedError after the close."""
    _check_open(edition)
    deleted, _rows = PosterVote.objects.filter(edition=edition, voter=by).delete()
    return bool(deleted)


def results(edition: Edition) -> list[Poster]:
    """Return the posters that hang with their `count` of votes, most first; for organisers only."""
    accepted = Poster.objects.filter(edition=edition, status=Status.ACCEPTED)
    counted = accepted.annotate(count=Count("votes", filter=Q(votes__edition=edition)))
    return list(counted.select_related("picture", "submitted_by").order_by("-count", "submitted_at", "pk"))


def _check_open(edition: Edition) -> None:
    """Raise VoteRefusedError unless votes count now; until the transaction ends the close stays."""
    share_dates(edition)
    call = Call.objects.filter(edition=edition, kind=CallKind.POSTER).first()
    is_chosen = gallery(edition).filter(is_winner=True).exists()
    if call is None or not call.takes_votes(timezone.now()) or is_chosen:
        raise VoteRefusedError("closed")
