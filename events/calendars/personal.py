"""A person's own calendar: what every app puts into it, as one file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.calendars.feed_cache import digest
from events.calendars.ical import Entry, Sheet, calendar
from events.models import CalendarFeed
from events.services.calendars import feed_token
from somosnlp.accounts.models import User
from somosnlp.outbox.links import page_url
from somosnlp.providers import providers


@dataclass(frozen=True)
class Part:
    """What an app has for somebody's calendar, under the name it has on the page that shows it."""

    name: str
    entries: list[Entry]


class CalendarSource(Protocol):
    """What `PROVIDERS["calendar_sources"]` lists: the dates that concern `user`, in the active language."""

    def __call__(self, user: User) -> Iterable[Part]: ...


def parts_of(user: User) -> list[Part]:
    """Return everything in the calendar of `user`, each date once, without parts that are empty."""
    sources: Iterable[CalendarSource] = providers("calendar_sources")
    seen: set[str] = set()
    parts = []
    for part in (part for source in sources for part in source(user)):
        entries = [entry for entry in part.entries if entry.moment.known and entry.uid not in seen]
        seen.update(entry.uid for entry in entries)
        if entries:
            parts.append(Part(part.name, entries))
    return parts


def etag_of(parts: list[Part]) -> str:
    """Return what names the file made of `parts` in the active language, without making it."""
    return digest(repr((_language(), parts)).encode())


def personal_file(feed: CalendarFeed, parts: list[Part]) -> bytes:
    """Return `parts` as an .ics file in the active language."""
    sheet = Sheet(
        name=personal_name(),
        text=_("Las sesiones a las que te apuntaste, las tuyas y tus plazos. Se pone al día sola."),
        language=_language(),
        source=page_url("personal-ics", feed_token(feed), language=_language()),
        page=page_url("my-calendar", language=_language()),
    )
    return calendar(sheet, (entry for part in parts for entry in part.entries))


def personal_name() -> str:
    """Return what somebody's own calendar is called among their others."""
    return _("Mi hackathon · %(site)s") % {"site": settings.SITE_NAME}


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
