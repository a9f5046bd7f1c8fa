"""The public page about sponsoring an edition."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.context import edition_or_404, find_card
from events.page_cache import cached_page
from events.services.pages import find_text
from events.states import CallKind, PageSlug
from sponsors.models import Tier
from sponsors.wall import sponsor_walls


@require_safe
@cached_page
def sponsorship(request: HttpRequest, year: str) -> HttpResponse:
    """Show how to sponsor an edition, its tiers with their thresholds, and who sponsors it."""
    edition = edition_or_404(request, year)
    slug = PageSlug.SPONSORSHIP
    context = {
        "edition": edition,
        "text": find_text(edition, slug),
        "title": slug.label,
        "call": find_card(request, edition, CallKind.SPONSORSHIP),
        "tiers": Tier.objects.filter(edition=edition, threshold__isnull=False).order_by("position"),
        "walls": sponsor_walls(edition),
    }
    return render(request, "sponsors/sponsorship.html", context)
