"""Who wants to be told when something opens: looked at and counted, never written here."""

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.outbox.admin.base import ReadOnlyAdmin
from somosnlp.outbox.awaited import awaited
from somosnlp.outbox.models import NotifyMe


@admin.register(NotifyMe)
class NotifyMeAdmin(ReadOnlyAdmin[NotifyMe]):
    """The addresses, above them how many wait for each thing."""

    list_display = ("email", "what", "language", "created_at", "confirmed_at", "told_at")
    fields = (*list_display, "time_zone")
    list_filter = (
        ("confirmed_at", admin.EmptyFieldListFilter),
        ("told_at", admin.EmptyFieldListFilter),
        "language",
    )
    search_fields = ("email",)
    ordering = ("-created_at",)
    change_list_template = "admin/outbox/counted_list.html"

    @admin.display(description=gettext_lazy("qué espera"), ordering="subject_id")
    def what(self, row: NotifyMe) -> str:
        """The title of what opens; its number when it is gone."""
        return _title(row.subject_kind, row.subject_id)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's list, and how many asked, confirmed, and were told of each thing."""
        rows = NotifyMe.objects.order_by().values_list("subject_kind", "subject_id")
        counted = rows.annotate(Count("pk"), Count("confirmed_at"), Count("told_at"))
        context = {
            "columns": [_("Qué"), _("Lo pidieron"), _("Confirmaron"), _("Ya avisadas")],
            "counts": [(_title(kind, number), numbers) for kind, number, *numbers in counted],
        }
        return super().changelist_view(request, {**(extra_context or {}), **context})


def _title(kind: str, number: int) -> str:
    found = awaited(kind, number)
    return str(found.title) if found else f"{kind} #{number}"
