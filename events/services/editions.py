"""Which edition the platform shows, and who follows when one changes."""

from django.db import transaction

from events.models import Edition
from events.page_cache import touch
from somosnlp.accounts.models import User
from somosnlp.providers import providers


def follow_edition(edition: Edition, *, by: User | None) -> None:
    """Let the apps that copy something of `edition` follow what was saved: teams have its size."""
    for follow in providers("edition_changed"):
        follow(edition, by=by)


@transaction.atomic
def make_current(edition: Edition) -> bool:
    """Make `edition` the one that `/` shows, published; return whether anything changed.

    The database allows one current edition only, so the one before gives the flag up first.
    """
    editions = {other.pk: other for other in Edition.objects.select_for_update().order_by("pk")}
    chosen = editions[edition.pk]
    if chosen.is_current and chosen.is_published:
        return False
    for other in editions.values():
        if other.is_current and other.pk != chosen.pk:
            Edition.objects.filter(pk=other.pk).update(is_current=False)
            touch(other)
    Edition.objects.filter(pk=chosen.pk).update(is_current=True, is_published=True)
    touch(chosen)
    return True
