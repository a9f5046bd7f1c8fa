"""Ready texts that announce a session on Discord, X, LinkedIn, BlueSky; each fits where it is pasted."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.calendars.links import session_address
from events.models import Session
from events.programme.city_times import city_times
from events.programme.discord import when_text
from somosnlp.ui.times import day_text
from somosnlp.ui.zones import zone_info

#: X counts 280, and 23 for an address however long it is; https://docs.x.com/fundamentals/counting-characters
X_MOST, X_ADDRESS = 280, 23
#: BlueSky counts 300 graphemes; a text of so many characters never has more.
BLUESKY_MOST = 300
#: Characters that count once for X; all others count twice.
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
#: What Discord reads as markup; backslashes keep the title of a talk plain text.
MARKUP = re.compile(r"([\\*_~`|>#\[\]()<-])")


@dataclass(frozen=True)
class Announcement:
    """One text: `place` is where it goes and part of the element's id."""

    place: str
    label: str
    text: str
    rows: int = 6


def announcements(session: Session, zones: Iterable[str]) -> list[Announcement]:
    """Return the texts that announce `session` in the active language, the hour in the cities of `zones`."""
    facts = _facts(session, zones)
    return [
        Announcement("discord", "Discord", _discord(session), 5),
        Announcement("x", "X", _fitting(facts, x_length, X_MOST)),
        Announcement("bluesky", "BlueSky", _fitting(facts, len, BLUESKY_MOST)),
        Announcement("linkedin", "LinkedIn", _linkedin(session, facts), 14),
    ]


def poster_line(session: Session, zones: Iterable[str]) -> str:
    """Return the line for a poster: the day, and the hour in several cities; empty without an hour."""
    if session.starts_at is None:
        return ""
    every = list(zones)
    first = min(
        (session.starts_at.astimezone(zone_info(zone)) for zone in every), key=lambda at: at.isoformat()
    )
    return f"{capfirst(day_text(first.date()))} · {city_times(session.starts_at, every)}"


def x_length(text: str) -> int:
    """Return how long X says that `text` is.

    >>> x_length("Mira https://example.org/un/camino/muy/largo/que/no/cuenta"), x_length("ñ 🎤")
    (28, 4)
    """
    counted = re.sub(r"https?://\S+", "a" * X_ADDRESS, text)
    return sum(1 if any(low <= ord(sign) <= high for low, high in LIGHT) else 2 for sign in counted)


def discord_plain(text: str) -> str:
    """Return `text` so that Discord shows it as it is, and calls nobody (`@everyone`)."""
    return MARKUP.sub(r"\\\1", _line(text)).replace("@", "@\u200b")


@dataclass(frozen=True)
class _Facts:
    title: str
    people: str
    when: str
    address: str
    hashtag: str

    def text(self, title: str, people: str) -> str:
        head = f"🎤 {title}" + (f" · {people}" if people else "")
        return "\n".join(filter(None, [head, self.when and f"🗓️ {self.when}", self.address, self.hashtag]))


def _facts(session: Session, zones: Iterable[str]) -> _Facts:
    when = poster_line(session, zones) or (day_text(session.day) if session.day else "")
    people = ", ".join(_line(seat.person.name) for seat in session.speakers)
    return _Facts(_line(session.title), people, when, session_address(session), session.edition.hashtag)


def _fitting(facts: _Facts, length: Callable[[str], int], most: int) -> str:
    """Return the text with as much of people and title as there is room for; the address is never cut."""
    people, title = facts.people, facts.title
    while people and length(facts.text(title, people)) > most:
        people = people.rpartition(", ")[0]
    while len(title) > 1 and length(facts.text(title, people)) > most:
        title = title.rstrip("…")[:-1].rstrip() + "…"
    return facts.text(title, people)


def _discord(session: Session) -> str:
    people = ", ".join(discord_plain(seat.person.name) for seat in session.speakers)
    return "\n".join(
        filter(
            None,
            [
                f"🎤 **{discord_plain(session.title)}**",
                people and _("Con %(people)s") % {"people": people},
                f"🗓️ {when_text(session.moment)}",
                session_address(session),
            ],
        )
    )


def _linkedin(session: Session, facts: _Facts) -> str:
    learn = [f"✅ {_line(point)}" for point in session.takeaways]
    return "\n\n".join(
        filter(
            None,
            [
                f"🎤 {facts.title}",
                facts.people and _("Con %(people)s") % {"people": facts.people},
                facts.when and f"🗓️ {facts.when}",
                "\n".join([_("Qué te llevas:"), *learn]) if learn else "",
                _("Abierta a todo el mundo y gratis: %(url)s") % {"url": facts.address},
                facts.hashtag,
            ],
        )
    )


def _line(text: str) -> str:
    """Return `text` on one line."""
    return " ".join(text.split())
