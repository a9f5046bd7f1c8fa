"""Organisers change when a reminder comes and to whom, or switch it off."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.outbox.admin import forecast
from somosnlp.outbox.admin.base import HistoryAdmin
from somosnlp.outbox.forms import ReminderRuleForm
from somosnlp.outbox.groups import segment_named
from somosnlp.outbox.models import ReminderRule
from somosnlp.outbox.reasons import CHANGED, OFF
from somosnlp.outbox.reminders import drop_waiting
from somosnlp.outbox.rules import edition_names, rules


@admin.register(ReminderRule)
class ReminderRuleAdmin(HistoryAdmin[ReminderRule]):
    """What is not listed here happens as the code says: the forecast shows all of it."""

    form = ReminderRuleForm
    list_display = ("title", "edition", "is_on", "whom", "days", "hours", "at", "lateness")
    change_list_template = "admin/outbox/reminderrule/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        return [*forecast.urls(self.admin_site), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: ReminderRule, form: Any, change: bool) -> None:  # noqa: FBT001
        """Save, and plan again what waited as it was before."""
        with transaction.atomic():
            before = ReminderRule.objects.filter(pk=obj.pk).first()
            super().save_model(request, obj, form, change)
            for row in filter(None, [before, obj]):
                drop_waiting(row.rule, CHANGED if obj.is_on else OFF, row.edition_id)

    def delete_model(self, request: HttpRequest, obj: ReminderRule) -> None:
        """Go back to what the code says, also for what waits."""
        with transaction.atomic():
            drop_waiting(obj.rule, CHANGED, obj.edition_id)
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ReminderRule]) -> None:
        """The same for several."""
        for row in queryset:
            self.delete_model(request, row)

    @admin.display(description=gettext_lazy("a quién"), ordering="segment")
    def whom(self, row: ReminderRule) -> str:
        """The group in place of the rule's own people, or nothing."""
        segment = segment_named(row.segment) if row.segment else None
        return str(segment.label) if segment else row.segment

    @admin.display(description=gettext_lazy("recordatorio"), ordering="rule")
    def title(self, row: ReminderRule) -> str:
        """What organisers call the rule; its key when the code has it no more."""
        return next((str(rule.title) for rule in rules() if rule.key == row.rule), row.rule)

    @admin.display(description=gettext_lazy("edición"), ordering="edition_id")
    def edition(self, row: ReminderRule) -> str:
        """The name of the edition, or all."""
        if row.edition_id is None:
            return _("Todas las ediciones")
        return edition_names().get(row.edition_id, f"#{row.edition_id}")
