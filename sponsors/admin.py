"""Tiers, sponsors and who is in which tier."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.base import EditionContentAdmin
from events.models import Edition
from somosnlp.ui.rows import LabelledInline
from sponsors.models import Sponsor, Sponsorship, Tier


class NamedRows:
    """Rows of sponsorships name their sponsor and their tier without a query each."""

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Sponsorship]":
        rows: QuerySet[Sponsorship] = super().get_queryset(request)  # type: ignore[misc]
        return rows.select_related("sponsor", "tier__edition")


class TierSponsorshipInline(NamedRows, LabelledInline[Sponsorship]):
    model = Sponsorship
    extra = 0
    autocomplete_fields = ("sponsor",)


class SponsorSponsorshipInline(NamedRows, LabelledInline[Sponsorship]):
    model = Sponsorship
    extra = 0
    autocomplete_fields = ("tier",)


@admin.register(Tier)
class TierAdmin(EditionContentAdmin[Tier]):
    list_display = ("label_es", "year", "code", "position", "threshold")
    list_filter = ("edition",)
    search_fields = ("label_es__unaccent__icontains", "code", "edition__slug")
    inlines = (TierSponsorshipInline,)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Tier]":
        return super().get_queryset(request).select_related("edition")


@admin.register(Sponsor)
class SponsorAdmin(EditionContentAdmin[Sponsor]):
    list_display = ("name", "tier_list", "website")
    list_filter = ("sponsorships__tier__edition",)
    search_fields = ("name__unaccent__icontains",)
    search_help_text = _("Nombre; sin importar los acentos.")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (SponsorSponsorshipInline,)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Sponsor]":
        return super().get_queryset(request).prefetch_related("sponsorships__tier__edition")

    def editions_of(self, obj: Sponsor) -> Iterable[Edition]:
        return Edition.objects.filter(tiers__sponsorships__sponsor=obj).distinct()

    @admin.display(description=_("niveles"))
    def tier_list(self, sponsor: Sponsor) -> str:
        held = [sponsorship.tier for sponsorship in sponsor.sponsorships.all()]
        return ", ".join(f"{tier.edition.slug} {tier.label_es}" for tier in held)


@admin.register(Sponsorship)
class SponsorshipAdmin(EditionContentAdmin[Sponsorship]):
    list_display = ("sponsor", "tier_name", "edition", "position", "gives")
    list_filter = ("tier__edition", "tier__code")
    list_select_related = ("sponsor", "tier__edition")
    search_fields = ("sponsor__name__unaccent__icontains", "gives__unaccent__icontains")
    search_help_text = _("Quién o qué aporta; sin importar los acentos.")
    autocomplete_fields = ("sponsor", "tier")

    def editions_of(self, obj: Sponsorship) -> Iterable[Edition]:
        return [obj.tier.edition]

    @admin.display(description=_("nivel"), ordering="tier__position")
    def tier_name(self, sponsorship: Sponsorship) -> str:
        return sponsorship.tier.label_es

    @admin.display(description=_("edición"), ordering="tier__edition")
    def edition(self, sponsorship: Sponsorship) -> str:
        return sponsorship.tier.edition.slug
