"""What reviewers read of a person who proposes: the photo, the links, the hours of their week."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.calls.questions import SPEAKER
from events.models import KeynoteProposal, Mentorship
from somosnlp.ui.hour_words import hours_by_day
from somosnlp.ui.hours import spans_in, week_of
from somosnlp.ui.times import zone_text

Offer = KeynoteProposal | Mentorship
#: The columns of who proposes, which a blind round leaves out of the history.
SPEAKER_FIELDS = (*(requirement.key for requirement in SPEAKER), "comments", "time_zone", "hours")


def about_speaker(obj: Offer) -> list[tuple[str, Any]]:
    """Return what they say of themselves, for `about_author`."""
    return [
        (_("Nombre"), obj.name),
        (_("Ocupación"), obj.occupation),
        (_("Organización o universidad"), obj.affiliation),
        (_("Biografía"), obj.bio),
        (_("Foto"), photo_of(obj)),
        (_("Enlaces"), links_of(obj)),
    ]


def photo_of(obj: Offer) -> SafeString | str:
    """Return the small photo, or nothing."""
    if obj.photo is None:
        return ""
    return format_html('<img src="{}" alt="" width="120">', obj.photo.small_url)


def links_of(obj: Offer) -> SafeString:
    """Return their pages as links."""
    addresses = [obj.website, obj.linkedin]
    addresses += [f"https://x.com/{obj.x}"] if obj.x else []
    addresses += [f"https://bsky.app/profile/{obj.bluesky}"] if obj.bluesky else []
    shown = ((address, address) for address in addresses if address)
    return format_html_join(" · ", '<a href="{}" rel="nofollow noopener">{}</a>', shown)


def hours_of(obj: Offer) -> str:
    """Return the hours as they ticked them, in their own zone."""
    if not obj.hours:
        return ""
    at = obj.submitted_at or obj.created_at
    days = hours_by_day(spans_in(week_of(obj.hours, obj.time_zone, at), obj.time_zone, at))
    words = "; ".join(f"{day} {hours}" for day, hours in days)
    zone = zone_text(obj.time_zone) if obj.time_zone else _("no dijo en qué zona horaria")
    return f"{words} ({zone})"
