"""The page about the corpora people donate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.context import current_edition, find_card
from events.page_cache import cached_page
from events.services.pages import find_text
from events.states import CallKind, PageSlug


@require_safe
@cached_page
def corpus(request: HttpRequest) -> HttpResponse:
    """Show what is asked of a donated corpus, what donors receive, and whether donations are open."""
    slug = PageSlug.CORPUS
    text = find_text(None, slug)
    edition = current_edition(request)
    call = find_card(request, edition, CallKind.CORPUS) if edition else None
    return render(request, "corpus_donations/corpus.html", {"call": call, "text": text, "title": slug.label})
