"""What goes into the calendar of somebody who takes part (PROVIDERS["calendar_sources"])."""

from collections.abc import Iterator

from events.calendars.personal import Part
from events.facts import edition_named
from events.feeds import milestone_entries
from registrations.audiences import OF_PARTICIPANTS
from registrations.models import Registration
from somosnlp.accounts.models import User


def team_milestones(user: User) -> Iterator[Part]:
    """Yield the dates of the editions that `user` is registered in, those of teams among them."""
    mine = Registration.objects.registered().filter(user=user).order_by("-edition__starts_on")
    for slug in mine.values_list("edition__slug", flat=True):
        edition = edition_named(slug)
        if edition is not None and edition.is_published:
            yield Part(edition.name, milestone_entries(edition, OF_PARTICIPANTS, user.time_zone))
