"""The history of releases, which nobody edits."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.schedule import GridPages
from events.models import Release, ReleaseChange
from events.states import ChangeKind
from somosnlp.ui.times import instant_text


class ChangeInline(admin.TabularInline[ReleaseChange, Release]):
    """What a release changed; written by publishing, never by hand."""

    model = ReleaseChange
    template = "admin/shown_inline.html"
    extra = 0
    can_delete = False
    fields = readonly_fields = ("session", "kind", "before", "after")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ReleaseChange]":
        return super().get_queryset(request).select_related("session__edition", "release__edition")

    @admin.display(description=gettext_lazy("antes"))
    def before(self, change: ReleaseChange) -> str:
        return _side(change, change.was_at, change.was_minutes, change.was_venue)

    @admin.display(description=gettext_lazy("después"))
    def after(self, change: ReleaseChange) -> str:
        if change.kind == ChangeKind.CANCELLED:
            return _("cancelada")
        return _side(change, change.now_at, change.now_minutes, change.now_venue)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Release)
class ReleaseAdmin(GridPages):
    """What was published when, by whom and why; the grid is among its pages."""

    list_display = ("__str__", "edition", "when", "published_by", "change_count", "note")
    list_filter = ("edition",)
    list_select_related = ("edition", "published_by")
    ordering = ("-published_at",)
    fields = readonly_fields = ("edition", "number", "note", "published_by", "published_at")
    inlines = (ChangeInline,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Release]":
        return super().get_queryset(request).annotate(changed=Count("changes"))

    @admin.display(description=gettext_lazy("publicada el"), ordering="published_at")
    def when(self, release: Release) -> str:
        return f"{timezone.localtime(release.published_at):%d/%m/%Y %H:%M}"

    @admin.display(description=gettext_lazy("cambios"))
    def change_count(self, release: Any) -> int:
        return int(release.changed)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False


def _side(change: ReleaseChange, at: Any, minutes: int | None, venue: str) -> str:
    zone = change.release.edition.time_zone
    words = [
        instant_text(at, zone) if at else "",
        _("%(count)d min") % {"count": minutes} if minutes else "",
        venue,
    ]
    return " · ".join(filter(None, words)) or "—"
