"""The review page: the proposal beside its history, the reviewers' notes and the decision."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from somosnlp.accounts.models import User
from somosnlp.accounts.permissions import may_see
from somosnlp.accounts.person_page.actions import person_url
from somosnlp.review.admin.lists import ReviewList
from somosnlp.review.forms import MOVE_LABELS, DecisionForm, NoteForm
from somosnlp.review.models import Reviewable, history_of, notes_on
from somosnlp.review.permissions import may_decide
from somosnlp.review.querysets import ReviewableQuerySet
from somosnlp.review.services import add_note
from somosnlp.review.states import Status
from somosnlp.review.workflow import TransitionError

#: The pages whose addresses the templates ask for.
PAGES = ("changelist", "history", "next", "review", "note", "decide", "bulk")


@dataclass(frozen=True)
class MailPreview:
    """The mail a decision would send."""

    to: str
    language: str
    subject: str
    text: str


class ReviewPages(ReviewList):
    """Reading, discussing and deciding one proposal; the three hooks are what a kind fills in."""

    def proposal(self, obj: Any) -> list[tuple[str, Any]]:
        """Return what the proposal says, as pairs of label and value."""
        raise NotImplementedError

    def decide(self, obj: Any, to: str, *, by: Any, note_to_author: str, internal_remark: str) -> object:
        """Call the service that decides on this kind of thing."""
        raise NotImplementedError

    def mail_preview(self, obj: Any, to: str, note: str) -> MailPreview | None:
        """Return the mail that the decision `to` would send; None when it sends none."""
        return None

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of a reviewer to those of every ModelAdmin."""
        own = [
            self._url("siguiente/", self.next_view, "next"),
            self._url("<int:pk>/revisar/", self.review_view, "review"),
            self._url("<int:pk>/nota/", require_POST(self.note_view), "note"),
            self._url("<int:pk>/decidir/", require_POST(self.decide_view), "decide"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Add the way to what has waited longest."""
        next_url = reverse(self.url_name("next")) if self.has_review_permission(request) else ""
        own = {"next_url": next_url, "title": capfirst(self.opts.verbose_name_plural)}
        response: HttpResponse = super().changelist_view(request, {**own, **(extra_context or {})})
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Send links to Django's own change page to the review page."""
        if not object_id.isdecimal():
            raise Http404
        return redirect(self.review_url(self._found(request, int(object_id))))

    def next_view(self, request: HttpRequest) -> HttpResponse:
        """Go to what has waited longest, after the one in `?despues=`; the person's own are left out."""
        if not self.has_review_permission(request):
            raise PermissionDenied
        queue = self._waiting(request).exclude(submitted_by=request.user)
        here = request.GET.get("despues", "")
        seen = self.get_queryset(request).filter(pk=here).first() if here.isdecimal() else None
        following = _after(queue, seen).first() or queue.exclude(pk=seen.pk if seen else None).first()
        if following:
            return redirect(self.review_url(following))
        messages.success(request, _("No queda nada sin revisar. 🎉"))
        return redirect(reverse(self.url_name("changelist")))

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show one proposal."""
        return self._review_page(request, self._found(request, pk))

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add a note for the other reviewers."""
        obj = self._found(request, pk, deciding=True)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._review_page(request, obj, note_form=form)
        add_note(obj, by=reviewer(request), text=form.cleaned_data["text"])
        return redirect(f"{self.review_url(obj)}#notas")

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what a decision would send, and decide once it is confirmed."""
        obj = self._found(request, pk, deciding=True)
        if request.POST.get("version") != str(obj.version):
            return self._changed_meanwhile(request, obj)
        form = DecisionForm(request.POST, obj=obj)
        if not form.is_valid():
            return self._review_page(request, obj, decision_form=form)
        if "confirmed" not in request.POST:
            return self._confirmation(request, obj, form)
        try:
            self._decide(request, obj, form.cleaned_data)
        except TransitionError:
            obj.refresh_from_db()
            return self._changed_meanwhile(request, obj)
        messages.success(request, _("Hecho: «%(who)s» está %(state)s.") % _described(obj))
        onward = f"{reverse(self.url_name('next'))}?despues={obj.pk}"
        return redirect(onward if request.POST["confirmed"] == "onward" else self.review_url(obj))

    def _url(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(
            route,
            self.admin_site.admin_view(view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_{name}",
        )

    def _waiting(self, request: HttpRequest) -> QuerySet[Any]:
        return cast(ReviewableQuerySet, self.get_queryset(request)).waiting()

    def _found(self, request: HttpRequest, pk: int, *, deciding: bool = False) -> Any:
        allowed = self.has_review_permission if deciding else self.has_view_permission
        if not allowed(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request).select_related(*self.list_select_related), pk=pk)

    def _decide(self, request: HttpRequest, obj: Reviewable, verdict: dict[str, Any]) -> None:
        self.decide(
            obj,
            verdict["to"],
            by=reviewer(request),
            note_to_author=verdict["note_to_author"],
            internal_remark=verdict["internal_remark"],
        )
        self.log_change(request, obj, str(MOVE_LABELS[Status(verdict["to"])]))

    def _review_page(
        self,
        request: HttpRequest,
        obj: Reviewable,
        *,
        decision_form: DecisionForm | None = None,
        note_form: NoteForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        may = may_decide(reviewer(request), obj)
        context = {
            "title": obj.submitted_by,
            "obj": obj,
            "person": obj.submitted_by,
            "ficha_url": person_url(obj.submitted_by) if may_see(request.user) else "",
            "proposal": self.proposal(obj),
            "history": history_of(obj),
            "notes": notes_on(obj),
            "may_decide": may,
            "may_review": self.has_review_permission(request),
            "decision_form": decision_form or DecisionForm(obj=obj),
            "note_form": note_form or NoteForm(),
            "waiting_count": self._waiting(request).count(),
        }
        return self._page(request, "review", context, status)

    def _confirmation(self, request: HttpRequest, obj: Reviewable, form: DecisionForm) -> HttpResponse:
        to, note = form.cleaned_data["to"], form.cleaned_data["note_to_author"]
        context = {
            "title": MOVE_LABELS[Status(to)],
            "obj": obj,
            "form": form,
            "mail": self.mail_preview(obj, to, note),
        }
        return self._page(request, "confirm", context)

    def _changed_meanwhile(self, request: HttpRequest, obj: Reviewable) -> HttpResponse:
        messages.error(
            request,
            _("Mientras leías, esto cambió y ahora está «%(state)s». No se decidió nada: míralo otra vez.")
            % _described(obj),
        )
        data = request.POST.copy()
        data["version"] = str(obj.version)
        return self._review_page(request, obj, decision_form=DecisionForm(data, obj=obj), status=409)

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        urls = {page: self.url_name(page) for page in PAGES}
        every = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "urls": urls,
        }
        return TemplateResponse(request, f"admin/review/{name}.html", {**every, **context}, status=status)


def _after(queue: QuerySet[Any], seen: Reviewable | None) -> QuerySet[Any]:
    if seen is None or seen.submitted_at is None:
        return queue
    return queue.filter(
        Q(submitted_at__gt=seen.submitted_at) | Q(submitted_at=seen.submitted_at, pk__gt=seen.pk)
    )


def _described(obj: Reviewable) -> dict[str, Any]:
    return {"who": obj.submitted_by, "state": obj.get_status_display()}


def reviewer(request: HttpRequest) -> User:
    """Return who reviews: every page of the admin has asked for a session."""
    return cast(User, request.user)
