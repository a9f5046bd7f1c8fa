"""The mails that tell who is concerned what a release of the programme changed."""

from events.models import Release


def announce_release(release: Release) -> int:
    """Queue the mails about `release`; return how many."""
    return 0
