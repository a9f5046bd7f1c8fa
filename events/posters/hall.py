"""What the page of the poster shows, and to whom: brief, gallery, vote, winner, thanks."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from events.audiences import is_registered
from events.facts import facts_of
from events.models import Call, Edition, Poster, PosterVote
from events.posters.gallery import shuffled, thanked
from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared

_VOTE = Prepared(
    lambda: PosterVote.objects.filter(edition=Given("edition"), voter=Given("voter")).only("poster")
)


@dataclass
class PosterHall:
    """The posters of `edition` for one reader at one instant."""

    edition: Edition
    call: Call | None
    reader: User | None
    now: datetime

    @cached_property
    def posters(self) -> list[Poster]:
        """What hangs in the gallery, shuffled: for each reader in an order of their own that stays."""
        seed = str(self.reader.pk) if self.reader else ""
        return shuffled(facts_of(self.edition).gallery, seed)

    @cached_property
    def winner(self) -> Poster | None:
        return next((poster for poster in self.posters if poster.is_winner), None)

    @property
    def others(self) -> list[Poster]:
        """The gallery without the winner, which hangs on its own above."""
        return [poster for poster in self.posters if not poster.is_winner]

    @property
    def takes_votes(self) -> bool:
        """Whether the vote is open: there is something to vote for, and nobody has chosen yet."""
        return bool(self.call and self.call.takes_votes(self.now) and self.posters and not self.winner)

    @property
    def votes_later(self) -> bool:
        return bool(self.call and self.call.voting_from and self.now < self.call.voting_from)

    @property
    def shows_credits(self) -> bool:
        """Whether names are told: once the vote is over or the poster chosen, and where none is planned."""
        if self.winner is not None:
            return True
        until = self.call.voting_until if self.call else None
        if until is not None:
            return self.now >= until
        return self.call is None or self.call.state(self.now) == "closed"

    @cached_property
    def may_vote(self) -> bool:
        """Whether this reader votes: everybody registered in the edition does."""
        return bool(self.takes_votes and self.reader and is_registered(self.reader, self.edition))

    @cached_property
    def vote(self) -> int | None:
        """The poster this reader voted for."""
        if self.reader is None:
            return None
        mine = _VOTE.first(edition=self.edition, voter=self.reader)
        return mine.poster_id if mine else None

    @property
    def thanks(self) -> list[str]:
        """Who sent a poster and wants to be thanked; nobody while the gallery is anonymous."""
        return thanked(self.edition) if self.shows_credits else []

    @property
    def changes_at(self) -> list[datetime | None]:
        return [self.call.voting_from, self.call.voting_until] if self.call else []
