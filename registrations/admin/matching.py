"""The matching for organisers: start a run, follow it, look at what it proposes, send it, run again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.models import Milestone
from events.states import MilestoneKind
from registrations.forms.matching import StartRunForm
from registrations.models import MatchRun
from registrations.services import match_sending, matching
from registrations.services.match_problem import open_teams_of, seekers_of
from registrations.services.matching import RunUnderWayError, StaleRunError
from registrations.states.teams import RunStatus
from registrations.teams.match_report import figures_of, groups_of, left_over
from somosnlp.accounts.models import User

UNDER_WAY = (RunStatus.QUEUED, RunStatus.RUNNING)


@dataclass(frozen=True)
class Move:
    """What can be done with a run in some states; `warning` is what the confirmation says."""

    key: str
    title: Promise
    warning: Promise
    states: tuple[RunStatus, ...]
    act: Callable[[MatchRun, User], MatchRun]


def _send(run: MatchRun, by: User) -> MatchRun:
    match_sending.send_proposals(run, by=by)
    return run


def _again(run: MatchRun, by: User) -> MatchRun:
    return matching.start_next_round(run, by=by)


def _cancel(run: MatchRun, by: User) -> MatchRun:
    matching.cancel_run(run, by=by)
    return run


MOVES = (
    Move(
        "enviar",
        gettext_lazy("Enviar propuestas"),
        gettext_lazy("Cada persona recibe un correo con su propuesta y puede aceptarla o declinarla."),
        (RunStatus.DONE,),
        _send,
    ),
    Move(
        "otra-vuelta",
        gettext_lazy("Segunda vuelta"),
        gettext_lazy(
            "Se calcula otra vez, con las mismas condiciones, para quien sigue sin equipo ni propuesta."
        ),
        (RunStatus.SENT, RunStatus.FINISHED, RunStatus.FAILED),
        _again,
    ),
    Move(
        "descartar",
        pgettext_lazy("emparejamiento", "Descartar"),
        gettext_lazy("No se escribe a nadie; puedes calcular otra vez."),
        (*UNDER_WAY, RunStatus.DONE),
        _cancel,
    ),
)


@admin.register(MatchRun)
class MatchRunAdmin(admin.ModelAdmin[MatchRun]):
    """Runs are started and decided here, never edited."""

    list_display = (
        "created_at",
        "edition",
        "status",
        "placed",
        "progress",
        "sent_at",
        "answer_by",
        "created_by",
    )
    list_filter = ("edition", "status")
    list_select_related = ("edition", "created_by")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("con propuesta"))
    def placed(self, obj: MatchRun) -> str:
        figures = obj.report.get("figures")
        return f"{figures['placed']} / {figures['seekers']}" if figures else "—"

    def get_urls(self) -> list[URLPattern]:
        decide = path(
            "<int:pk>/decidir/<slug:move>/",
            self.admin_site.admin_view(self.decide_view),
            name="registrations_matchrun_decide",
        )
        return [decide, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask for the conditions, show whom they concern, and start once that is confirmed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = StartRunForm(request.POST or None)
        asked = form.is_valid() and "edit" not in request.POST
        if asked and "confirmed" in request.POST:
            return self._start(request, form)
        context: dict[str, Any] = {"title": _("Emparejar equipos"), "form": form}
        if asked:
            context |= self._preview(form)
        return self._page(request, "start", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show how far a run is, and what it found; while it runs the page comes again by itself."""
        run = get_object_or_404(MatchRun.objects.select_related("edition"), pk=object_id)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        may = self.has_change_permission(request, run)
        context = {
            "title": _("Emparejamiento de %(edition)s") % {"edition": run.edition},
            "run": run,
            "under_way": run.status in UNDER_WAY,
            "moves": [move for move in MOVES if may and run.status in move.states],
            "figures": figures_of(run),
            "groups": groups_of(run),
            "left_over": left_over(run),
        }
        return self._page(request, "run", context)

    def decide_view(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Ask whether to do it; do it on POST."""
        run = get_object_or_404(MatchRun.objects.select_related("edition"), pk=pk)
        chosen = next((one for one in MOVES if one.key == move), None)
        if chosen is None or not self.has_change_permission(request, run):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, run, chosen)
        context = {"title": chosen.title, "run": run, "move": chosen, "figures": figures_of(run)}
        return self._page(request, "decide", context)

    def _decide(self, request: HttpRequest, run: MatchRun, move: Move) -> HttpResponse:
        if run.status not in move.states:
            return self._stale(request, run)
        try:
            run = move.act(run, cast(User, request.user))
        except StaleRunError:
            return self._stale(request, run)
        except RunUnderWayError:
            messages.error(request, _("Ya se está calculando otro emparejamiento de esta edición."))
        else:
            messages.success(request, _("Hecho: %(what)s.") % {"what": move.title})
        return redirect("admin:registrations_matchrun_change", run.pk)

    def _stale(self, request: HttpRequest, run: MatchRun) -> HttpResponse:
        messages.error(request, _("Entre tanto cambió: esto es lo que hay ahora."))
        return redirect("admin:registrations_matchrun_change", run.pk)

    def _start(self, request: HttpRequest, form: StartRunForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            run = matching.start_run(
                values["edition"],
                conditions=form.conditions(),
                answer_hours=values["answer_hours"],
                held=values["held"],
                by=cast(User, request.user),
            )
        except RunUnderWayError:
            messages.error(request, _("Ya se está calculando otro emparejamiento de esta edición."))
            return redirect("admin:registrations_matchrun_changelist")
        return redirect("admin:registrations_matchrun_change", run.pk)

    def _preview(self, form: StartRunForm) -> dict[str, Any]:
        """Return whom a run with these conditions would concern now, and what was announced."""
        edition = form.cleaned_data["edition"]
        milestone = Milestone.objects.filter(edition=edition, kind=MilestoneKind.MATCHING).first()
        return {
            "edition": edition,
            "people": seekers_of(edition).count(),
            "teams": open_teams_of(edition).count(),
            "milestone": milestone,
            "answers": [(field.label, field.value()) for field in form if field.name != "edition"],
        }

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/registrations/matchrun/{name}.html", shared | context)
