"""What the list of teams can be narrowed to."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from registrations.admin.filters import CountryFilter
from registrations.models import Membership, Team
from registrations.states.teams import TeamStatus


class SizeFilter(admin.SimpleListFilter):
    """Teams that may need a hand."""

    title = gettext_lazy("tamaño")
    parameter_name = "tamano"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("una", gettext_lazy("una sola persona")),
            ("sitio", gettext_lazy("con plazas libres")),
            ("lleno", gettext_lazy("sin plazas libres")),
            ("sin-capitan", gettext_lazy("sin nadie que capitanee")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Team]) -> QuerySet[Team]:
        match self.value():
            case "una":
                return queryset.filter(members=1)
            case "sitio":
                alive = queryset.exclude(status=TeamStatus.DISSOLVED)
                return alive.filter(members__lt=F("places"))
            case "lleno":
                return queryset.filter(members__gte=F("places"))
            case "sin-capitan":
                led = Membership.objects.filter(team=OuterRef("pk"), is_captain=True)
                return queryset.filter(~Exists(led)).exclude(status=TeamStatus.DISSOLVED)
            case _:
                return queryset


class MemberCountryFilter(CountryFilter):
    """Teams with somebody of a country."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        of_country = Membership.objects.filter(
            team=OuterRef("pk"), registration__countries__contains=[self.value()]
        )
        return queryset.filter(Exists(of_country))


class HasTeamFilter(admin.SimpleListFilter):
    """People registered with or without a team."""

    title = gettext_lazy("equipo")
    parameter_name = "equipo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("con", gettext_lazy("con equipo")), ("sin", gettext_lazy("sin equipo"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("con", "sin"):
            return queryset
        return queryset.filter(membership__isnull=self.value() == "sin")
