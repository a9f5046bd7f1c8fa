"""What every poster carries: one list for the brief, the checklist of the form and its check."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Call, Edition
from events.states import PosterText
from somosnlp.ui.times import day_text


@dataclass(frozen=True)
class NeededText:
    """Something a poster must carry, and the very words where they are known: to be copied, not retyped."""

    key: str
    label: str
    words: str = ""


def needed_keys(call: Call | None) -> list[str]:
    """Return what the posters of `call` must carry; the graphic element only where it asks for one."""
    return [text for text in PosterText.values if text != PosterText.GRAPHIC or (call and call.needs_graphic)]


def lacks_texts(call: Call | None, texts: Collection[str]) -> list[str]:
    """Return what of the needed `texts` was not said to be on the poster."""
    return [key for key in needed_keys(call) if key not in texts]


def needed_texts(edition: Edition, call: Call | None) -> list[NeededText]:
    """Return what the posters of `edition` must carry, in the active language."""
    words = {
        PosterText.TITLE: edition.tagline,
        PosterText.EDITION: edition.name,
        PosterText.DATES: _("del %(start)s al %(end)s")
        % {
            "start": day_text(edition.starts_on, weekday=False, today=edition.ends_on),
            "end": day_text(edition.ends_on, weekday=False),
        },
        PosterText.ADDRESS: _address(edition),
        PosterText.HASHTAG: edition.hashtag,
    }
    return [
        NeededText(key, str(PosterText(key).label), words.get(PosterText(key), ""))
        for key in needed_keys(call)
    ]


def _address(edition: Edition) -> str:
    """Return the address of the edition as a poster shows it: without scheme, and readable."""
    host: str = settings.SITE_URL.partition("://")[2]
    return (host + reverse("edition", args=[edition.slug])).rstrip("/")
