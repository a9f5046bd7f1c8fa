"""Teams for organisers: who is in which, who is alone, who leads; moved and merged through the services."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.admin.exports import csv_response
from registrations.admin.team_actions import TeamActions
from registrations.admin.team_filters import MemberCountryFilter, SizeFilter
from registrations.models import Membership, Team, TeamLogEntry
from registrations.states import SpokenLanguage
from registrations.states.teams import Profile, Task
from registrations.teams import exports as team_exports
from registrations.text_search import search_query
from somosnlp.accounts.audit import AuditedAdmin
from somosnlp.accounts.models import User
from somosnlp.accounts.person_page.actions import person_url
from somosnlp.accounts.search import matching
from somosnlp.ui.countries import country_names
from somosnlp.ui.lists import LightList, told_by
from somosnlp.ui.xlsx import xlsx_response


class MembershipInline(admin.TabularInline[Membership, Team]):
    """Who is in the team; people come and go through the services."""

    model = Membership
    template = "admin/shown_inline.html"
    fields = ("person", "countries", "is_captain", "joined_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("registration__user")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("persona"))
    def person(self, obj: Membership) -> SafeString:
        user = obj.registration.user
        return format_html('<a href="{}">{}</a>', person_url(user), user)

    @admin.display(description=gettext_lazy("países"))
    def countries(self, obj: Membership) -> str:
        return ", ".join(country_names(obj.registration.countries))


class TeamLogInline(admin.TabularInline[TeamLogEntry, Team]):
    """What happened to the team, newest first."""

    model = TeamLogEntry
    template = "admin/shown_inline.html"
    fields = ("at", "event", "by", "person", "what", "private_note")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[TeamLogEntry]:
        return super().get_queryset(request).select_related("by", "person")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("antes → después"))
    def what(self, obj: TeamLogEntry) -> str:
        return " · ".join(
            f"{_column_name(column)}: {_words(before)} → {_words(after)}"
            for column, (before, after) in obj.changes.items()
        )


@admin.register(Team)
class TeamAdmin(LightList[Team], TeamActions, AuditedAdmin[Team]):
    """What a team says of itself is its captain's; organisers move, merge and appoint."""

    list_display = (
        "name",
        "status",
        "size",
        "captain",
        "country_list",
        "challenge",
        "created_at",
        "edition",
    )
    list_filter = ("edition", "status", SizeFilter, MemberCountryFilter, "challenge", "takes_matches")
    list_select_related = ("edition", "challenge")
    list_per_page = 100
    ordering = ("-created_at", "-pk")
    search_fields = ("name",)
    search_help_text = gettext_lazy(
        "Nombre o idea del equipo, o nombre o correo de alguien del equipo; sin importar acentos."
    )
    actions = ("export_xlsx", "export_csv")
    fields = (
        ("name", "slug", "edition"),
        ("status", "size", "challenge"),
        "care",
        "idea",
        ("language_list", "profile_list", "task_list"),
        ("meeting_place", "approves_links", "takes_matches"),
        ("created_at", "updated_at"),
    )
    readonly_fields = (
        "name",
        "slug",
        "edition",
        "status",
        "size",
        "challenge",
        "care",
        "idea",
        "language_list",
        "profile_list",
        "task_list",
        "meeting_place",
        "approves_links",
        "takes_matches",
        "created_at",
        "updated_at",
    )
    inlines = (MembershipInline, TeamLogInline)

    def get_urls(self) -> list[URLPattern]:
        return [*self.care_urls(), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        members = Membership.objects.select_related("registration__user").order_by("-is_captain", "joined_at")
        return (
            super().get_queryset(request).prefetch_related(Prefetch("memberships", members, to_attr="people"))
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Team], search_term: str
    ) -> tuple[QuerySet[Team], bool]:
        """Find teams by their words, or by a person in them; each through its own index."""
        if not search_term.strip():
            return queryset, False
        people = matching(User.objects.all(), search_term).values("pk")
        inside = Membership.objects.filter(registration__user__in=people).values("team")
        words = Team.objects.filter(
            Q(search=search_query(search_term)) | Q(name__unaccent__icontains=search_term.strip())
        )
        return queryset.filter(pk__in=words.values("pk").union(inside)), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("personas"), ordering="members")
    def size(self, obj: Team) -> str:
        return f"{obj.members} / {obj.places}"

    @admin.display(description=gettext_lazy("capitanea"), empty_value="—")
    def captain(self, obj: Any) -> str:
        first: Membership | None = next(iter(obj.people), None)
        return str(first.registration.user) if first and first.is_captain else ""

    @admin.display(description=gettext_lazy("países"))
    def country_list(self, obj: Any) -> str:
        return ", ".join(country_names(sorted({c for m in obj.people for c in m.registration.countries})))

    @told_by("languages")
    @admin.display(description=gettext_lazy("idiomas"))
    def language_list(self, obj: Team) -> str:
        return _labels(SpokenLanguage, obj.languages)

    @admin.display(description=gettext_lazy("perfiles que buscan"))
    def profile_list(self, obj: Team) -> str:
        return _labels(Profile, obj.profiles)

    @admin.display(description=gettext_lazy("qué necesitan hacer"))
    def task_list(self, obj: Team) -> str:
        return _labels(Task, obj.tasks)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Names of people leave the platform with the file."""
        return request.user.has_perm("registrations.export_registration")

    @admin.action(description=gettext_lazy("Exportar a Excel (XLSX)"), permissions=["export"])
    def export_xlsx(self, request: HttpRequest, queryset: QuerySet[Team]) -> HttpResponseBase:
        return xlsx_response(team_exports.table_of(queryset), _("equipos"), _("equipos"))

    @admin.action(description=gettext_lazy("Exportar a CSV"), permissions=["export"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Team]) -> HttpResponseBase:
        return csv_response(team_exports.table_of(queryset), _("equipos"))


def _labels(choices: Any, codes: list[str]) -> str:
    names = dict(choices.choices)
    return ", ".join(str(names.get(code, code)) for code in codes) or "—"


def _column_name(column: str) -> str:
    known = {field.name: str(field.verbose_name) for field in cast(Any, Team._meta).fields}
    return known.get(column, {"captain": _("capitanea"), "merged": _("equipos")}.get(column, column))


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "—"
    return "—" if value in (None, "") else str(value)
