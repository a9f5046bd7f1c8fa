"""Pages in Markdown, with a preview of what the site will show."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events.admin.base import EditionContentAdmin
from events.models import Page


@admin.register(Page)
class PageAdmin(EditionContentAdmin[Page]):
    list_display = ("title", "year", "slug", "language", "is_draft", "publish_at", "updated_at")
    list_filter = ("edition", "slug", "language", "is_draft", "publish_at", "updated_at")
    list_select_related = ("edition",)
    search_fields = ("title__unaccent__icontains", "body__unaccent__icontains")
    search_help_text = gettext_lazy("Título o texto; sin importar los acentos.")
    date_hierarchy = "updated_at"
    save_on_top = True
    fields = (
        ("edition", "slug", "language"),
        "title",
        "body",
        "source",
        ("is_draft", "publish_at"),
    )
    change_form_template = "admin/events/page/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the preview, which reads what is being typed and saves nothing."""
        view = self.admin_site.admin_view(require_POST(self.preview_view))
        return [path("vista-previa/", view, name="events_page_preview"), *super().get_urls()]

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """Show the posted title and text exactly as the site renders them."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        title, body = (request.POST.get(name, "").replace("\x00", "") for name in ("title", "body"))
        text = Page(title=title, body=body.replace("\r\n", "\n"))
        return TemplateResponse(
            request, "admin/events/page/preview.html", {"page_title": title, "text": text}
        )
