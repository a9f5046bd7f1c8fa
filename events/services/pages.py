"""Texts of an edition in the reader's language, or in Spanish where there is no translation yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from events.models import Edition, Page

SPANISH = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Text:
    """A published text; `fallback` says that it is Spanish although another language was asked for."""

    title: str
    body: str
    language: str
    fallback: bool
    updated_at: datetime


def find_text(edition: Edition | None, slug: str) -> Text | None:
    """Return one published text of `edition` (None: of the site) as `find_texts` does."""
    return find_texts(edition, [slug]).get(slug)


def find_texts(edition: Edition | None, slugs: Iterable[str]) -> dict[str, Text]:
    """Return the published texts of `edition` (None: of the site) by slug, in one query.

    They are in the active language; a text that nobody has translated comes in Spanish, and one that is not
    published is left out.
    """
    language = get_language() or SPANISH
    pages = Page.objects.published(timezone.now()).filter(
        edition=edition, slug__in=list(slugs), language__in={language, SPANISH}
    )
    best: dict[str, Page] = {}
    for page in pages:
        if page.slug not in best or page.language == language:
            best[page.slug] = page
    home = reverse("edition", args=[edition.slug]) if edition else reverse("landing")
    return {slug: _text(page, language, home) for slug, page in best.items()}


def next_publication(edition: Edition | None, slugs: Iterable[str]) -> datetime | None:
    """Return when the next of these texts that waits for its time will appear, or None."""
    return (
        Page.objects.filter(
            edition=edition, slug__in=list(slugs), is_draft=False, publish_at__gt=timezone.now()
        )
        .order_by("publish_at")
        .values_list("publish_at", flat=True)
        .first()
    )


def _text(page: Page, language: str, home: str) -> Text:
    """Texts link to their neighbours as `../bases/`: that must hold on the landing too."""
    body = page.body.replace("](../", f"]({home}")
    return Text(page.title, body, page.language, page.language != language, page.updated_at)
