"""Organisers change when a reminder comes, or switch it off."""

from django.contrib import admin
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.outbox.admin import forecast
from somosnlp.outbox.admin.base import HistoryAdmin
from somosnlp.outbox.forms import ReminderRuleForm
from somosnlp.outbox.models import ReminderRule
from somosnlp.outbox.rules import edition_names, rules


@admin.register(ReminderRule)
class ReminderRuleAdmin(HistoryAdmin[ReminderRule]):
    """What is not listed here happens as the code says: the forecast shows all of it."""

    form = ReminderRuleForm
    list_display = ("title", "edition", "is_on", "days", "hours", "at", "lateness")
    change_list_template = "admin/outbox/reminderrule/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        return [*forecast.urls(self.admin_site), *super().get_urls()]

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
