"""What a person has sent to an edition, as steps of «Mi hackathon».

Most people have sent nothing: one statement tells of what there is any, and only that is read.
"""

from collections.abc import Callable

from django.db import connection
from django.db.models import Model

from events.mentorships.steps import offer_steps, request_steps
from events.models import (
    Edition,
    KeynoteProposal,
    Mentorship,
    MentorshipRequest,
    OrganiserApplication,
    Poster,
)
from events.organisers.steps import organiser_steps
from events.posters.steps import poster_steps
from events.proposals.steps import proposal_steps
from events.states import ASKING
from events.steps import Step
from somosnlp.accounts.models import User

Steps = Callable[[User, Edition], list[Step]]


def _sent(kind: type[Model]) -> str:
    return (
        f"EXISTS (SELECT FROM {kind._meta.db_table}"
        " WHERE edition_id = %(edition)s AND submitted_by_id = %(user)s)"
    )


def _waits(kind: type[Model]) -> str:
    return (
        f"EXISTS (SELECT FROM {kind._meta.db_table}"
        " WHERE asked_by_id = %(user)s AND status = ANY(%(asking)s))"
    )


#: What tells that there is any, and who says how it stands.
_KINDS: tuple[tuple[str, Steps], ...] = (
    (_sent(OrganiserApplication), organiser_steps),
    (_sent(KeynoteProposal), proposal_steps),
    (_sent(Poster), poster_steps),
    (_sent(Mentorship), offer_steps),
    (_waits(MentorshipRequest), request_steps),
)
_STATEMENT = f"SELECT {', '.join(condition for condition, _steps in _KINDS)}"


def contribution_steps(user: User, edition: Edition) -> list[Step]:
    """Return the steps about what `user` sent to `edition` or asked of its mentors."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"edition": edition.pk, "user": user.pk, "asking": list(ASKING)})
        found = cursor.fetchone()
    return [
        step
        for there_is_any, (_condition, steps) in zip(found, _KINDS, strict=True)
        if there_is_any
        for step in steps(user, edition)
    ]
