"""Sharing out proposals among reviewers: a page that shows the plan, then the same plan written."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from somosnlp.accounts.models import User
from somosnlp.review.admin.reading import Reading
from somosnlp.review.assigning import Plan
from somosnlp.review.forms import SharingForm
from somosnlp.review.services import apply_plan, plan_assignments


class SharingPages(Reading):
    """«Repartir»: how many readers each proposal gets, and who takes part."""

    def share_view(self, request: HttpRequest) -> HttpResponse:
        """Show who would read what, and share it out once that is confirmed."""
        if not self.may_share(request):
            raise PermissionDenied
        form = self._sharing_form(request)
        if request.method != "POST" or not form.is_valid():
            return self._sharing_page(request, form, None, status=422 if form.errors else 200)
        people, each = list(form.cleaned_data["people"]), form.cleaned_data["each"]
        asked = {"each": each, "owners": self._owners(people)}
        rows = self._shared_rows(request)
        plan = plan_assignments(rows, [person.pk for person in people], **asked)
        if "confirmed" not in request.POST or form.cleaned_data["seen"] != _mark(plan):
            if "confirmed" in request.POST:
                messages.warning(request, _("El reparto cambió desde que lo viste: míralo otra vez."))
            return self._sharing_page(request, form, plan)
        done = apply_plan(rows, [person.pk for person in people], **asked)
        said = ngettext("%(count)d asignación nueva.", "%(count)d asignaciones nuevas.", len(done.added))
        messages.success(request, said % {"count": len(done.added)})
        return redirect(self.page_url("changelist"))

    def may_share(self, request: HttpRequest) -> bool:
        """Tell whether this person shares out the work: who may change rounds."""
        return self.has_review_permission(request) and self.may_open_names(request)

    def reviewers(self) -> "QuerySet[User]":
        """Return who reviews this kind by a group or a permission of their own."""
        permission = Permission.objects.filter(
            content_type__app_label=self.opts.app_label,
            codename=get_permission_codename("review", self.opts),
        )
        people = User.objects.filter(is_active=True, is_staff=True)
        given = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
        return people.filter(given).distinct().order_by("name", "pk")

    def _shared_rows(self, request: HttpRequest) -> "QuerySet[Any]":
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows

    def _sharing_form(self, request: HttpRequest) -> SharingForm:
        people = self.reviewers()
        if request.method == "POST":
            return SharingForm(request.POST, people=people)
        asked = [each.reviewers_each for each in self.rounds_for(request).values() if each.reviewers_each]
        return SharingForm(people=people, initial={"people": people, "each": max(asked, default=2)})

    def _owners(self, people: list[User]) -> dict[int, frozenset[int]]:
        """Return proposal → those of `people` to whom it belongs."""
        found: dict[int, frozenset[int]] = {}
        for person in people:
            own = self.model._default_manager.filter(self.own_rows(person))
            for pk in own.values_list("pk", flat=True):
                found[pk] = found.get(pk, frozenset()) | {person.pk}
        return found

    def _sharing_page(
        self, request: HttpRequest, form: SharingForm, plan: Plan | None, status: int = 200
    ) -> HttpResponse:
        context: dict[str, Any] = {"title": _("Repartir las propuestas"), "form": form, "plan": plan}
        if plan:
            names = {person.pk: str(person) for person in form.cleaned_data["people"]}
            new = {person: sum(reader == person for _pk, reader in plan.added) for person in plan.load}
            context["loads"] = [(names[pk], new[pk], load) for pk, load in sorted(plan.load.items())]
            context["mark"] = _mark(plan)
        return self.page(request, "share", context, status)


def _mark(plan: Plan) -> str:
    return sha256(repr((plan.added, plan.removed)).encode()).hexdigest()[:16]
