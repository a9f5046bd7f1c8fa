"""What is new in an edition: a page, a feed, and the calendar of its deadlines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.context import edition_or_404
from events.feeds import calendar_file, notices_feed
from events.notices import published_items
from events.page_cache import cached_page


@require_safe
@cached_page
def notices(request: HttpRequest, year: str) -> HttpResponse:
    """List the notices of an edition, newest first."""
    edition = edition_or_404(request, year)
    context = {
        "edition": edition,
        "items": published_items(edition, timezone.now()),
    }
    return render(request, "events/notices.html", context)


@require_safe
@cached_page
def feed(request: HttpRequest, year: str) -> HttpResponse:
    """Answer the notices of an edition as Atom."""
    edition = edition_or_404(request, year)
    content = notices_feed(edition, published_items(edition, timezone.now()))
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@require_safe
@cached_page
def milestones_ics(request: HttpRequest, year: str) -> HttpResponse:
    """Answer the deadlines of an edition as a calendar, in the language of the address."""
    edition = edition_or_404(request, year)
    return HttpResponse(calendar_file(edition), content_type="text/calendar; charset=utf-8")
