"""Calls that are not open yet, for «avísame cuando abra»."""

from django.urls import reverse
from django.utils import timezone

from events.calls.cards import call_cards
from events.models import Call
from somosnlp.outbox.awaited import Awaited

KIND = "call"


def find_call(kind: str, number: int) -> Awaited | None:
    """Return the call with that number of a published edition, for PROVIDERS["awaited"]."""
    if kind != KIND:
        return None
    call = (
        Call.objects.filter(pk=number, edition__is_published=True)
        .select_related("edition", "closes_with")
        .first()
    )
    if call is None:
        return None
    card = call_cards(call.edition, [call], timezone.now())[call.kind]
    form = card.url if card.is_form and card.url.startswith("/") else ""
    page = form or card.about_url or reverse("edition", args=[call.edition.slug])
    return Awaited(f"{card.title} · {call.edition.name}", page, card.state)
