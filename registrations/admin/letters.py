"""Writing to the people that the list of registrations shows: held drafts, let go on the letter's page."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import ADDITION, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations.forms.letters import ListLetterForm
from registrations.models import Registration
from somosnlp.outbox.models import Circular
from somosnlp.outbox.segments import PLACES, create_mailing
from somosnlp.ui.lists import LightList


class Letters(LightList[Registration]):
    """An action that asks for the words and writes a draft to each: the ticked ones, or the whole list."""

    actions: Any = ("write_to_these",)

    def has_write_permission(self, request: HttpRequest) -> bool:
        """Who may write to groups."""
        return request.user.has_perm("outbox.add_circular")

    @admin.action(description=gettext_lazy("Escribir a estas personas"), permissions=["write"])
    def write_to_these(self, request: HttpRequest, queryset: "QuerySet[Registration]") -> HttpResponse:
        form = ListLetterForm(request.POST if "letter" in request.POST else None)
        if form.is_bound and form.is_valid():
            return self._write(request, queryset, form)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Escribir a estas personas"),
            "opts": self.opts,
            "form": form,
            "places": PLACES,
            "whom": self._whom(request, queryset),
            "people": _reachable(queryset).order_by().values("user").distinct().count(),
            "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "whole_list": _is_whole_list(request),
        }
        return TemplateResponse(request, "admin/registrations/registration/write.html", context)

    def _write(
        self, request: HttpRequest, chosen: "QuerySet[Registration]", form: ListLetterForm
    ) -> HttpResponse:
        by = request.user.pk or 0
        circular = create_mailing(
            title=form.cleaned_data["title"],
            topic=form.cleaned_data["topic"],
            words=form.words(),
            recipients=_reachable(chosen).values_list(
                "user_id", "user__email", "user__language", "user__time_zone"
            ),
            segment=self._whom(request, chosen),
            edition_id=_only_edition(chosen),
            by=by,
        )
        LogEntry.objects.log_actions(
            by,
            Circular.objects.filter(pk=circular.pk),
            ADDITION,
            _("Escrita desde la lista de inscripciones"),
        )
        messages.success(request, _("Está escrita y retenida: mírala y déjala salir."))
        return redirect("admin:outbox_circular_change", circular.pk)

    def _whom(self, request: HttpRequest, chosen: "QuerySet[Registration]") -> str:
        """Say who was chosen: by hand, or by which filters."""
        if not _is_whole_list(request):
            count = chosen.count()
            text = ngettext(
                "%(count)d inscripción elegida en la lista",
                "%(count)d inscripciones elegidas en la lista",
                count,
            )
            return text % {"count": count}
        cl = self.get_changelist_instance(request)
        told = [
            f"{spec.title}: {choice['display']}"
            for spec in cl.filter_specs
            for choice in list(spec.choices(cl))[1:]  # the first is «all»
            if choice["selected"]
        ]
        if cl.query:
            told.append(_("«%(text)s»") % {"text": cl.query})
        return " · ".join(map(str, [self.opts.verbose_name_plural, *(told or [_("todas")])]))


def _is_whole_list(request: HttpRequest) -> bool:
    return request.POST.get("select_across") == "1"


def _reachable(rows: "QuerySet[Registration]") -> "QuerySet[Registration]":
    """Leave out whose account is closed."""
    return rows.filter(user__is_active=True)


def _only_edition(rows: "QuerySet[Registration]") -> int | None:
    """Return the edition that all `rows` are of: answers to the letter go where those about it go."""
    found = rows.order_by().values_list("edition_id", flat=True).distinct()[:2]
    return found[0] if len(found) == 1 else None
