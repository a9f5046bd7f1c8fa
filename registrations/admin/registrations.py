"""Registrations for organisers: lists, filters, search without accents, bulk actions."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations.admin.exports import ExportPages
from registrations.admin.filters import CountryFilter, StepFilter
from registrations.admin.letters import Letters
from registrations.admin.team_filters import HasTeamFilter
from registrations.models import Demographics, Registration
from registrations.person_actions import person_urls
from registrations.services import registering
from registrations.states import SpokenLanguage
from somosnlp.accounts.audit import AuditedAdmin
from somosnlp.accounts.models import User
from somosnlp.accounts.person_page.links import PersonLinks
from somosnlp.accounts.search import FoldedSearch
from somosnlp.ui.countries import country_names
from somosnlp.ui.lists import told_by


class DemographicsInline(admin.StackedInline[Demographics, Registration]):
    model = Demographics
    can_delete = True
    extra = 0
    readonly_fields = ("education", "fields", "birth_year")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Registration)
class RegistrationAdmin(
    FoldedSearch, Letters, ExportPages, PersonLinks[Registration], AuditedAdmin[Registration]
):
    """Status is changed by actions, which call the services; answers are the participant's own."""

    list_display = (
        "person",
        "ficha",
        "email",
        "status",
        "country_list",
        "short_level",
        "university",
        "created_at",
        "edition",
    )
    list_filter = (
        "edition",
        "status",
        StepFilter,
        HasTeamFilter,
        CountryFilter,
        "level",
        ("created_at", admin.DateFieldListFilter),
        ("registered_at", admin.DateFieldListFilter),
    )
    list_select_related = ("user", "edition", "university")
    list_only = (
        "user__name",
        "user__public_name",
        "user__email",
        "edition__name",
        "university__name",
        "status",
        "countries",
        "level",
        "created_at",
    )
    list_per_page = 100
    ordering = ("-created_at", "-pk")
    search_fields = ("user__search",)
    search_help_text = gettext_lazy("Nombre, correo, Discord, Hugging Face o GitHub; sin importar acentos.")
    actions = ("cancel_selected", "resume_selected", *Letters.actions, *ExportPages.actions)
    raw_id_fields = ("university",)
    readonly_fields = (
        "user",
        "edition",
        "status",
        "country_list",
        "language_list",
        "level",
        "terms_version",
        "first_event",
        "wants_to_spread",
        "wants_to_organise",
        "created_at",
        "updated_at",
        "submitted_at",
        "registered_at",
        "cancelled_at",
    )
    exclude = ("countries", "languages")
    inlines = (DemographicsInline,)

    def get_urls(self) -> list[URLPattern]:
        return [*person_urls(), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("persona"), ordering="user__name")
    def person(self, obj: Registration) -> str:
        return obj.user.name or "—"

    @admin.display(description=gettext_lazy("correo"), ordering="user__email")
    def email(self, obj: Registration) -> str:
        return obj.user.email

    @told_by("countries")
    @admin.display(description=gettext_lazy("países"))
    def country_list(self, obj: Registration) -> str:
        return ", ".join(country_names(obj.countries))

    @admin.display(description=gettext_lazy("idiomas"))
    def language_list(self, obj: Registration) -> str:
        return ", ".join(str(SpokenLanguage(code).label) for code in obj.languages)

    @told_by("level")
    @admin.display(description=gettext_lazy("nivel"), ordering="level")
    def short_level(self, obj: Registration) -> str:
        return obj.get_level_display().split(" · ")[0] or "—"

    @admin.action(description=gettext_lazy("Cancelar las inscripciones elegidas"), permissions=["change"])
    def cancel_selected(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        by = cast(User, request.user)
        count = sum(registering.cancel_registration(registration, by=by) for registration in queryset)
        self._report(request, count, queryset.count())

    @admin.action(description=gettext_lazy("Recuperar las inscripciones canceladas"), permissions=["change"])
    def resume_selected(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        count = too_late = 0
        for registration in queryset.select_related("edition"):
            try:
                count += registering.resume_registration(registration, by=cast(User, request.user))
            except registering.RegistrationClosedError:
                too_late += 1
        if too_late:
            self.message_user(request, _("El plazo de inscripción ya se cerró."), messages.ERROR)
        self._report(request, count, queryset.count() - too_late)

    def _report(self, request: HttpRequest, changed: int, chosen: int) -> None:
        text = ngettext("%(count)d inscripción cambiada.", "%(count)d inscripciones cambiadas.", changed)
        self.message_user(
            request, text % {"count": changed}, messages.SUCCESS if changed else messages.WARNING
        )
        if chosen > changed:
            skipped = _("%(count)d sin cambios: ya estaban así.") % {"count": chosen - changed}
            self.message_user(request, skipped, messages.WARNING)
