"""Pages behind the links of invitations: GET shows, POST acts, later they show the present state."""

from django.http import HttpRequest, HttpResponse


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation."""
    return HttpResponse()


def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link invites to."""
    return HttpResponse()
