"""The review page, and deciding on one proposal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from somosnlp.review.admin.held import HeldPages
from somosnlp.review.admin.opinions import Opinions
from somosnlp.review.admin.reading import reviewer
from somosnlp.review.admin.sharing import SharingPages
from somosnlp.review.canned import canned_text
from somosnlp.review.forms import MOVE_LABELS, DecisionForm
from somosnlp.review.models import Reviewable
from somosnlp.review.permissions import may_decide
from somosnlp.review.states import Status
from somosnlp.review.workflow import TransitionError


class ReviewPages(HeldPages, SharingPages, Opinions):
    """Reading, discussing and deciding one proposal."""

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of a reviewer to those of every ModelAdmin."""
        own = [
            self._url("siguiente/", self.next_view, "next"),
            self._url("nombres/", require_POST(self.names_view), "names"),
            self._url("repartir/", self.share_view, "share"),
            self._url("por-comunicar/", self.held_view, "held"),
            self._url("por-comunicar/<int:pk>/", self.held_mail_view, "held_mail"),
            self._url("<int:pk>/revisar/", self.review_view, "review"),
            self._url("<int:pk>/nota/", require_POST(self.note_view), "note"),
            self._url("<int:pk>/puntuar/", require_POST(self.score_view), "score"),
            self._url("<int:pk>/conflicto/", require_POST(self.conflict_view), "conflict"),
            self._url("<int:pk>/decidir/", require_POST(self.decide_view), "decide"),
        ]
        return [*own, *super().get_urls()]

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what a decision would send, and decide once it is confirmed."""
        obj = self.found(request, pk, reviewing=True)
        if request.POST.get("version") != str(obj.version):
            return self._changed_meanwhile(request, obj)
        form = self._decision_form(request, obj)
        if "use_note" in request.POST and not request.POST.get("to"):
            return self.review_page(request, obj, decision_form=form)
        if not form.is_valid():
            return self.review_page(request, obj, decision_form=form, status=422)
        if "confirmed" not in request.POST:
            return self._confirmation(request, obj, form)
        try:
            self.make_decision(request, obj, form.cleaned_data)
        except TransitionError:
            obj.refresh_from_db()
            return self._changed_meanwhile(request, obj)
        said = {"who": self.called(request, obj), "state": obj.get_status_display()}
        done = _("Hecho: «%(who)s» está %(state)s.") % said
        if request.POST["confirmed"] != "onward":
            messages.success(request, done)
            return redirect(self.review_url(obj))
        back = format_html('{} <a href="{}">{}</a>', done, self.review_url(obj), _("Cambiar la decisión"))
        messages.success(request, back)
        return redirect(f"{self.page_url('next')}?despues={obj.pk}")

    def make_decision(self, request: HttpRequest, obj: Reviewable, verdict: dict[str, Any]) -> None:
        """Call the kind's service and write down who pressed; TransitionError also after a conflict."""
        if obj.pk in self.barred(request, [obj]):
            raise TransitionError
        self.decide(
            obj,
            to=verdict["to"],
            by=reviewer(request),
            note_to_author=verdict["note_to_author"],
            internal_remark=verdict["internal_remark"],
        )
        self.log_change(request, obj, str(MOVE_LABELS[Status(verdict["to"])]))

    def review_page(
        self, request: HttpRequest, obj: Reviewable, *, status: int = 200, **forms: Any
    ) -> HttpResponse:
        barred = obj.pk in self.barred(request, [obj])
        note = canned_text(request.GET.get("nota", ""), self.language_of(obj))
        context = {
            "title": self.called(request, obj),
            "obj": obj,
            "is_own": obj.submitted_by_id == reviewer(request).pk,
            "may_decide": may_decide(reviewer(request), obj) and not barred,
            "may_review": self.has_review_permission(request),
            "decision_form": forms.get("decision_form") or DecisionForm(obj=obj, note=note),
            "waiting_count": self.my_queue(request).count(),
            **self.proposal_context(request, obj),
            **self.opinions_context(request, obj, barred=barred, forms=forms),
        }
        return self.page(request, "review", context, status)

    def _decision_form(self, request: HttpRequest, obj: Reviewable) -> DecisionForm:
        """Return the form as it was typed, or with the prepared words that were asked for."""
        data = request.POST.copy()
        if "use_note" in data:
            words = canned_text(data.get("canned", ""), self.language_of(obj))
            data["note_to_author"] = words or data.get("note_to_author", "")
        return DecisionForm(data, obj=obj, move=data.get("to", ""))

    def _confirmation(self, request: HttpRequest, obj: Reviewable, form: DecisionForm) -> HttpResponse:
        to, note = form.cleaned_data["to"], form.cleaned_data["note_to_author"]
        context = {
            "title": MOVE_LABELS[Status(to)],
            "obj": obj,
            "form": form,
            "mail": None if self.hides_names(request) else self.mail_preview(obj, to, note),
            "note": note,
            "is_held": self.holds(request, obj, to),
        }
        return self.page(request, "confirm", context)

    def _changed_meanwhile(self, request: HttpRequest, obj: Reviewable) -> HttpResponse:
        state = obj.get_status_display()
        messages.error(
            request,
            _("Mientras leías, esto cambió y ahora está «%(state)s». No se decidió nada: míralo otra vez.")
            % {"state": state},
        )
        data = request.POST.copy()
        data["version"] = str(obj.version)
        return self.review_page(request, obj, decision_form=DecisionForm(data, obj=obj), status=409)
