"""Filters of the queue: what waits for oneself, what is late."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from somosnlp.review.queues import unreviewed_by
from somosnlp.review.states import WAITING


class MineFilter(admin.SimpleListFilter):
    """What the reader has not reviewed, and what was assigned to them."""

    title = _("quién revisa")
    parameter_name = "mias"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("por-revisar", gettext("sin revisar por mí")), ("asignadas", gettext("asignadas a mí"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any] | None":
        if self.value() not in ("por-revisar", "asignadas"):
            return None
        admin_of_kind: Any = admin.site.get_model_admin(queryset.model)
        found = unreviewed_by(queryset, request.user, admin_of_kind.own_rows(request.user))
        return found.filter(is_mine=True) if self.value() == "asignadas" else found


class OverdueFilter(admin.SimpleListFilter):
    """What waits although its answer was promised for a day that has passed."""

    title = _("respuesta prometida")
    parameter_name = "respuesta"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("tarde", gettext("vamos tarde"))] if model_admin.answers_by() is not None else []

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any] | None":
        if self.value() != "tarde":
            return None
        return queryset.filter(status__in=sorted(WAITING), answers_by_day__lt=localdate())
