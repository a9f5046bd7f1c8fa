"""Pages of a team: made, seen, managed."""

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView


class CreateView(TemplateView):
    """A new team."""


def detail(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show a team."""
    return HttpResponse()


def manage(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show what a captain does."""
    return HttpResponse()
