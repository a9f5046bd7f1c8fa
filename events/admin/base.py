"""What the admin of everything that belongs to an edition shares."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget, AdminSplitDateTime, AdminTimeWidget
from django.db.models import DateTimeField, Model, QuerySet, URLField
from django.forms import ModelForm, MultiWidget, SplitDateTimeField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Edition
from events.page_cache import touch
from somosnlp.accounts.audit import AuditedAdmin

M = TypeVar("M", bound=Model)
#: An address typed without a scheme is https.
HTTPS: dict[type[Any], dict[str, Any]] = {URLField: {"assume_scheme": "https"}}


class NamedDateTime(AdminSplitDateTime):
    """Django's two boxes of an instant, each with a name of its own for those who do not see them."""

    def __init__(self) -> None:
        boxes = [
            AdminDateWidget(attrs={"aria-label": gettext_lazy("Día")}),
            AdminTimeWidget(attrs={"aria-label": gettext_lazy("Hora")}),
        ]
        MultiWidget.__init__(self, boxes)


INSTANTS: dict[type[Any], dict[str, Any]] = {
    DateTimeField: {"form_class": SplitDateTimeField, "widget": NamedDateTime}
}


class EditionContentAdmin(AuditedAdmin[M]):
    """Its history is shown, and the public pages of its edition are made anew when it changes."""

    formfield_overrides = HTTPS | INSTANTS
    show_full_result_count = False
    list_per_page = 250

    @admin.display(description=gettext_lazy("edición"), ordering="edition__starts_on")
    def year(self, obj: M) -> str:
        """The short name of its edition: lists have no room for the long one."""
        edition: Edition | None = getattr(obj, "edition", None)
        return edition.slug if edition else _("todo el sitio")

    def editions_of(self, obj: M) -> Iterable[Edition]:
        """Return the editions whose pages show `obj`."""
        edition: Edition | None = getattr(obj, "edition", None)
        return [edition] if edition else Edition.objects.all()

    def save_related(self, request: HttpRequest, form: "ModelForm[M]", formsets: Any, change: bool) -> None:  # noqa: FBT001 (Django's)
        super().save_related(request, form, formsets, change)
        self._touch([form.instance])

    def delete_model(self, request: HttpRequest, obj: M) -> None:
        editions = list(self.editions_of(obj))
        super().delete_model(request, obj)
        for edition in editions:
            touch(edition)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[M]") -> None:
        editions = {edition for obj in queryset for edition in self.editions_of(obj)}
        super().delete_queryset(request, queryset)
        for edition in editions:
            touch(edition)

    def _touch(self, objects: Iterable[M]) -> None:
        for edition in {edition for obj in objects for edition in self.editions_of(obj)}:
            touch(edition)
