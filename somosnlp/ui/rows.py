"""Rows of another model in a table of the admin, each box with a name for those who do not see its column."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.text import capfirst

M = TypeVar("M", bound=Model)


class LabelledRows(BaseInlineFormSet[M, Any, Any]):
    """The rows of such a table; the box that deletes one has a name too."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if box := form.fields.get("DELETE"):
            box.widget.attrs["aria-label"] = box.label


class LabelledInline(admin.TabularInline[M, Any]):
    """Rows in a table whose boxes have their column's name for those who do not see it above them."""

    formset: Any = LabelledRows

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", capfirst(field.label))
        return field
