"""«Mi hackathon»: what is done, what is next, what is blocked, each with its deadline."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.attending.signed_up import coming_sessions
from events.context import current_edition
from events.facts import facts_of
from events.my_hackathon import path_of
from somosnlp.accounts.models import User


@login_required
@require_safe
def my_hackathon(request: HttpRequest) -> HttpResponse:
    """Show the signed-in person's path through the current edition."""
    edition = current_edition(request, kept=True)
    user = cast(User, request.user)
    steps = path_of(user, edition) if edition else []
    context = {
        "edition": edition,
        "steps": steps,
        "done": sum(step.state == "done" for step in steps),
        "my_sessions": coming_sessions(user),
        "notices": facts_of(edition).fresh_items(timezone.now()) if edition else [],
    }
    return render(request, "events/my_hackathon.html", context)
