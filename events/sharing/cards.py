"""What the card of an edition or a session says: the picture that social networks show beside a link."""

import hashlib
from dataclasses import astuple, dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.facts import chosen_poster, facts_of
from events.models import Edition, Session
from somosnlp.ui.times import day_text, moment_text

#: Raised with every change of the drawing, so that nobody keeps a card drawn the old way.
DRAWING = "1"


@dataclass(frozen=True)
class Card:
    """The words of one card in one language; what is not known is empty and takes no room."""

    over: str
    title: str
    kind: str
    people: str
    when: str
    #: The file of the chosen poster, which is then the whole card.
    image: str = ""

    @property
    def version(self) -> str:
        """Twelve characters that change with anything the card shows."""
        words = "\0".join([DRAWING, *astuple(self)])
        return hashlib.blake2b(words.encode(), digest_size=6).hexdigest()

    @property
    def text(self) -> str:
        """The card in words, for those who cannot see it."""
        return " · ".join(part for part in (self.title, self.people, self.over, self.when) if part)


@dataclass(frozen=True)
class Picture:
    """The address of a card, with its host and its version, and what it shows in words."""

    url: str
    text: str


def site_card() -> Card:
    """Return the card of pages that are about no edition, in the active language."""
    return Card(
        over="",
        title=_("El hackathon de PLN en español y lenguas cooficiales"),
        kind="",
        people="",
        when=_("En línea, gratis y abierto a todos los niveles"),
    )


def edition_card(edition: Edition) -> Card:
    """Return the card of `edition` in the active language."""
    # The words of the landing's hero, so that both say the same.
    when = _("Del %(start)s al %(end)s · en línea y gratis") % {
        "start": day_text(edition.starts_on, weekday=False, today=edition.ends_on),
        "end": day_text(edition.ends_on, weekday=False),
    }
    over = edition.name if edition.tagline != edition.name else ""
    winner = chosen_poster(edition)
    image = str(winner.picture.file.name) if winner and winner.picture else ""
    return Card(over=over, title=edition.tagline, kind="", people="", when=when, image=image)


def session_card(session: Session) -> Card:
    """Return the card of `session`, its time in the zone of the edition; of a prefetched cast, no query."""
    return Card(
        over=session.edition.name,
        title=session.title,
        kind=capfirst(session.get_kind_display()),
        people=", ".join(seat.person.name for seat in session.speakers),
        when=moment_text(session.moment, session.edition.time_zone) if session.moment.known else "",
    )


def site_picture() -> Picture:
    """Return where the card of the site is in the active language."""
    return _picture(site_card(), reverse("site-card"))


def edition_picture(edition: Edition) -> Picture:
    """Return where the card of `edition` is in the active language."""
    return facts_of(edition).once(
        "card", lambda: _picture(edition_card(edition), reverse("share-card", args=[edition.slug]))
    )


def session_picture(session: Session) -> Picture:
    """Return where the card of `session` is in the active language."""
    return _picture(session_card(session), reverse("session-card", args=[session.edition.slug, session.slug]))


def _picture(card: Card, path: str) -> Picture:
    return Picture(f"{settings.SITE_URL}{path}?v={card.version}", card.text)
