"""Organisers write reminders of their own, see how they read, and delete them."""

from typing import Any

from csp.decorators import csp_update
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy

from somosnlp.outbox import own_rules
from somosnlp.outbox.admin import previews
from somosnlp.outbox.admin.base import FRAMES, HistoryAdmin
from somosnlp.outbox.deadlines import deadline_named
from somosnlp.outbox.forms import OwnRuleForm
from somosnlp.outbox.groups import segment_named
from somosnlp.outbox.models import OwnRule
from somosnlp.outbox.rendering import render_sample, render_words
from somosnlp.outbox.rules import edition_names
from somosnlp.outbox.ruleset import OWN_PLACES, own_rule
from somosnlp.outbox.texts import editable


@admin.register(OwnRule)
class OwnRuleAdmin(HistoryAdmin[OwnRule]):
    """Those of the code are settings of reminders; these are rows, planned and foreseen like them."""

    form = OwnRuleForm
    list_display = ("title", "edition", "when", "whom", "is_on")
    list_filter = ("is_on",)
    search_fields = ("title",)
    change_form_template = "admin/outbox/ownrule/change_form.html"
    change_list_template = "admin/outbox/ownrule/change_list.html"

    @admin.display(description=gettext_lazy("edición"), ordering="edition_id")
    def edition(self, row: OwnRule) -> str:
        """The name of the edition."""
        return edition_names().get(row.edition_id, f"#{row.edition_id}")

    @admin.display(description=gettext_lazy("plazo, días antes y hora"), ordering="deadline")
    def when(self, row: OwnRule) -> str:
        """The date it counts back from, how many days, and the hour where each person lives."""
        deadline = deadline_named(row.deadline)
        return f"{deadline.label if deadline else row.deadline} · {row.days} · {row.at:%H:%M}"

    @admin.display(description=gettext_lazy("a quién"), ordering="segment")
    def whom(self, row: OwnRule) -> str:
        """The group; nothing for whom the date concerns."""
        segment = segment_named(row.segment) if row.segment else None
        return str(segment.label) if segment else row.segment

    def get_fieldsets(self, request: HttpRequest, obj: OwnRule | None = None) -> Any:
        """Django asks the class of the form, which does not know the fields of the words."""
        return [(None, {"fields": list(OwnRuleForm(instance=obj).fields)})]

    def get_form(self, request: HttpRequest, obj: OwnRule | None = None, *args: Any, **kwargs: Any) -> Any:
        """The same: only the columns of the row are Django's to build."""
        kwargs["fields"] = OwnRuleForm.Meta.fields
        return super().get_form(request, obj, *args, **kwargs)

    @method_decorator(csp_update(FRAMES))
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Django's form, what may stand in braces, and how the saved words read."""
        row = self.get_object(request, object_id) if object_id else None
        shown = row is not None and self.has_view_permission(request, row)
        context = {"places": OWN_PLACES, "versions": _versions(row) if row and shown else []}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **context})

    def save_model(self, request: HttpRequest, obj: OwnRule, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's)
        own_rules.save_own_rule(obj, form.words())

    def delete_model(self, request: HttpRequest, obj: OwnRule) -> None:
        own_rules.delete_own_rule(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[OwnRule]) -> None:
        for row in queryset:
            own_rules.delete_own_rule(row)


def _versions(row: OwnRule) -> list[dict[str, Any]]:
    """Return the reminder in each of its languages, as an invented person gets it."""
    rule, mail = own_rule(row), editable(row.template) if row.template else None
    if mail is not None:
        content = render_sample(mail, "es")
        return [{"label": str(mail.title), "content": content, "key": previews.keep(content.html)}]
    facts = dict(rule.facts(row.edition_id, "America/Bogota")) if rule else {"edicion": "", "plazo": ""}
    facts |= {"nombre": "Ana", "saludo": "Hola, Ana:", "enlace": "https://example.org/mi-hackathon/"}
    versions = []
    for text in row.texts.order_by("-language"):
        content = render_words(
            text.subject,
            text.body,
            facts,
            OWN_PLACES,
            to="persona@example.org",
            language=text.language,
            time_zone="America/Bogota",
            topic=rule.topic if rule else "",
        )
        label = text.get_language_display()
        versions.append({"label": label, "content": content, "key": previews.keep(content.html)})
    return versions
