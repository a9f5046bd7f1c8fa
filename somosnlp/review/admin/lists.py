"""The queue: who proposed what, how it stands, for how long it has waited, what reviewers gave it."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from somosnlp.accounts.audit import AuditedAdmin
from somosnlp.accounts.models import User
from somosnlp.accounts.person_page.links import PersonLinks
from somosnlp.accounts.search import FoldedSearch
from somosnlp.review.admin.filters import MineFilter, OverdueFilter
from somosnlp.review.admin.names import Names
from somosnlp.review.models import Reviewable
from somosnlp.review.permissions import may_review
from somosnlp.review.scoring import with_scores
from somosnlp.review.states import WAITING, Status
from somosnlp.ui.lists import LightChangeList, LightList, Writer, addresses, told_by

WAITING_FIRST = Case(When(status__in=sorted(WAITING), then=Value(0)), default=Value(1))
SCORE_COLUMNS = ("mean", "spread", "count")


class ReviewChangeList(LightChangeList):
    """The list as this reader may see it: each row knows whether its author's name is hidden."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        self.kind = cast(Names, self.model_admin)
        self.names_hidden = self.kind.hides_names(request)
        return list(super().get_ordering(request, queryset))

    def get_ordering_field(self, field_name: Any) -> Any:
        """While names are hidden `?o=` must not put the rows in their order."""
        hidden = self.names_hidden and field_name == "who"
        return None if hidden else super().get_ordering_field(field_name)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if self.names_hidden:
            self.search_help_text = gettext("Busca en lo que se propone; los nombres están escondidos.")
        rows = list(self.result_list)
        for row in rows:
            row.names_hidden = self.names_hidden
        self.result_list = rows

    def _writers(self) -> Iterator[Writer]:
        for name, write in zip(self.list_display, super()._writers(), strict=True):
            yield self._numbered_checkbox if name == "action_checkbox" and self.names_hidden else write

    def _numbered_checkbox(self, row: Any) -> str:
        label = escape(gettext("Elegir %(which)s") % {"which": self.kind.numbered(row)})
        return (
            f'<td class="action-checkbox"><input type="checkbox" name="{ACTION_CHECKBOX_NAME}"'
            f' value="{row.pk}" class="action-select" aria-label="{label}"></td>'
        )


class ReviewList(Names, FoldedSearch, PersonLinks[Any], LightList[Any], AuditedAdmin[Any]):
    """The list, its search and who may see it."""

    change_list_template = "admin/review/queue.html"
    list_display: tuple[Any, ...] = ("who", "ficha", "state", "waiting", "sent")
    list_display_links = None
    list_filter: ClassVar[tuple[Any, ...]] = (
        MineFilter,
        OverdueFilter,
        "status",
        "submitted_at",
        "decided_at",
    )
    list_select_related: ClassVar[tuple[str, ...]] = ("submitted_by", "decided_by")
    list_per_page = 100
    search_fields = ("submitted_by__search",)
    search_help_text = _("Nombre, correo, Discord, Hugging Face o GitHub; sin importar los acentos.")
    ordering = (WAITING_FIRST, "submitted_at", "pk")

    class Media:
        css = {"all": ("css/review.css",)}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ReviewChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Everything but the drafts, which are their authors' own; with the promised day and the scores."""
        rows = super().get_queryset(request).exclude(status=Status.DRAFT)
        day = self.answers_by()
        if day is not None:
            rows = rows.annotate(answers_by_day=day)
        if self.uses_scores(request):
            rows = with_scores(rows, reader=request.user, sees_all=self.may_open_names(request))
        return rows

    def uses_scores(self, request: HttpRequest) -> bool:
        """Tell whether a round of this kind has scores."""
        return any(each.uses_scores for each in self.rounds_for(request).values())

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        if not self.uses_scores(request):
            return columns
        place = columns.index("state") + 1
        return [*columns[:place], *SCORE_COLUMNS, *columns[place:]]

    def person_of(self, obj: Reviewable) -> User:
        person: User = obj.submitted_by
        return person

    @admin.display(description=_("quién"), ordering="submitted_by__name")
    def who(self, obj: Reviewable) -> SafeString:
        if getattr(obj, "names_hidden", False):
            return format_html('<a href="{}"><bdi>{}</bdi></a>', self.review_url(obj), self.numbered(obj))
        quiet = " · ".join(filter(None, [self.headline(obj), obj.submitted_by.email]))
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a><br><span class="quiet">{}</span>',
            self.review_url(obj),
            obj.submitted_by,
            quiet,
        )

    @admin.display(description=_("estado"), ordering="status")
    @told_by("status")
    def state(self, obj: Reviewable) -> SafeString:
        return format_html(
            '<span class="review-state review-state-{}">{}</span>', obj.status, obj.get_status_display()
        )

    @admin.display(description=_("espera"), ordering="submitted_at", empty_value="–")
    def waiting(self, obj: Reviewable) -> str | None:
        days = obj.waiting_days()
        if days is None:
            return None
        words = ngettext("%(days)d día", "%(days)d días", days) % {"days": days}
        late = self.overdue(obj)
        return format_html('{}<br><strong class="review-late">{}</strong>', words, late) if late else words

    @admin.display(description=_("enviada"), ordering="submitted_at", empty_value="–")
    def sent(self, obj: Reviewable) -> str | None:
        return date_format(localtime(obj.submitted_at), "SHORT_DATE_FORMAT") if obj.submitted_at else None

    @admin.display(description=_("nota media"), ordering="score_mean", empty_value="–")
    def mean(self, obj: Any) -> str | None:
        return None if obj.score_mean is None else f"{obj.score_mean * 100:.0f}"

    @admin.display(description=_("dispersión"), ordering="score_spread", empty_value="–")
    def spread(self, obj: Any) -> str | None:
        return None if obj.score_spread is None or obj.score_count < 2 else f"±{obj.score_spread * 100:.0f}"

    @admin.display(description=_("revisiones"), ordering="score_count")
    def count(self, obj: Any) -> int:
        found: int = obj.score_count
        return found

    def overdue(self, obj: Reviewable) -> str:
        """Return the broken promise in words; empty while it still waits in time or is answered."""
        day = self.answer_by(obj)
        if not obj.is_waiting or day is None or localdate() <= day:
            return ""
        return gettext("debíamos responder el %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}

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

    def page_url(self, page: str, *args: Any) -> str:
        """Return the address of `page` of this kind."""
        return reverse(self.url_name(page), args=args)

    def review_url(self, obj: Reviewable) -> str:
        """Return where `obj` is read and decided on."""
        return self._review_address(obj.pk)

    @cached_property
    def _review_address(self) -> Callable[[int | str], str]:
        return addresses(self.url_name("review"))
