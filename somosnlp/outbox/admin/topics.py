"""Who wants no more mail about a topic: looked at and counted; only the person changes it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.outbox.admin.base import ReadOnlyAdmin
from somosnlp.outbox.models import TopicChoice
from somosnlp.outbox.topics import topic_named


@admin.register(TopicChoice)
class TopicChoiceAdmin(ReadOnlyAdmin[TopicChoice]):
    """The addresses, above them how many left each topic."""

    list_display = ("email", "label", "created_at")
    fields = list_display
    list_filter = ("topic", "created_at")
    search_fields = ("email",)
    change_list_template = "admin/outbox/counted_list.html"

    @admin.display(description=gettext_lazy("tema"), ordering="topic")
    def label(self, row: TopicChoice) -> str:
        """What people call the topic."""
        return str(topic_named(row.topic).label)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's list, and how many left each topic."""
        counted = TopicChoice.objects.order_by("topic").values_list("topic").annotate(Count("pk"))
        context = {
            "columns": [_("Tema"), _("Bajas")],
            "counts": [(topic_named(key).label, [count]) for key, count in counted],
        }
        return super().changelist_view(request, {**(extra_context or {}), **context})
