"""Reading one proposal: finding it, the next one, and the page that shows it."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from somosnlp.accounts.models import User
from somosnlp.accounts.permissions import may_see
from somosnlp.accounts.person_page.actions import person_url
from somosnlp.review.admin.lists import ReviewList
from somosnlp.review.models import Conflict, Reviewable, about, history_of, notes_on
from somosnlp.review.queues import unreviewed_by, with_mine
from somosnlp.review.similarity import Similar
from somosnlp.review.telling import untold

#: What is read side by side needs the place of Django's list of models.
WIDE = {"is_nav_sidebar_enabled": False}
#: The pages whose addresses the templates ask for.
PAGES = (
    "changelist",
    "history",
    "next",
    "review",
    "note",
    "decide",
    "bulk",
    "score",
    "conflict",
    "names",
    "share",
    "held",
    "held_mail",
)


class Reading(ReviewList):
    """The pages on which nothing is decided."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Add the ways to what waits."""
        own: dict[str, Any] = {"title": capfirst(self.opts.verbose_name_plural), **WIDE}
        own |= self.names_context(request)
        if self.has_review_permission(request):
            own["next_url"] = self.page_url("next")
            own["names_url"] = self.page_url("names")
            own["held_count"] = untold().filter(content_type__model=self.opts.model_name).count()
            own["held_url"] = self.page_url("held")
            if any(each.reviewers_each for each in self.rounds_for(request).values()):
                own["share_url"] = self.page_url("share")
        response: HttpResponse = super().changelist_view(request, {**own, **(extra_context or {})})
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Send links to Django's own change page to the review page."""
        if not object_id.isdecimal():
            raise Http404
        return redirect(self.review_url(self.found(request, int(object_id))))

    def next_view(self, request: HttpRequest) -> HttpResponse:
        """Go to the next one that this reader has not reviewed, after the one in `?despues=`.

        Those assigned to them come first, then what has waited longest; their own and those they declared a
        conflict with are left out. After the last it begins again.
        """
        if not self.has_review_permission(request):
            raise PermissionDenied
        queue = self.my_queue(request)
        here = request.GET.get("despues", "")
        seen = self._ranked(request).filter(pk=here).first() if here.isdecimal() and len(here) < 19 else None
        following = _after(queue, seen).first() or queue.exclude(pk=seen.pk if seen else None).first()
        if following:
            return redirect(self.review_url(following))
        messages.success(request, _("No queda nada sin revisar. 🎉"))
        return redirect(self.page_url("changelist"))

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show one proposal."""
        return self.review_page(request, self.found(request, pk))

    def review_page(
        self, request: HttpRequest, obj: Reviewable, *, status: int = 200, **forms: Any
    ) -> HttpResponse:
        """Show `obj` with everything about it; `forms` are those that were refused."""
        raise NotImplementedError

    def my_queue(self, request: HttpRequest) -> QuerySet[Any]:
        """Return what this reader has not reviewed, in their order."""
        return unreviewed_by(self.get_queryset(request), request.user, self.own_rows(request.user))

    def barred(self, request: HttpRequest, objects: Iterable[Reviewable]) -> set[Any]:
        """Return which of `objects` this reader must not review: their own, and those with a conflict."""
        user, listed = request.user, list(objects)
        pks = [obj.pk for obj in listed]
        found = {obj.pk for obj in listed if obj.submitted_by_id == user.pk}
        if type(self).own_rows is not ReviewList.own_rows:
            own = self.model._default_manager.filter(self.own_rows(user), pk__in=pks)
            found |= set(own.values_list("pk", flat=True))
        if any(each.uses_conflicts for each in self.rounds_for(request).values()):
            kind = about(listed[0])["content_type"] if listed else None
            conflicts = Conflict.objects.filter(
                content_type=kind, object_id__in=pks, reviewer=reviewer(request)
            )
            found |= set(conflicts.values_list("object_id", flat=True))
        return found

    def found(self, request: HttpRequest, pk: int, *, reviewing: bool = False) -> Any:
        """Return the proposal `pk` for who may read it, or with `reviewing` for who may review."""
        allowed = self.has_review_permission if reviewing else self.has_view_permission
        if not allowed(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request).select_related(*self.list_select_related), pk=pk)

    def proposal_context(self, request: HttpRequest, obj: Reviewable) -> dict[str, Any]:
        """Return what the proposal says, by whom where that may be seen, and what was said about it."""
        hidden = self.hides_names(request)
        rows = self._whole(self.similar(obj))
        similar = [
            (each, self.numbered(each.obj) if hidden else self._entitled(each.obj), self.proposal(each.obj))
            for each in rows
        ]
        return {
            "person": None if hidden else obj.submitted_by,
            "ficha_url": person_url(obj.submitted_by) if may_see(request.user) and not hidden else "",
            "proposal": self.proposal(obj),
            "about_author": [] if hidden else self.about_author(obj),
            "similar": similar,
            "late": self.overdue(obj),
            "answer_by": self.answer_by(obj),
            "history": history_of(obj),
            "notes": notes_on(obj),
        }

    def _whole(self, similar: list[Similar]) -> list[Similar]:
        """Fetch what the pages show of them in one statement instead of one for each."""
        pks = [each.obj.pk for each in similar]
        rows = (
            self.model._default_manager.select_related(*self.list_select_related).in_bulk(pks) if pks else {}
        )
        return [Similar(rows[each.obj.pk], each.likeness) for each in similar]

    def _entitled(self, obj: Reviewable) -> str:
        return " · ".join(filter(None, [self.headline(obj), str(obj.submitted_by)]))

    def page(
        self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        """Answer with the template `name` of the review pages."""
        obj = context.get("obj")
        every = {
            **self.admin_site.each_context(request),
            **WIDE,
            **self.names_context(request),
            "opts": self.opts,
            "media": self.media,
            "urls": {page: self.url_name(page) for page in PAGES},
            "called": self.called(request, obj) if obj else "",
        }
        return TemplateResponse(request, f"admin/review/{name}.html", {**every, **context}, status=status)

    def _url(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(
            route,
            self.admin_site.admin_view(view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_{name}",
        )

    def _ranked(self, request: HttpRequest) -> QuerySet[Any]:
        return with_mine(self.get_queryset(request), request.user)


def _after(queue: QuerySet[Any], seen: Any) -> QuerySet[Any]:
    """Return what of `queue` follows `seen` in its order: assigned first, then the longest waiting."""
    if seen is None or seen.submitted_at is None:
        return queue
    later = Q(submitted_at__gt=seen.submitted_at) | Q(submitted_at=seen.submitted_at, pk__gt=seen.pk)
    following = Q(is_mine=seen.is_mine) & later
    return queue.filter(following | Q(is_mine=False) if seen.is_mine else following)


def reviewer(request: HttpRequest) -> User:
    """Return who reviews: every page of the admin has asked for a session."""
    return cast(User, request.user)
