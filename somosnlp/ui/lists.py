"""Long lists of the admin, made cheap where Django spends most and nobody sees it.

Django works out for every cell anew what is the same for the whole column: which field or method it is, the
words of its choices, the address that brings the filters back. `LightList` finds it once for each column and
writes the same HTML. What counts thousands of rows is remembered for a minute.
"""

from collections.abc import Callable, Iterator
from datetime import date, time
from hashlib import sha256
from typing import Any, ClassVar, TypeVar, cast

from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_list import _coerce_field_name  # type: ignore[attr-defined]
from django.contrib.admin.utils import (  # type: ignore[attr-defined]  # what Django's own list asks
    FieldIsAForeignKeyColumnName,
    _get_non_gfk_field,
    display_for_field,
    display_for_value,
    lookup_field,
    quote,
)
from django.contrib.admin.views.main import ChangeList
from django.core.cache import cache
from django.core.exceptions import EmptyResultSet, FieldDoesNotExist, ObjectDoesNotExist
from django.core.paginator import Paginator
from django.db.models import DateField, ForeignKey, Model, QuerySet, TimeField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

#: Up to so many rows are counted each time; a longer list may be told as it was so many seconds ago.
MANY, COUNT_LIFE = 1_000, 60

M = TypeVar("M", bound=Model)
F = TypeVar("F", bound=Callable[..., Any])
#: The HTML in a cell, and whether its words stay on one line.
Cell = tuple[str, bool]
Reader = Callable[[Model], Cell]
Writer = Callable[[Model], str]


def addresses(name: str, *, app: str | None = None) -> Callable[[int | str], str]:
    """Return what tells the address of the page `name` for a key; the resolver is asked once."""
    before, _zero, after = reverse(name, args=[0], current_app=app).rpartition("0")
    return lambda key: f"{before}{iri_to_uri(str(quote(key)))}{after}"


def told_by(column: str) -> Callable[[F], F]:
    """Mark a method of `list_display` whose text depends on nothing but `column`: asked once per value."""

    def mark(method: F) -> F:
        method.told_by = column  # type: ignore[attr-defined]
        return method

    return mark


class RememberedCount(Paginator[Any]):
    """Pages of a queryset whose count, where it is large, is remembered for a minute."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, or were within the last `COUNT_LIFE` seconds if more than `MANY`."""
        rows = cast("QuerySet[Any]", self.object_list)
        try:
            statement = repr(rows.order_by().query.sql_with_params())
        except EmptyResultSet:
            return 0
        key = f"count:{sha256(statement.encode()).hexdigest()}"
        known: int | None = cache.get(key)
        if known is not None:
            return known
        found = rows.count()
        if found > MANY:
            cache.set(key, found, COUNT_LIFE)
        return found


class LightChangeList(ChangeList):
    """A ChangeList that writes its rows itself, cell by cell as Django does; without `list_editable`."""

    def url_for_result(self, result: Model) -> str:
        return self._address(getattr(result, self.pk_attname))

    def get_results(self, request: HttpRequest) -> None:
        """Read only the columns that the list shows; actions and exports still get whole rows."""
        super().get_results(request)
        columns = getattr(self.model_admin, "list_only", ())
        if columns and isinstance(self.result_list, QuerySet):
            joined = {name.rpartition("__")[0] for name in columns} - {""}
            rows = self.result_list.select_related(None)
            self.result_list = (rows.select_related(*sorted(joined)) if joined else rows).only(*columns)

    def rows(self) -> Iterator[SafeString]:
        """Yield the cells of each row."""
        writers = list(self._writers())
        for row in self.result_list:
            yield mark_safe("".join([write(row) for write in writers]))

    @cached_property
    def _address(self) -> Callable[[int | str], str]:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return addresses(name, app=self.model_admin.admin_site.name)

    def _writers(self) -> Iterator[Writer]:
        tag = "th"
        for index, name in enumerate(self.list_display):
            if name == "action_checkbox":
                yield _checkbox()
                continue
            css = f"field-{_coerce_field_name(name, index)}"
            if self._is_link(name, is_first=tag == "th"):
                yield self._cell(name, css, tag, linked=True)
                tag = "td"
            else:
                yield self._cell(name, css, "td", linked=False)

    def _is_link(self, name: Any, *, is_first: bool) -> bool:
        links = self.list_display_links
        return links is not None and (name in links or (is_first and not links))

    def _cell(self, name: Any, css: str, tag: str, *, linked: bool) -> Writer:
        read = self._reader(name, linked=linked)
        back = f"?{escape(self.preserved_filters)}" if self.preserved_filters else ""

        def write(row: Model) -> str:
            text, keeps_together = read(row)
            if linked:
                text = f'<a href="{escape(self.url_for_result(row))}{back}">{text}</a>'
            return f'<{tag} class="{css}{" nowrap" if keeps_together else ""}">{text}</{tag}>'

        return write

    def _reader(self, name: Any, *, linked: bool) -> Reader:
        empty = self.model_admin.get_empty_value_display()
        try:
            field = _get_non_gfk_field(self.opts, name)
        except (FieldDoesNotExist, FieldIsAForeignKeyColumnName):
            return _method_reader(name, self.model_admin, empty)
        if isinstance(field, ForeignKey):
            return _related_reader(field, empty)
        return _field_reader(field, empty, linked=linked)


class LightList(ModelAdmin[M]):
    """A ModelAdmin whose list is a LightChangeList.

    `list_only`: the columns it reads, those of joined rows too; all, and `list_select_related`, when empty.
    """

    list_only: ClassVar[tuple[str, ...]] = ()
    change_list_template = "admin/light_change_list.html"
    paginator = RememberedCount
    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LightChangeList


def _checkbox() -> Writer:
    """Write what `ModelAdmin.action_checkbox` does, with Django's own words, which it translates."""
    before, _name, after = escape(_("Select this object for an action - {}")).partition("{}")
    start = f'<td class="action-checkbox"><input type="checkbox" name="{ACTION_CHECKBOX_NAME}" value="'
    middle = f'" class="action-select" aria-label="{before}'
    return lambda row: f'{start}{escape(row.pk)}{middle}{escape(row)}{after}"></td>'


def _field_reader(field: Any, empty: str, *, linked: bool) -> Reader:
    """Read a column of the model; the words of each choice are asked for once."""
    is_date = isinstance(field, DateField | TimeField)

    def read(row: Model) -> Cell:
        value = getattr(row, field.name)
        if isinstance(value, str) and not value.strip():
            value = ""
        shown = display_for_field(value, field, empty, avoid_link=linked)
        return conditional_escape(shown), is_date

    return _remembering(read, field.name) if field.flatchoices else read


def _related_reader(field: Any, empty: str) -> Reader:
    """Read what a foreign key leads to."""

    def read(row: Model) -> Cell:
        try:
            related = getattr(row, field.name)
        except ObjectDoesNotExist:
            related = None
        return conditional_escape(empty if related is None else related), True

    return read


def _method_reader(name: Any, model_admin: Any, empty: str) -> Reader:
    """Read what a method of the admin, a function or an attribute of the row says."""
    method = name if callable(name) else name != "__str__" and getattr(model_admin, name, None)

    def read(row: Model) -> Cell:
        try:
            attr, value = (method, method(row)) if method else lookup_field(name, row, model_admin)[1:]
        except ObjectDoesNotExist:
            return conditional_escape(empty), False
        if isinstance(value, str) and not value.strip():
            value = ""
        nothing = getattr(attr, "empty_value_display", empty)
        boolean = getattr(attr.fget if isinstance(attr, property) else attr, "boolean", False)
        return conditional_escape(display_for_value(value, nothing, boolean)), isinstance(value, date | time)

    column = getattr(method, "told_by", "")
    return _remembering(read, column) if column else read


def _remembering(read: Reader, column: str) -> Reader:
    """Read each value of `column` once."""
    known: dict[str, Cell] = {}

    def remember(row: Model) -> Cell:
        value = str(getattr(row, column))
        if value not in known:
            known[value] = read(row)
        return known[value]

    return remember
