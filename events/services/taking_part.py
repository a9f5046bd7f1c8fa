"""What somebody gives up who no longer takes part in an edition; the app that registers people calls it."""

from django.db import transaction

from events.models import Edition
from events.services.mentorship_queue import leave_queues
from events.services.poster_votes import VoteRefusedError, take_vote_back
from somosnlp.accounts.models import User


@transaction.atomic
def stop_taking_part(edition: Edition, *, by: User) -> None:
    """Free what only registered people have: places with mentors, and a vote for the poster while it is open.

    A vote that has closed stays as it was counted. Talks are open to everybody, so «me apunto» and questions
    stay; so does what `by` offered the edition themselves. The caller has locked the person (`lock_person`).
    """
    leave_queues(edition, by=by)
    try:
        take_vote_back(edition, by=by)
    except VoteRefusedError:
        return
