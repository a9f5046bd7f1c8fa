"""What the list of registrations can be narrowed to."""

from typing import Any

from django.contrib import admin
from django.core.cache import cache
from django.db.models import CharField, Func, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from registrations.models import Registration
from registrations.states import PathStep
from somosnlp.ui.countries import country_names

#: The filter looks at every registration; a country that is new there may be missing for so many seconds.
COUNTRIES_KEY, COUNTRIES_LIFE = "registration-countries", 300


def chosen_countries() -> list[str]:
    """Return the codes of all countries that somebody chose."""
    each = Func("countries", function="unnest", output_field=CharField())
    return list(Registration.objects.order_by().values_list(each, flat=True).distinct())


class CountryFilter(admin.SimpleListFilter):
    """Countries that somebody chose."""

    title = gettext_lazy("país")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        codes: list[str] = cache.get_or_set(COUNTRIES_KEY, chosen_countries, COUNTRIES_LIFE) or []
        return sorted(zip(codes, country_names(codes), strict=True), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Registration]) -> QuerySet[Registration]:
        return queryset.filter(countries__contains=[self.value()]) if self.value() else queryset


class StepFilter(admin.SimpleListFilter):
    """What people are stuck at: the funnel of the start page leads here."""

    title = gettext_lazy("paso pendiente")
    parameter_name = "paso"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return PathStep.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        step = self.value()
        return queryset.stuck_at(PathStep(step)) if step in PathStep.values else queryset
