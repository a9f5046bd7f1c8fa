"""«Decisiones por comunicar»: decided now, told later, all together after a look at every mail."""

from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from somosnlp.outbox.rewriting import rewrite, words_of
from somosnlp.review.admin.reading import Reading
from somosnlp.review.forms import HeldMailForm
from somosnlp.review.models import HeldDecision
from somosnlp.review.services import release_decisions
from somosnlp.review.services.decisions import fingerprint
from somosnlp.review.telling import untold


class HeldPages(Reading):
    """The list of mails that wait, the page of one of them, and the press that lets them go."""

    def held_view(self, request: HttpRequest) -> HttpResponse:
        """List the decisions that wait; a POST shows those chosen whole, a confirmed one releases them."""
        self._check_held(request)
        if request.method != "POST":
            return self._held_page(request, self._held(), "held")
        chosen = [pk for pk in request.POST.getlist("chosen") if pk.isdecimal() and len(pk) < 19]
        if "confirmed" not in request.POST:
            return self._held_page(request, self._held().filter(pk__in=chosen), "held_preview")
        seen = dict(pair.split(":") for pair in request.POST.getlist("seen") if pair.count(":") == 1)
        released = release_decisions(
            self.model, {int(pk): mark for pk, mark in seen.items() if pk.isdecimal()}
        )
        self._after_release(request, released, len(seen))
        return redirect(self.page_url("held"))

    def held_mail_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show one mail as it will leave, and let its words be changed before."""
        self._check_held(request)
        if self.hides_names(request):
            raise PermissionDenied
        held = get_object_or_404(self._held(), pk=pk)
        subject, text = held.mail.subject, words_of(held.mail)
        seen = fingerprint(held.mail)
        if request.method != "POST":
            form = HeldMailForm(initial={"subject": subject, "text": text, "seen": seen})
            return self._held_mail_page(request, held, form)
        form = HeldMailForm(request.POST)
        if not form.is_valid():
            return self._held_mail_page(request, held, form, status=422)
        typed = form.cleaned_data
        if typed["seen"] != seen or not rewrite(held.mail, subject=typed["subject"], text=typed["text"]):
            messages.error(
                request, _("Otra persona lo cambió o ya salió. No se guardó nada: míralo otra vez.")
            )
            return self._held_mail_page(request, held, form, status=409)
        messages.success(request, _("Guardado: saldrá con estas palabras."))
        return redirect(self.page_url("held"))

    def may_release(self, request: HttpRequest) -> bool:
        """Tell whether this person lets decisions be told."""
        return self.has_review_permission(request) and request.user.has_perm("outbox.release_outgoingemail")

    def _check_held(self, request: HttpRequest) -> None:
        if not self.may_release(request):
            raise PermissionDenied

    def _held(self) -> "QuerySet[HeldDecision]":
        kind = ContentType.objects.get_for_model(self.model)
        return untold().filter(content_type=kind).select_related("mail", "change__by").order_by("pk")

    def _held_page(self, request: HttpRequest, held: "QuerySet[HeldDecision]", template: str) -> HttpResponse:
        rows = list(held)
        objects = self.get_queryset(request).select_related(*self.list_select_related)
        found = objects.in_bulk([row.object_id for row in rows])
        context = {
            "title": _("Decisiones por comunicar (%(count)d)") % {"count": len(rows)},
            "rows": [
                (row, self.called(request, found[row.object_id]), fingerprint(row.mail))
                for row in rows
                if row.object_id in found
            ],
        }
        return self.page(request, template, context)

    def _held_mail_page(
        self, request: HttpRequest, held: HeldDecision, form: HeldMailForm, status: int = 200
    ) -> HttpResponse:
        context = {"title": held.mail.subject, "held": held, "form": form}
        return self.page(request, "held_mail", context, status)

    def _after_release(self, request: HttpRequest, released: list[Any], asked: int) -> None:
        objects = list(
            self.get_queryset(request).select_related(*self.list_select_related).filter(pk__in=released)
        )
        for obj in objects:
            self.log_change(request, obj, _("Decisión comunicada"))
        self.after_release(objects)
        if released:
            said = ngettext(
                "%(count)d decisión comunicada.", "%(count)d decisiones comunicadas.", len(released)
            )
            messages.success(request, said % {"count": len(released)})
        if len(released) < asked:
            messages.warning(
                request,
                _("Algunas ya habían salido o cambiaron desde que las viste: no se enviaron otra vez."),
            )
