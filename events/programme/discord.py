"""What organisers paste into Discord, which shows an instant to each reader in their own zone."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from events.moments import Moment
from events.notices import Line
from somosnlp.ui.times import day_text


def move_text(lines: Iterable[Line], *, reason: str, url: str) -> str:
    """Return the announcement of a move, in Spanish, the language of the server's channels."""
    with translation.override("es"):
        moved = [
            _("📣 **%(what)s**: %(when)s") % {"what": line.milestone.label, "when": when_text(line.to)}
            for line in lines
        ]
        return "\n".join(filter(None, [*moved, reason, _("Todos los plazos: %(url)s") % {"url": url}]))


def when_text(moment: Moment) -> str:
    """Return a moment in Discord's markup.

    Source: discord.com/developers/docs/reference#message-formatting-timestamp-styles.
    """
    if moment.at is not None:
        return f"{stamp(moment.at, 'F')} ({stamp(moment.at, 'R')})"
    return day_text(moment.day) if moment.day else _("fecha por anunciar")


def stamp(at: datetime, style: str) -> str:
    """Return the tag of an instant; style `F` is day and hour in words, `R` how long until then."""
    return f"<t:{int(at.timestamp())}:{style}>"
