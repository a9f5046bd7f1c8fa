"""What the admin of registrations gives away: files of people, and demographics in aggregate."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events.panels import editions_of
from registrations import demographics, exports
from registrations.models import Registration
from somosnlp.accounts.models import User
from somosnlp.ui.lists import LightList
from somosnlp.ui.times import reader_zone
from somosnlp.ui.xlsx import xlsx_response

LIST = "admin:registrations_registration_changelist"


class ExportPages(LightList[Registration]):
    """Actions for the chosen rows, buttons for all that the filters show, and the page of demographics."""

    change_list_template = "admin/registrations/registration/change_list.html"
    actions: Any = ("export_xlsx", "export_csv")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("exportar/", wrap(self.export_view), name="registrations_registration_export"),
            path("demografia/", wrap(self.demographics_view), name="registrations_registration_demographics"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Say which buttons this person gets."""
        may = {
            "may_export": self.has_export_permission(request),
            "may_see_demographics": may_see_demographics(request),
        }
        return super().changelist_view(request, {**may, **(extra_context or {})})

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Who may take addresses of people out of the platform."""
        return request.user.has_perm("registrations.export_registration")

    @admin.action(description=gettext_lazy("Exportar a Excel (XLSX)"), permissions=["export"])
    def export_xlsx(self, request: HttpRequest, queryset: "QuerySet[Registration]") -> HttpResponseBase:
        return export(request, queryset, "xlsx")

    @admin.action(description=gettext_lazy("Exportar a CSV"), permissions=["export"])
    def export_csv(self, request: HttpRequest, queryset: "QuerySet[Registration]") -> HttpResponseBase:
        return export(request, queryset, "csv")

    @method_decorator(require_POST)
    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Export all that the filters in the address show; a POST, because who took what is written down."""
        if not self.has_view_permission(request) or not self.has_export_permission(request):
            raise PermissionDenied
        try:
            shown = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect(reverse(LIST))
        return export(request, shown, request.POST.get("formato", ""))

    def demographics_view(self, request: HttpRequest) -> HttpResponseBase:
        """Show a table per question, or give them as CSV."""
        if not may_see_demographics(request):
            raise PermissionDenied
        editions = editions_of(request)
        for_papers = request.GET.get("para") == "publicaciones"
        edition = editions.chosen
        found = demographics.tables(edition, for_papers=for_papers) if edition else []
        if request.GET.get("formato") == "csv":
            use = "publicaciones" if for_papers else "organizacion"
            return csv_response(
                demographics.csv_lines(found), f"demografia-{edition.slug if edition else ''}-{use}"
            )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Demografía en agregado"),
            "editions": editions,
            "tables": found,
            "for_papers": for_papers,
        }
        return TemplateResponse(request, "admin/registrations/registration/demographics.html", context)


def may_see_demographics(request: HttpRequest) -> bool:
    """Who may see the answers, in aggregate."""
    return request.user.has_perm("registrations.view_demographics")


def export(request: HttpRequest, rows: "QuerySet[Registration]", kind: str) -> HttpResponseBase:
    """Return the file of `rows`, CSV unless `kind` is xlsx, and write down who took how many."""
    kind = "xlsx" if kind == "xlsx" else "csv"
    _log(request, rows.count(), kind)
    table = exports.table_of(rows, reader_zone(request))
    name = f"{exports.sheet_name()}-{timezone.localdate():%Y-%m-%d}"
    if kind == "csv":
        return csv_response(table, name)
    return xlsx_response(table, exports.sheet_name(), name)


def csv_response(rows: Iterable[Sequence[Any]], name: str) -> StreamingHttpResponse:
    """Return `rows` as a CSV that is sent while it is written."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(
        exports.write_csv(rows), content_type="text/csv; charset=utf-8", headers=headers
    )


def _log(request: HttpRequest, count: int, kind: str) -> None:
    """Note the export in the admin's history; what was exported is told by the filters of the list."""
    LogEntry.objects.create(
        user_id=cast(User, request.user).pk,
        content_type=ContentType.objects.get_for_model(Registration),
        object_repr=_("%(count)d inscripciones exportadas (%(kind)s)")
        % {"count": count, "kind": kind.upper()},
        action_flag=CHANGE,
        change_message=request.META.get("QUERY_STRING", "")[:1000],
    )
