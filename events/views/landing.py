"""The landing of the current edition at `/`, and of each edition at `/<year>/`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.context import current_edition, edition_or_404
from events.landing import build_landing
from events.models import Edition
from events.page_cache import cached_page, changes_at


@require_safe
@cached_page
def landing(request: HttpRequest) -> HttpResponse:
    """Show the edition flagged current; before there is one, say so and lead to the archive."""
    edition = current_edition(request)
    if edition is None:
        return render(request, "events/no_edition.html")
    return _show(request, edition)


@require_safe
@cached_page
def edition_landing(request: HttpRequest, year: str) -> HttpResponse:
    """Show one edition: an invitation while it lasts, a record of it afterwards."""
    return _show(request, edition_or_404(request, year))


def _show(request: HttpRequest, edition: Edition) -> HttpResponse:
    found = build_landing(edition, request.user)
    changes_at(request, found.changes_at)
    request.canonical_path = edition.get_absolute_url()  # type: ignore[attr-defined]
    return render(request, "events/landing.html", {"landing": found, "edition": edition})
