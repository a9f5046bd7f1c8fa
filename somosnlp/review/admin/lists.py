"""The queue: who proposed what, how it stands, for how long it has waited."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from somosnlp.accounts.audit import AuditedAdmin
from somosnlp.accounts.models import User
from somosnlp.accounts.person_page.links import PersonLinks
from somosnlp.accounts.search import FoldedSearch
from somosnlp.review.models import Reviewable
from somosnlp.review.permissions import may_review
from somosnlp.review.states import WAITING, Status

WAITING_FIRST = Case(When(status__in=sorted(WAITING), then=Value(0)), default=Value(1))


class ReviewList(FoldedSearch, PersonLinks[Any], AuditedAdmin[Any]):
    """The list, its search and who may see it."""

    change_list_template = "admin/review/change_list.html"
    list_display: tuple[Any, ...] = ("who", "ficha", "state", "waiting", "sent")
    list_display_links = None
    list_filter: ClassVar[tuple[Any, ...]] = ("status", "submitted_at", "decided_at")
    list_select_related: ClassVar[tuple[str, ...]] = ("submitted_by", "decided_by")
    list_per_page = 50
    search_fields = ("submitted_by__search",)
    search_help_text = _("Nombre, correo, Discord, Hugging Face o GitHub; sin importar los acentos.")
    show_full_result_count = False
    ordering = (WAITING_FIRST, "submitted_at", "pk")

    class Media:
        css = {"all": ("css/review.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Everything but the drafts, which are their authors' own."""
        return super().get_queryset(request).exclude(status=Status.DRAFT)

    def person_of(self, obj: Reviewable) -> User:
        person: User = obj.submitted_by
        return person

    @admin.display(description=_("quién"), ordering="submitted_by__name")
    def who(self, obj: Reviewable) -> SafeString:
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a><br><span class="quiet">{}</span>',
            self.review_url(obj),
            obj.submitted_by,
            obj.submitted_by.email,
        )

    @admin.display(description=_("estado"), ordering="status")
    def state(self, obj: Reviewable) -> SafeString:
        return format_html(
            '<span class="review-state review-state-{}">{}</span>', obj.status, obj.get_status_display()
        )

    @admin.display(description=_("espera"), ordering="submitted_at", empty_value="–")
    def waiting(self, obj: Reviewable) -> str | None:
        days = obj.waiting_days()
        if days is None:
            return None
        return ngettext("%(days)d día", "%(days)d días", days) % {"days": days}

    @admin.display(description=_("enviada"), ordering="submitted_at", empty_value="–")
    def sent(self, obj: Reviewable) -> str | None:
        return date_format(localtime(obj.submitted_at), "SHORT_DATE_FORMAT") if obj.submitted_at else None

    def has_review_permission(self, request: HttpRequest) -> bool:
        return may_review(request.user, self.model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_review_permission(request) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def url_name(self, page: str) -> str:
        """Return the name of the address of `page` of this kind."""
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def review_url(self, obj: Reviewable) -> str:
        """Return where `obj` is read and decided on."""
        return reverse(self.url_name("review"), args=[obj.pk])
