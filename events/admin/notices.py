"""The notices of the editions: news are written here, moved deadlines write theirs themselves."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.base import EditionContentAdmin
from events.models import Notice
from events.notices import item_of, with_changes
from events.states import NoticeKind


@admin.register(Notice)
class NoticeAdmin(EditionContentAdmin[Notice]):
    list_display = ("headline", "year", "kind", "published_at", "state")
    list_filter = ("edition", "kind", "published_at")
    list_select_related = ("edition",)
    fields = (
        "edition",
        ("title_es", "title_en", "title_pt"),
        ("body_es", "body_en", "body_pt"),
        "withdrawn_at",
    )
    actions = ("withdraw",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Notice]":
        return with_changes(super().get_queryset(request))

    @admin.display(description=gettext_lazy("título"))
    def headline(self, notice: Notice) -> str:
        return item_of(notice).title

    @admin.display(description=gettext_lazy("estado"))
    def state(self, notice: Notice) -> str:
        return _("retirada") if notice.withdrawn_at else _("publicada")

    def has_delete_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: object = None
    ) -> HttpResponse:
        """Show a moved deadline on its own page."""
        moved = Notice.objects.filter(kind=NoticeKind.MOVE)
        if object_id.isdecimal() and moved.filter(pk=object_id).exists():
            return redirect("admin:events_milestone_moved", object_id)
        return super().change_view(request, object_id, form_url, extra_context)  # type: ignore[arg-type]

    @admin.action(description=gettext_lazy("Retirar de la página"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: "QuerySet[Notice]") -> None:
        """Withdraw news; a moved deadline is undone on its own page."""
        news = list(queryset.filter(kind=NoticeKind.NEWS, withdrawn_at=None))
        Notice.objects.filter(pk__in=[notice.pk for notice in news]).update(withdrawn_at=timezone.now())
        self._touch(news)
        self.message_user(request, _("Retiradas: %(count)d.") % {"count": len(news)})
