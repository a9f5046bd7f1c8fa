"""«Denunciar» a team or a profile: the organisers read it, nobody else knows who wrote it."""

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from events.context import edition_or_404
from registrations.finder.reader import find_reader
from registrations.forms.team_reports import ReportForm
from registrations.models import Team, TeamProfile
from registrations.refusals import RefusedError
from registrations.services.team_profiles import report
from registrations.signed_ids import read_registration
from registrations.views.registrations import EditionMixin
from registrations.views.team_finder import closed_door
from somosnlp.accounts.models import User


class _ReportView(EditionMixin, LoginRequiredMixin, FormView[ReportForm]):
    """A form of one question. Subclasses find what it is about and say how to call it."""

    form_class = ReportForm
    template_name = "registrations/team_finder/report.html"
    person: User
    about: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.person, self.about = request.user, self.find()
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> dict[str, Any]:
        """Return {"team": …} or {"profile": …}. Raises Http404."""
        raise NotImplementedError

    def name(self) -> str:
        """How the page calls what is reported."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(edition=self.edition, name=self.name(), **kwargs)

    def form_valid(self, form: ReportForm) -> HttpResponse:
        if not ratelimit.consume(self.request, action="team_report", user=self.person):
            return render(self.request, "429.html", status=429)
        try:
            report(text=form.cleaned_data["text"], by=self.person, **self.about)
        except RefusedError as refused:
            form.add_error(None, str(refused.reason.label))
            return self.form_invalid(form)
        return redirect("team-report-done", self.edition.slug)

    def form_invalid(self, form: ReportForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TeamReportView(_ReportView):
    """About a team."""

    def find(self) -> dict[str, Any]:
        teams = Team.objects.visible_to(self.request.user)
        return {"team": get_object_or_404(teams, edition=self.edition, slug=self.kwargs["slug"])}

    def name(self) -> str:
        return str(self.about["team"].name)


class ProfileReportView(_ReportView):
    """About the profile of somebody, who is listed to people registered in the edition."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and find_reader(request.user, self.edition) is None:
            return closed_door(request, self.edition)
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> dict[str, Any]:
        number = read_registration(self.kwargs["signed"])
        people = TeamProfile.objects.listed().select_related("registration__user")
        found = people.filter(edition=self.edition, registration=number).first() if number else None
        if found is None:
            raise Http404(_("Esa persona ya no busca equipo, o el enlace no está completo."))
        return {"profile": found}

    def name(self) -> str:
        user = self.about["profile"].registration.user
        return user.display_name or _("Sin nombre")


@require_safe
def report_done(request: HttpRequest, year: str) -> HttpResponse:
    """Thank who reported something, and say what happens now."""
    context = {"edition": edition_or_404(request, year)}
    return render(request, "registrations/team_finder/report_done.html", context)
