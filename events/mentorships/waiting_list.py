"""Who waits for a place of a mentor who has none left."""

from django.db.models import QuerySet

from events.models import Mentorship, MentorshipRequest
from events.states import AskStatus


def standby_of(mentorship: Mentorship) -> "QuerySet[MentorshipRequest]":
    """Return who waits for a place, the first to get one first."""
    rows = MentorshipRequest.objects.filter(mentorship=mentorship, status=AskStatus.STANDBY)
    return rows.select_related("asked_by").order_by("pk")


def place_in_line(request: MentorshipRequest) -> int:
    """Return how many people get a place before this one has one, this one included: 1 is the next."""
    return standby_of(request.mentorship).filter(pk__lt=request.pk).count() + 1
