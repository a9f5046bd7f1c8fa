"""The way from a row of a list to everything about its person."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.accounts.models import User
from somosnlp.accounts.permissions import may_see
from somosnlp.ui.lists import addresses

M = TypeVar("M", bound=Model)


class PersonLinks(admin.ModelAdmin[M]):
    """A ModelAdmin with a column `ficha`, shown to who may open that page."""

    def person_of(self, obj: Any) -> User:
        """Return whom a row is about."""
        person: User = obj.user
        return person

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        return columns if may_see(request.user) else [name for name in columns if name != "ficha"]

    @admin.display(description=gettext_lazy("qué pasa"))
    def ficha(self, obj: M) -> SafeString:
        """A way to everything about this person."""
        return format_html('<a href="{}">{}</a>', self._address(self.person_of(obj).pk), _("Ficha"))

    @cached_property
    def _address(self) -> Callable[[int | str], str]:
        return addresses("admin:accounts_user_ficha")
