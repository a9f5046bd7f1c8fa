"""Organisers say where answers to the mails of an edition go."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.outbox.admin.base import HistoryAdmin
from somosnlp.outbox.forms import ReplyAddressForm
from somosnlp.outbox.models import ReplyAddress
from somosnlp.outbox.rules import edition_names


@admin.register(ReplyAddress)
class ReplyAddressAdmin(HistoryAdmin[ReplyAddress]):
    form = ReplyAddressForm
    list_display = ("address", "edition")

    @admin.display(description=gettext_lazy("edición"), ordering="edition_id")
    def edition(self, row: ReplyAddress) -> str:
        """The name of the edition, or all."""
        if row.edition_id is None:
            return _("Todas las ediciones")
        return edition_names().get(row.edition_id, f"#{row.edition_id}")
