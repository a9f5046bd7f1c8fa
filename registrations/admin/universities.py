"""Universities for organisers: the spellings of one are merged."""

from typing import cast

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.models import University
from registrations.services import registering
from somosnlp.accounts.audit import AuditedAdmin
from somosnlp.accounts.models import User
from somosnlp.accounts.search import FoldedSearch


@admin.register(University)
class UniversityAdmin(FoldedSearch, AuditedAdmin[University]):
    """Spellings of one university are merged into the one that most registrations name."""

    list_display = ("name", "country", "merged_into", "created_at")
    list_filter = (("merged_into", admin.EmptyFieldListFilter),)
    list_select_related = ("merged_into",)
    search_fields = ("search",)
    show_full_result_count = False
    readonly_fields = ("merged_into", "created_at")
    actions = ("merge_selected",)

    @admin.action(
        description=gettext_lazy("Unir las elegidas en la que tiene más inscripciones"),
        permissions=["change"],
    )
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[University]) -> None:
        kept, *others = queryset.annotate(named=Count("registrations")).order_by("-named", "pk")
        moved = registering.merge_universities(others, into=kept, by=cast(User, request.user))
        self.message_user(
            request,
            _("Unidas en «%(name)s»; inscripciones movidas: %(count)d.")
            % {"name": kept.name, "count": moved},
            messages.SUCCESS,
        )
