"""Who changed what, old → new: the versions that PostgreSQL keeps (ADR 0002) read as a list of changes.

`AuditedAdmin` shows it on the "Historial" page of every object, for changes made anywhere: here, in a
service, in a task, in an UPDATE typed by hand.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.core.paginator import Paginator
from django.db.models import (
    BigIntegerField,
    CharField,
    Field,
    ForeignKey,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pghistory.models import Event

from somosnlp.accounts.models import User

M = TypeVar("M", bound=Model)
PER_PAGE = 50
EMPTY: tuple[Any, ...] = (None, "", [])
#: Columns that tell the rows of one parent apart.
TELLING = ("kind", "person", "sponsor", "url", "label_es", "name", "title", "value")


@dataclass(frozen=True)
class FieldChange:
    """One column, as people name it, before and after."""

    label: str
    old: str
    new: str


@dataclass
class Change:
    """One version of one row: when, by whom or by what, and what differs from the version before."""

    at: datetime
    action: str
    thing: str
    who: str
    place: str
    is_new: bool
    fields: list[FieldChange] = field(default_factory=list)


@cache
def event_model(model: type[Model]) -> type[Any] | None:
    """Return the table that keeps the versions of `model`; None when it is not audited."""
    tables = (table for table in apps.get_models() if issubclass(table, Event))
    return next((table for table in tables if getattr(table, "pgh_tracked_model", None) is model), None)


def changes_of(obj: Model, children: Sequence[tuple[type[Model], str]] = ()) -> list[Change]:
    """Return every change of `obj`, and of the rows of `children`, newest first.

    A child is (model, name of its foreign key to `obj`); rows that were deleted are there too. The number
    of queries depends on how many models there are, not on how many changes.
    """
    histories = [(type(obj), "pgh_obj"), *children]
    steps = [step for model, parent in histories for step in _steps(model, parent, obj.pk)]
    words = _Words(steps)
    changes = [_change(step, words, of_child=step.model is not type(obj)) for step in steps]
    # One transaction has one instant: the order in which its rows were written must survive the sorting.
    return sorted(filter(None, changes), key=lambda change: change.at)[::-1]


@dataclass(frozen=True)
class _Step:
    """A row of a table of versions, with the version before and after; a deletion has none after."""

    model: type[Model]
    parent: str
    row: Any
    before: Any
    after: Any

    @property
    def columns(self) -> "Iterator[Field[Any, Any]]":
        """The audited columns that differ; for a first or last version those that say something."""
        names = {column.name for column in self.row._meta.concrete_fields} - {self.parent}
        for column in self.model._meta.concrete_fields:
            if column.name in names and not column.primary_key and self._differs(column.attname):
                yield column

    @property
    def telling(self) -> "Field[Any, Any] | None":
        """The column that tells a child from its siblings."""
        columns = self.model._meta.concrete_fields
        return next((column for column in columns if column.name in TELLING), None)

    @property
    def metadata(self) -> dict[str, Any]:
        """What was known about who did it: `user` and `url`, or `command`."""
        return self.row.pgh_context.metadata if self.row.pgh_context else {}

    @property
    def who(self) -> str:
        """Who did it, or their number where they are gone; empty for what no person did."""
        pk = self.metadata.get("user")
        return (self.row.by_name or f"#{pk}") if pk else ""

    def _differs(self, attname: str) -> bool:
        old, new = (getattr(version, attname, None) for version in (self.before, self.after))
        return old != new and not (old in EMPTY and new in EMPTY)


def _steps(model: type[Model], parent: str, pk: Any) -> Iterator[_Step]:
    table = event_model(model)
    if table is None:
        return
    last: dict[Any, Any] = {}
    rows = table._default_manager.filter(**{f"{parent}_id": pk}).select_related("pgh_context")
    rows = rows.annotate(by_name=Subquery(_doer().values("shown")[:1])).order_by("pgh_id")
    for row in rows:
        if row.pgh_label == "delete":
            yield _Step(model, parent, row, before=row, after=None)
        else:
            yield _Step(model, parent, row, before=last.get(row.pgh_obj_id), after=row)
        last[row.pgh_obj_id] = row


def _doer() -> "QuerySet[Any]":
    """The person named in the context of a version, as others see them."""
    doer = User.objects.filter(
        pk=Cast(KeyTextTransform("user", OuterRef("pgh_context__metadata")), BigIntegerField())
    )
    shown = [NullIf(name, Value("")) for name in ("public_name", "name")]
    return doer.annotate(shown=Coalesce(*shown, "email", output_field=CharField()))


def _change(step: _Step, words: "_Words", *, of_child: bool) -> Change | None:
    changed = [
        FieldChange(
            str(capfirst(column.verbose_name)),
            words.value(column, step.before),
            words.value(column, step.after),
        )
        for column in step.columns
    ]
    if not changed:
        return None
    return Change(
        at=step.row.pgh_created_at,
        action=_action(step.row.pgh_label),
        thing=words.thing(step) if of_child else "",
        who=step.who,
        place=step.metadata.get("command")
        or step.metadata.get("url")
        or _("fuera de una página: una tarea o la base de datos"),
        is_new=step.row.pgh_label == "insert",
        fields=changed,
    )


def _action(label: str) -> str:
    return {"insert": _("Creado"), "update": _("Cambiado"), "delete": _("Borrado")}.get(label, label)


def _with_parents(model: type[Model]) -> "QuerySet[Any]":
    """The rows with what their names may be made of."""
    return model._default_manager.select_related()


class _Words:
    """The names of the people and rows that the changes mention, fetched once."""

    def __init__(self, steps: Iterable[_Step]) -> None:
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for step in steps:
            for column in (*step.columns, step.telling):
                if isinstance(column, ForeignKey):
                    versions = (step.row, step.before)
                    wanted[column.related_model] |= {getattr(row, column.attname, None) for row in versions}
        self._names = {
            model: {pk: str(obj) for pk, obj in _with_parents(model).in_bulk(list(ids - {None})).items()}
            for model, ids in wanted.items()
        }

    def thing(self, step: _Step) -> str:
        """Name a child: what kind of row it is, and which one."""
        name = str(step.model._meta.verbose_name)
        return f"{name}: {self.value(step.telling, step.row)}" if step.telling else name

    def value(self, column: "Field[Any, Any]", row: Any) -> str:
        """Return what a person reads for the value of `column` in `row`."""
        value = getattr(row, column.attname, None)
        if value in EMPTY:
            return ""
        if isinstance(column, ForeignKey):
            return self._names[column.related_model].get(value, f"#{value}")
        if isinstance(value, bool):
            return _("sí") if value else _("no")
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if isinstance(value, datetime):
            return f"{formats.date_format(value.astimezone(UTC), 'DATETIME_FORMAT')} UTC"
        return str(dict(column.flatchoices).get(value, formats.localize(value)))


class AuditedAdmin(admin.ModelAdmin[M]):
    """A ModelAdmin whose "Historial" lists every change of the object and of its audited inlines."""

    object_history_template = "admin/audit_history.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's page (it checks who may see it) with the changes instead of its own log."""
        obj = self.get_object(request, object_id)
        changes = changes_of(obj, self.audited_children()) if obj else []
        page = Paginator(changes, PER_PAGE).get_page(request.GET.get(PAGE_VAR))
        context = {"changes": page, "changes_range": page.paginator.get_elided_page_range(page.number)}
        return super().history_view(request, object_id, {**context, **(extra_context or {})})

    def audited_children(self) -> list[tuple[type[Model], str]]:
        """Return the models of the inlines, with their foreign key to this one."""
        return [
            (inline.model, _get_foreign_key(self.model, inline.model, inline.fk_name).name)
            for inline in self.inlines
        ]
