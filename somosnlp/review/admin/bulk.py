"""One decision on many proposals: a page that says what will happen, then the service for each of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from somosnlp.review.admin.pages import ReviewPages
from somosnlp.review.admin.reading import reviewer
from somosnlp.review.canned import canned_text
from somosnlp.review.forms import MOVE_LABELS, BulkDecisionForm
from somosnlp.review.models import Reviewable
from somosnlp.review.permissions import may_decide
from somosnlp.review.states import REVIEWER_MOVES, Status, reviewer_moves
from somosnlp.review.workflow import TransitionError

Action = Callable[["BulkDecisions", HttpRequest, QuerySet[Any]], HttpResponse]


def _action(move: Status) -> Action:
    @admin.action(description=MOVE_LABELS[move], permissions=["review"])
    def choose(model_admin: "BulkDecisions", request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        chosen = ",".join(f"{obj.pk}:{obj.version}" for obj in queryset)
        form = BulkDecisionForm(initial={"to": move.value, "chosen": chosen})
        return model_admin.bulk_page(request, list(queryset), move, form)

    choose.__name__ = f"decide_{move.value}"
    return choose


class BulkDecisions(ReviewPages):
    """Actions of the list; each proposal is decided on its own, and what was skipped is said by name."""

    actions = [_action(move) for move in REVIEWER_MOVES]

    def get_urls(self) -> list[URLPattern]:
        """Add the page that decides on several."""
        return [self._url("decidir-varias/", require_POST(self.bulk_view), "bulk"), *super().get_urls()]

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """Show again what would be sent, or decide on each of the chosen once it is confirmed."""
        if not self.has_review_permission(request):
            raise PermissionDenied
        form = BulkDecisionForm(request.POST)
        valid = form.is_valid()
        chosen, to = form.cleaned_data.get("chosen"), form.cleaned_data.get("to")
        if not chosen or not to:
            messages.error(request, _("La selección no se entiende: vuelve a la lista y elige otra vez."))
            return redirect(reverse(self.url_name("changelist")))
        objects = list(
            self.get_queryset(request).select_related(*self.list_select_related).filter(pk__in=chosen)
        )
        if not valid or "confirmed" not in request.POST:
            return self.bulk_page(request, objects, Status(to), form, status=200 if valid else 422)
        self._decide_each(request, objects, form.cleaned_data)
        return redirect(reverse(self.url_name("changelist")))

    def bulk_page(
        self,
        request: HttpRequest,
        objects: list[Any],
        move: Status,
        form: BulkDecisionForm,
        status: int = 200,
    ) -> HttpResponse:
        """Show what `move` would do to each of `objects`, with the mail the first of them would get."""
        barred = self.barred(request, objects)
        rows = [
            (obj, self.called(request, obj), obj.pk not in barred and self._possible(request, obj, move))
            for obj in objects
        ]
        first = next((obj for obj, _called, possible in rows if possible), None)
        shown = first is not None and not self.hides_names(request)
        note = self._note_for(first, _typed(form)) if first else ""
        context = {
            "title": MOVE_LABELS[move],
            "rows": rows,
            "possible": sum(possible for _obj, _called, possible in rows),
            "form": form,
            "mail": self.mail_preview(first, move, note) if shown else None,
            "note": note,
            "is_held": all(self.holds(request, obj, move) for obj, _called, possible in rows if possible),
        }
        return self.page(request, "bulk", context, status)

    def _note_for(self, obj: Reviewable, typed: tuple[str, str]) -> str:
        """Return the words for the author of `obj`: what was typed, or else those prepared."""
        note, canned = typed
        return note or canned_text(canned, self.language_of(obj))

    def _possible(self, request: HttpRequest, obj: Reviewable, move: Status) -> bool:
        return (
            move in reviewer_moves(obj.status)
            and may_decide(reviewer(request), obj)
            and self.allows(obj, move)
        )

    def _decide_each(self, request: HttpRequest, objects: list[Any], verdict: dict[str, Any]) -> None:
        skipped, held = [], 0
        for obj in objects:
            try:
                if verdict["chosen"][obj.pk] != obj.version:
                    raise TransitionError
                note = self._note_for(obj, (verdict["note_to_author"], verdict["canned"]))
                self.make_decision(request, obj, {**verdict, "note_to_author": note})
                held += self.holds(request, obj, verdict["to"])
            except TransitionError:
                obj.refresh_from_db()
                skipped.append(f"{self.called(request, obj)} ({obj.get_status_display()})")
        _report(request, len(objects) - len(skipped) - held, held, skipped)


def _typed(form: BulkDecisionForm) -> tuple[str, str]:
    return str(form["note_to_author"].value() or ""), str(form["canned"].value() or "")


def _report(request: HttpRequest, done: int, held: int, skipped: list[str]) -> None:
    if held:
        said = ngettext(
            "%(count)d decidida; su correo espera.", "%(count)d decididas; sus correos esperan.", held
        )
        messages.success(request, said % {"count": held})
    if done:
        said = ngettext(
            "%(count)d decidida, con su correo.", "%(count)d decididas, cada una con su correo.", done
        )
        messages.success(request, said % {"count": done})
    if skipped:
        said = ngettext(
            "%(count)d quedó como estaba: %(who)s.", "%(count)d quedaron como estaban: %(who)s.", len(skipped)
        )
        messages.warning(request, said % {"count": len(skipped), "who": ", ".join(skipped)})
