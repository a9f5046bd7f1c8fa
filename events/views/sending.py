"""What the views of every call share: links of organisers, one's own rows, one answer at a time."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone

from events.calls.access_links import QUERY
from events.calls.refusals import ProposalRefusedError
from events.context import edition_or_404
from events.forms.asked import AskedForm
from events.models import Edition
from events.page_cache import changes_at
from events.permissions import CallWindow, call_window
from events.services.sending import Sending
from events.states import CallKind


def call_of(request: HttpRequest, year: str, kind: CallKind) -> tuple[Edition, CallWindow]:
    """Return the edition and how its call stands for this request, which may carry an organiser's link."""
    edition = edition_or_404(request, year, kept=True)
    window = call_window(edition, kind, timezone.now(), request.GET.get(QUERY, ""))
    changes_at(request, window.changes_at)
    return edition, window


def with_access(request: HttpRequest, url: str) -> str:
    """Return `url` with the organiser's link that this request came with, if any."""
    token = request.GET.get(QUERY, "")
    return f"{url}?{urlencode({QUERY: token})}" if token else url


def sending_of(request: HttpRequest, key: UUID, values: dict[str, Any]) -> Sending:
    """Return what a person typed into the form `key` as the services take it."""
    return Sending(key, values, access=request.GET.get(QUERY, ""))


def find_own(
    rows: QuerySet[Any], request: HttpRequest, edition: Edition, key: UUID, *, missing: str
) -> Any | None:
    """Return what this person sent with the form `key`; None for a key that is nobody's yet.

    Raises Http404, with the words `missing`, for somebody else's or another edition's.
    """
    found = rows.filter(key=key).first()
    if found is None:
        return None
    if found.submitted_by_id != request.user.pk or found.edition_id != edition.pk:
        raise Http404(missing)
    found.edition = edition
    return found


def keep_answer(form: AskedForm, field: str, keep: Callable[[dict[str, Any]], object]) -> JsonResponse:
    """Keep one answer of a draft; the script of the form sends each as it is given."""
    errors = {name: list(found) for name, found in form.errors.items() if name == field}
    try:
        if values := form.column_values({field}):
            keep(values)
    except ProposalRefusedError as refused:
        errors.setdefault(field, []).append(str(refused.reason.label))
    return JsonResponse({"errors": errors}, status=422 if errors else 200)
