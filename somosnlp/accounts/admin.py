"""Where organisers find people, read consents and write legal pages."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from somosnlp.accounts.audit import AuditedAdmin
from somosnlp.accounts.models import Consent, LegalText, User
from somosnlp.accounts.person_page.links import PersonLinks
from somosnlp.accounts.person_page.pages import person_urls
from somosnlp.accounts.search import FoldedSearch
from somosnlp.ui.lists import LightList

# Addresses are proven by their owners, never typed in by somebody else.
admin.site.unregister(EmailAddress)


@admin.register(User)
class UserAdmin(FoldedSearch, LightList[User], PersonLinks[User], AuditedAdmin[User]):
    """People are found and read here; they change their own facts, and nobody deletes anybody.

    Rights are given by superusers only, and only they change a superuser: whoever may edit people must
    not be able to become more than they are. The address is changed by its owner, who proves it.
    """

    list_display = (
        "email",
        "ficha",
        "name",
        "public_name",
        "country",
        "language",
        "date_joined",
        "last_login",
    )
    list_only = ("email", "name", "public_name", "country", "language", "date_joined", "last_login")
    list_filter = ("is_staff", "is_active", "language", "groups")
    search_fields = ("search",)
    search_help_text = _("Busca por nombre, correo, Discord, Hugging Face o GitHub; sin importar acentos.")
    ordering = ("-date_joined",)
    filter_horizontal = ("groups", "user_permissions")
    rights = ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")
    readonly_fields = ("email", "date_joined", "last_login")
    fieldsets = (
        (None, {"fields": ("email", ("name", "public_name"), "pronouns")}),
        (_("Dónde está"), {"fields": (("country", "time_zone"), "language")}),
        (
            _("Dónde se le encuentra"),
            {"fields": (("hugging_face", "hugging_face_later"), ("discord", "discord_later"), "github")},
        ),
        (_("Permisos"), {"classes": ("collapse",), "fields": rights}),
        (_("Fechas"), {"fields": (("date_joined", "last_login"),)}),
    )

    def get_urls(self) -> list[URLPattern]:
        return [*person_urls(), *super().get_urls()]

    def person_of(self, obj: User) -> User:
        return obj

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return self.readonly_fields if _is_superuser(request) else (*self.readonly_fields, *self.rights)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not _is_superuser(request):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(Consent)
class ConsentAdmin(FoldedSearch, admin.ModelAdmin[Consent]):
    """Who allowed what and when: read only, people decide."""

    list_display = ("user", "purpose", "text_version", "granted_at", "withdrawn_at")
    list_filter = ("purpose", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("user__search",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Consent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Consent | None = None) -> bool:
        return False


@admin.register(LegalText)
class LegalTextAdmin(AuditedAdmin[LegalText]):
    """Dated versions. An approved one is never changed: a new wording is a new version."""

    list_display = ("title_es", "kind", "version", "approved")
    list_filter = ("kind", "approved")
    fieldsets = (
        (None, {"fields": (("kind", "version"), "approved")}),
        (_("Español"), {"fields": ("title_es", "body_es")}),
        (_("Inglés"), {"fields": ("title_en", "body_en")}),
        (_("Portugués"), {"fields": ("title_pt", "body_pt")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: LegalText | None = None) -> tuple[str, ...]:
        if obj is None or not obj.approved:
            return ()
        return tuple(field.name for field in obj._meta.fields if field.name != "id")

    def has_delete_permission(self, request: HttpRequest, obj: LegalText | None = None) -> bool:
        return False


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
