"""All editions with their figures."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.context import current_edition
from events.models import Edition, EditionLink
from events.page_cache import cached_page
from events.states import LinkKind

RECORDINGS = (LinkKind.PLAYLIST, LinkKind.WINNERS_PLAYLIST, LinkKind.HUGGING_FACE)


@require_safe
@cached_page
def archive(request: HttpRequest) -> HttpResponse:
    """List the editions held so far, newest first; the demo edition never was one."""
    links = Prefetch("links", EditionLink.objects.filter(kind__in=RECORDINGS))
    editions = Edition.objects.visible_to(request.user).held()
    current_edition(request)
    return render(request, "events/archive.html", {"editions": editions.prefetch_related("figures", links)})
