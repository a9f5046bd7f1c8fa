"""The finder: teams that look for people, people who look for a team, one's own profile for it."""

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView


def teams(request: HttpRequest, year: str) -> HttpResponse:
    """Show the teams."""
    return HttpResponse()


def people(request: HttpRequest, year: str) -> HttpResponse:
    """Show the people."""
    return HttpResponse()


class ProfileView(TemplateView):
    """One's own profile."""
