"""Tags for the head of a page: what links to it look like elsewhere, and what search engines read."""

import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from events.calendars.links import webcal as webcal_address
from events.models import Edition, Session
from events.sharing.cards import Picture, edition_picture, session_picture, site_picture
from events.structured import edition_event, session_event

register = template.Library()

#: What could end the element, as `json_script` escapes it.
UNSAFE = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


@register.simple_block_tag(takes_context=True)
def keep(context: template.Context, content: str, name: str) -> SafeString:
    """Render what is between the tags on one line, and keep it as `name` for the rest of the template."""
    kept = mark_safe(" ".join(content.split()))
    context[name] = kept
    return kept


@register.inclusion_tag("components/picture.html")
def picture_of_site() -> dict[str, Picture]:
    """Name the card of the site as the picture of a page that is about no edition."""
    return {"picture": site_picture()}


@register.inclusion_tag("components/picture.html")
def picture_of_edition(edition: Edition) -> dict[str, Picture]:
    """Name the card of `edition` as the picture of the page."""
    return {"picture": edition_picture(edition)}


@register.inclusion_tag("components/picture.html")
def picture_of_session(session: Session) -> dict[str, Picture]:
    """Name the card of `session` as the picture of the page."""
    return {"picture": session_picture(session)}


@register.simple_tag
def webcal(edition: Edition) -> str:
    """Return the address that makes a calendar program subscribe to the deadlines of `edition`."""
    return webcal_address(reverse("milestones-ics", args=[edition.slug]))


@register.simple_tag
def data_of_edition(edition: Edition, keynotes: Iterable[Session] = ()) -> SafeString:
    """Write `edition` down for search engines."""
    return _script(edition_event(edition, keynotes))


@register.simple_tag
def data_of_session(session: Session) -> SafeString:
    """Write `session` down for search engines."""
    return _script(session_event(session))


def _script(data: dict[str, Any] | None) -> SafeString:
    """Return `data` as a block that no browser runs: `script-src` of the CSP has nothing to say about it."""
    if data is None:
        return SafeString()
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
