"""Pages that belong to no app: health, error pages and the old Portuguese prefix."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from somosnlp.outbox.models import OutgoingEmail

#: A mail that has waited longer means that nobody is sending.
OLDEST_QUEUED = timedelta(minutes=10)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database and cache answer and no mail waits too long, else 503 and what is wrong."""
    state: dict[str, Any] = {"database": False, "redis": False, "mail": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        state["database"] = True
        state["mail"] = not OutgoingEmail.objects.due(timezone.now() - OLDEST_QUEUED).exists()
    except DatabaseError:
        pass
    state["redis"] = getattr(cache, "primary_is_up", lambda: True)()
    return JsonResponse(state, status=200 if all(state.values()) else 503)


@require_safe
def portuguese(request: HttpRequest, rest: str = "") -> HttpResponsePermanentRedirect:
    """Send `/pt/…` to `/pt-br/…`."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"/pt-br/{rest}" + (f"?{query}" if query else ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what happened when a form came back without its cookie, and keep what was typed in the page."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 with the plain error page, 413 to what is too large to be read."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(request, f"{status}.html", status=status)
