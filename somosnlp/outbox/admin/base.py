"""What the pages of the outbox in the admin share."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from somosnlp.providers import providers

M = TypeVar("M", bound=Model)

#: The page that shows a mail in a frame, and the frame: it may style itself, and nothing else.
FRAMES = {"frame-src": [SELF]}
FRAMED = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
}


class HistoryAdmin(admin.ModelAdmin[M]):
    """A ModelAdmin whose "Historial" lists what PostgreSQL kept, read by who knows people."""

    object_history_template = "admin/audit_history.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's page (it checks who may see it) with the changes instead of its own log."""
        obj = self.get_object(request, object_id)
        readers: Iterable[Callable[[Model], list[Any]]] = providers("history")
        changes = [change for read in readers for change in read(obj)] if obj else []
        page = Paginator(changes, 50).get_page(request.GET.get(PAGE_VAR))
        context = {"changes": page, "changes_range": page.paginator.get_elided_page_range(page.number)}
        return super().history_view(request, object_id, {**context, **(extra_context or {})})


class ReadOnlyAdmin(admin.ModelAdmin[M]):
    """What organisers look at and search, and people alone change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False
