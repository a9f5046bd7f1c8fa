"""The finder: teams that look for people, people who look for a team, one's own profile for it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from events.context import edition_or_404
from events.facts import facts_of
from events.models import Edition, Milestone
from events.page_cache import cached_page, changes_at
from events.states import MilestoneKind
from registrations.finder import controls, words
from registrations.finder.cards import Cards
from registrations.finder.filters import ALL_PATHS, CURSOR, PARAMETERS, Filters, asks_anything
from registrations.finder.paging import Cursor, Page
from registrations.finder.reader import Reader, find_reader
from registrations.finder.search import Asked, find_people, find_teams
from registrations.forms.team_profile import TeamProfileForm, initial_profile
from registrations.models import Registration, TeamProfile
from registrations.permissions import window_of
from registrations.services.team_profiles import save_team_profile
from registrations.views.registrations import EditionMixin
from somosnlp.accounts.models import User
from somosnlp.ui.times import moment_html, reader_zone

TEAM_FILTERS = ("profile", "language", "country", "challenge", "places")
PEOPLE_FILTERS = ("profile", "language", "country", "challenge")
#: Where a team's page asks for a few words and sends the request.
JOIN = "#pedir-entrar"
#: The form that every «Invitar» of the page sends.
INVITE = "invitar"
#: What the script of the filters sends: it wants the results alone.
SCRIPT = "fetch"


@require_safe
def teams(request: HttpRequest, year: str) -> HttpResponse:
    """Show the teams that look for people; the page without filters is kept for people without a session."""
    if asks_anything(request.GET) or _wants_results(request):
        return _private(_teams(request, year=year))
    return _kept_teams(request, year=year)


def _teams(request: HttpRequest, year: str) -> HttpResponse:
    edition, now = edition_or_404(request, year, kept=True), timezone.now()
    context = _edition_context(request, edition, now)
    challenges = context["challenges"]
    reader = find_reader(request.user, edition)
    seeker = reader if reader and reader.team is None else None
    wish = seeker.wish_for_team(now) if seeker else None
    filters = Filters.of(request.GET, challenges)
    if seeker and not filters.path:
        filters = Filters.of({**request.GET.dict(), PARAMETERS["path"]: seeker.path.value}, challenges)
    answer = find_teams(Asked(edition, filters, wish, _cursor(request), now))
    join = JOIN if seeker and context["window"].is_open else ""
    has_hours = bool(wish and wish.week)
    context |= _filter_context(filters, challenges, (*TEAM_FILTERS, *["hours"] * has_hours))
    context |= {
        "reader": reader,
        "seeker": seeker,
        "cards": Cards(edition, answer, wish, challenges, join).of_teams(),
        "search_label": _("Busca en nombres e ideas"),
        "found": words.teams_found(answer.page.total),
    }
    context |= _page_context(request, filters, answer.page)
    return _render(request, "teams", context)


_kept_teams = cached_page(_teams)


@require_safe
def people(request: HttpRequest, year: str) -> HttpResponse:
    """Show the people who want to be found, to people registered in the edition; to others, the way in."""
    edition, now = edition_or_404(request, year, kept=True), timezone.now()
    reader = find_reader(request.user, edition)
    if reader is None:
        return _private(closed_door(request, edition))
    context = _edition_context(request, edition, now)
    challenges = context["challenges"]
    wish = reader.wish_for_people(now)
    filters = Filters.of(request.GET, challenges)
    asked = Asked(edition, filters, wish, _cursor(request), now)
    answer = find_people(asked, reader.registration)
    context |= _filter_context(filters, challenges, (*PEOPLE_FILTERS, *["hours"] * bool(wish.week)))
    team = reader.invites_for if context["window"].is_open else None
    context |= {
        "reader": reader,
        "cards": Cards(edition, answer, wish, challenges, INVITE if team else "").of_people(),
        "search_label": _("Busca en las presentaciones"),
        "found": words.people_found(answer.page.total),
        "inviting_team": team,
        "invite_url": reverse("team-invite-person", args=[edition.slug, team.slug]) if team else "",
    }
    context |= _page_context(request, filters, answer.page)
    return _private(_render(request, "people", context))


def closed_door(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Tell somebody who is not registered in `edition` how to get in."""
    return render(request, "registrations/team_finder/door.html", {"edition": edition}, status=403)


class ProfileView(EditionMixin, LoginRequiredMixin, FormView[TeamProfileForm]):
    """One's own profile for teams."""

    form_class = TeamProfileForm
    template_name = "registrations/team_finder/profile.html"
    reader: Reader
    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            reader = find_reader(request.user, self.edition)
            if reader is None:
                return closed_door(request, self.edition)
            self.reader, self.person = reader, request.user
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return initial_profile(TeamProfile.objects.filter(registration=self.reader.registration).first())

    def get_form_kwargs(self) -> dict[str, Any]:
        challenges = Milestone.objects.filter(edition=self.edition, kind=MilestoneKind.CHALLENGE)
        return super().get_form_kwargs() | {"challenges": list(challenges.order_by("pk"))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            edition=self.edition, reader=self.reader, zone=self.reader.zone, **kwargs
        )

    def form_valid(self, form: TeamProfileForm) -> HttpResponse:
        registration = Registration.objects.get(pk=self.reader.registration)
        save_team_profile(registration, form.values(), by=self.person)
        messages.success(self.request, _("Guardamos tu perfil. Los equipos que mejor encajan van primero."))
        return redirect("team-finder", self.edition.slug)

    def form_invalid(self, form: TeamProfileForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _edition_context(request: HttpRequest, edition: Edition, now: datetime) -> dict[str, Any]:
    """Return what both lists know of the edition: until when teams form, and its challenges."""
    milestones = facts_of(edition).milestones
    until = next((row for row in milestones if row.kind == MilestoneKind.TEAMS), None)
    window = window_of(edition, until, now)
    changes_at(request, window.changes_at)
    challenges = {row.pk: row.label for row in milestones if row.kind == MilestoneKind.CHALLENGE}
    known = until is not None and until.moment.known and window.is_open
    words = moment_html(until.moment, reader_zone(request)) if known and until else ""
    return {"edition": edition, "window": window, "challenges": challenges, "until": words}


def _filter_context(filters: Filters, challenges: Mapping[int, str], names: Iterable[str]) -> dict[str, Any]:
    return {
        "filters": filters,
        "selects": controls.selects(filters, challenges, names),
        "active": controls.active_chips(filters, challenges),
        "paths": controls.path_chips(filters),
    }


def _page_context(request: HttpRequest, filters: Filters, page: Page) -> dict[str, Any]:
    """Return the addresses around a page."""
    here = filters.address()
    more = "" if here == "?" else "&"
    return {
        "next_url": f"{here}{more}{CURSOR}={page.next}" if page.next else "",
        "first_url": here if request.GET.get(CURSOR) else "",
        "everything_url": Filters(path=ALL_PATHS).address(),
    }


def _cursor(request: HttpRequest) -> Cursor | None:
    return Cursor.parse(request.GET.get(CURSOR, ""))


def _wants_results(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == SCRIPT


def _render(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """Render the whole page, or its results alone for the script."""
    part = f"{name}_results" if _wants_results(request) else name
    response = render(request, f"registrations/team_finder/{part}.html", context)
    patch_vary_headers(response, ["X-Requested-With"])
    return response


def _private(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, private=True, no_cache=True)
    return response
