"""Pages of a team: made, seen, asked to join, left. What a captain does is in `team_manage`."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import FormView

from events.context import edition_or_404
from events.models import Edition
from registrations.forms.teams import TeamForm, WordsForm, initial_facts, problems_of
from registrations.models import Offer, Team
from registrations.permissions import teams_window
from registrations.refusals import RefusedError
from registrations.services import offers, teams
from registrations.states.teams import TeamStatus
from registrations.teams.page import Viewer, members_of, page_of, viewer_of
from registrations.teams.words import name_of
from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared
from somosnlp.ui.times import reader_zone

_TEAM = Prepared(
    lambda: Team.objects.filter(edition=Given("edition"), slug=Given("slug")).select_related("challenge")
)


def find_team(request: HttpRequest, year: str, slug: str) -> Team:
    """Return the team of the address with its edition, noted on the request, and its challenge.

    Raises Http404 where there is none; one that dissolved is found, and its page says so.
    """
    edition = edition_or_404(request, year, kept=request.method in ("GET", "HEAD"))
    team = _TEAM.first(edition=edition, slug=slug)
    if team is None:
        raise Http404(_("Ese equipo no existe."))
    team.edition = edition
    return team


def dissolved(request: HttpRequest, team: Team) -> HttpResponse:
    """Say that the team is no more, and where to find others."""
    return render(request, "registrations/teams/dissolved.html", {"team": team}, status=410)


class TeamFormView(LoginRequiredMixin, FormView[TeamForm]):
    """What making and changing a team have in common; «preview» shows the idea and changes nothing."""

    form_class = TeamForm
    template_name = "registrations/teams/form.html"
    edition: Edition
    user: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.edition = edition_or_404(request, kwargs["year"])
        self.user = cast(User, request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        form.is_valid()
        idea = form.cleaned_data.get("idea", "")
        return self.render_to_response(self.get_context_data(form=form, preview=idea))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(edition=self.edition, **kwargs)

    def form_valid(self, form: TeamForm) -> HttpResponse:
        try:
            team = self.save(form)
        except RefusedError as refused:
            form.add_error(None, refused.reason.label)
            return self.form_invalid(form)
        return redirect("team", self.edition.slug, team.slug)

    def form_invalid(self, form: TeamForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def save(self, form: TeamForm) -> Team:
        """Write what the form says. Raises RefusedError."""
        raise NotImplementedError


class CreateView(TeamFormView):
    """A new team; its founder is the captain."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = viewer_of(request.user, self.edition)
        if viewer.membership is not None:
            return redirect("team", self.edition.slug, viewer.membership.team.slug)
        is_open = teams_window(self.edition, timezone.now()).is_open
        if viewer.is_registered and is_open:
            return super().get(request, *args, **kwargs)
        context = {"edition": self.edition, "viewer": viewer, "is_open": is_open}
        return render(request, "registrations/teams/not_yet.html", context, status=403)

    def get_initial(self) -> dict[str, Any]:
        return {"approves_links": True, "languages": ["es"]}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"edition": self.edition, "zone": self.user.time_zone}

    def save(self, form: TeamForm) -> Team:
        team = teams.create_team(edition=self.edition, facts=form.facts(), by=self.user)
        messages.success(self.request, _("¡Tu equipo existe! Ahora invita a quien quieras."))
        return team


class EditView(TeamFormView):
    """What the team says of itself, for its captain; its hours stay in the zone they were told in."""

    team: Team

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.team = find_team(request, kwargs["year"], kwargs["slug"])
        if request.user.is_authenticated and not viewer_of(request.user, self.edition).leads(self.team):
            return not_captain(request, self.team)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return initial_facts(self.team)

    def get_form_kwargs(self) -> dict[str, Any]:
        zone = self.team.time_zone or self.user.time_zone
        return super().get_form_kwargs() | {"edition": self.edition, "zone": zone}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(team=self.team, **kwargs)

    def save(self, form: TeamForm) -> Team:
        team = teams.edit_team(self.team, form.facts(), by=self.user)
        messages.success(self.request, _("Guardamos los cambios."))
        return team


def not_captain(request: HttpRequest, team: Team) -> HttpResponse:
    """Say that only the captain does this (403), and lead to the team."""
    return render(request, "registrations/teams/not_captain.html", {"team": team}, status=403)


@require_safe
def detail(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show a team to whoever comes: its facts to all, its people to who takes part, the rest to members."""
    team = find_team(request, year, slug)
    return _detail(request, team, viewer_of(request.user, team.edition))


@login_required
@require_POST
def ask(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Ask to come into the team; with an invitation open, this accepts it."""
    team = find_team(request, year, slug)
    form = WordsForm(request.POST)
    error = " ".join(problems_of(form))
    if not error:
        try:
            asked = offers.request_to_join(
                team, message=form.cleaned_data["words"], by=cast(User, request.user)
            )
        except RefusedError as refused:
            error = str(refused.reason.label)
        else:
            messages.success(request, _asked_words(asked))
            return redirect("team", team.edition.slug, team.slug)
    viewer = viewer_of(request.user, team.edition)
    return _detail(request, team, viewer, error=error, typed=request.POST.get("words", ""))


@login_required
@require_POST
def withdraw(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Take one's own open request back."""
    team = find_team(request, year, slug)
    user = cast(User, request.user)
    asked = Offer.objects.filter(team=team, registration__user=user, kind__in=offers.REQUESTS)
    for offer in asked.open(timezone.now()).select_related("registration"):
        if offers.withdraw(offer, by=user):
            messages.success(request, _("Retiramos tu solicitud."))
    return redirect("team", team.edition.slug, team.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Ask whether one is sure, say what happens to the team, and leave it."""
    team = find_team(request, year, slug)
    viewer = viewer_of(request.user, team.edition)
    if not viewer.is_in(team):
        return redirect("team-finder", team.edition.slug)
    if request.method == "POST":
        teams.leave_team(user=cast(User, viewer.user), edition=team.edition, by=viewer.user)
        messages.success(request, _("Dejaste el equipo %(team)s.") % {"team": team.name})
        return redirect("team-finder", team.edition.slug)
    return render(request, "registrations/teams/leave.html", {"team": team, "heir": _heir(team, viewer)})


def _heir(team: Team, viewer: Viewer) -> str:
    """Return who leads on where the captain leaves; empty where nobody or nothing changes."""
    if not viewer.leads(team):
        return ""
    others = members_of(team).exclude(registration=viewer.registration)
    heir = others.order_by("joined_at", "pk").first()
    return name_of(heir.registration.user) if heir else ""


def _asked_words(asked: offers.Invited) -> str:
    if asked.membership is not None:
        return _("Ya te habían invitado: ¡estás dentro!")
    return _("Enviamos tu solicitud. Te escribiremos en cuanto respondan.")


def _detail(
    request: HttpRequest, team: Team, viewer: Viewer, *, error: str = "", typed: str = ""
) -> HttpResponse:
    if team.status == TeamStatus.DISSOLVED:
        return dissolved(request, team)
    page = page_of(team, viewer, zone=reader_zone(request))
    context = {"page": page, "team": team, "edition": team.edition, "error": error, "typed": typed}
    if page.is_invited and page.offer is not None:
        context["invitation_token"] = offers.make_token(page.offer)
    return render(request, "registrations/teams/team.html", context, status=422 if error else 200)
