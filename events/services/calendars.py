"""The secret address of a person's calendar: made, changed, closed. It has no end: programs keep asking."""

from django.core import signing
from django.utils import timezone

from events.models import CalendarFeed
from somosnlp.accounts.models import User
from somosnlp.outbox.row_links import new_nonce

_SALT = "somosnlp.events.calendars"


def open_feed(*, by: User) -> CalendarFeed:
    """Return the calendar of `by`, with an address from now on; a second click finds the first's."""
    feed, _created = CalendarFeed.objects.get_or_create(user=by, defaults={"nonce": new_nonce()})
    return feed


def renew_feed(*, by: User, seen: str) -> bool:
    """Give the calendar of `by` another address in place of `seen`, which stops at once.

    Returns False where `seen` is not its address any more: a second click changes nothing.
    """
    feed = find_feed(seen)
    if feed is None:
        return False
    mine = CalendarFeed.objects.filter(user=by, nonce=feed.nonce)
    return bool(mine.update(nonce=new_nonce(), renewed_at=timezone.now()))


def close_feed(*, by: User) -> bool:
    """Let the calendar of `by` have no address; returns False where it had none."""
    deleted, _rows = CalendarFeed.objects.filter(user=by).delete()
    return bool(deleted)


def feed_token(feed: CalendarFeed) -> str:
    """Return the secret part of the address; the same as long as it is not changed."""
    return _signer().sign(f"{feed.pk}-{feed.nonce}")


def find_feed(token: str) -> CalendarFeed | None:
    """Return the calendar of a token, with its person; None for one forged, mangled, changed or closed."""
    try:
        pk, nonce = _signer().unsign(token).split("-")
        number = int(pk)
    except (signing.BadSignature, ValueError):
        return None
    feeds = CalendarFeed.objects.select_related("user")
    return feeds.filter(pk=number, nonce=nonce, user__is_active=True).first()


def _signer() -> signing.Signer:
    """Without a time stamp: the page shows the same address every time."""
    return signing.Signer(salt=_SALT, sep=".")
