"""Pages in Markdown: rules, prizes, information for universities."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.context import edition_or_404, find_card
from events.page_cache import cached_page, changes_at
from events.services.pages import find_text, next_publication
from events.states import CallKind, PageSlug

#: The call each text is about: the page ends with its card.
CALLS = {PageSlug.RULES: CallKind.REGISTRATION, PageSlug.UNIVERSITIES: CallKind.UNIVERSITY}


@require_safe
@cached_page
def text_page(request: HttpRequest, year: str, slug: PageSlug) -> HttpResponse:
    """Show a text of an edition; one that is not published yet answers 404 and says when it will be."""
    edition = edition_or_404(request, year)
    text = find_text(edition, slug)
    expected = next_publication(edition, [slug])
    changes_at(request, [expected])
    context = {"edition": edition, "text": text, "title": slug.label, "expected": expected}
    if text is None:
        return render(request, "events/page_missing.html", context, status=404)
    call = find_card(request, edition, CALLS[slug]) if slug in CALLS else None
    return render(request, "events/page.html", {**context, "call": call})
