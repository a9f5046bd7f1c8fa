"""The cards that social networks show beside a link, as PNG."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from events.context import edition_or_404
from events.sharing.cards import Card, edition_card, session_card, site_card

HOUR, DAY, YEAR = 3600, 86_400, 31_536_000


@require_safe
def share_site_card(request: HttpRequest) -> HttpResponseBase:
    """Draw the card of pages that are about no edition, in the language of the address."""
    return _answer(request, site_card(), public=True)


@require_safe
def share_card(request: HttpRequest, year: str) -> HttpResponseBase:
    """Draw the card of an edition in the language of the address."""
    edition = edition_or_404(request, year)
    return _answer(request, edition_card(edition), public=edition.is_published)


@require_safe
def share_session_card(request: HttpRequest, year: str, slug: str) -> HttpResponseBase:
    """Draw the card of a session in the language of the address."""
    edition = edition_or_404(request, year)
    session = get_object_or_404(edition.sessions.published().with_cast(), slug=slug)
    return _answer(request, session_card(session), public=edition.is_published)


def _answer(request: HttpRequest, card: Card, *, public: bool) -> HttpResponseBase:
    """Answer with the card, or 304 to somebody who has it.

    `?v=` names the version the page announced: what it names never changes and may be kept for a year.
    """
    etag = f'"{card.version}"'
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse(_picture(card), content_type="image/png")
    response["ETag"] = etag
    if not public:
        patch_cache_control(response, private=True, no_cache=True)
    elif request.GET.get("v") == card.version:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=HOUR)
    return response


def _picture(card: Card) -> bytes:
    """Return the card as drawn before, by any process, or draw it: a day at most, some 50 KB each."""
    key = f"card:{card.version}"
    picture = cache.get(key)
    if picture is None:
        from events.sharing.drawing import draw_card  # noqa: PLC0415 (Pillow: 7 MiB for those who draw)

        picture = draw_card(card)
        cache.set(key, picture, timeout=DAY)
    return bytes(picture)
