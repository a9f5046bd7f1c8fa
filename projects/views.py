"""The projects of an edition, as they were published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.context import edition_or_404
from events.page_cache import cached_page
from projects.models import Paper, Project


@require_safe
@cached_page
def projects(request: HttpRequest, year: str) -> HttpResponse:
    """List projects, the awarded ones first, and the papers that came out of the edition."""
    edition = edition_or_404(request, year)
    found = Project.objects.filter(edition=edition).prefetch_related("links", "papers")
    ordered = sorted(found, key=lambda project: not project.award)
    papers = Paper.objects.filter(year=edition.starts_on.year, project=None)
    return render(
        request, "projects/projects.html", {"edition": edition, "projects": ordered, "papers": papers}
    )
