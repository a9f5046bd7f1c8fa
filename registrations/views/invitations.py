"""Pages behind the links of invitations: GET shows, POST acts, later they show the present state."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.context import set_edition
from registrations.forms.teams import WordsForm, problems_of
from registrations.models import InvitationLink, Offer, Team
from registrations.permissions import teams_window
from registrations.refusals import Refusal, RefusedError
from registrations.services import offers, team_links
from registrations.services.registering import registration_window
from registrations.states.teams import OfferKind, OfferStatus, TeamStatus
from registrations.teams.page import Viewer, viewer_of
from registrations.teams.words import name_of, profile_names
from somosnlp.accounts.models import User

PAGE = "registrations/teams/invitation.html"


@dataclass(frozen=True)
class Standing:
    """How an invitation stands for who looks at it: what the page shows, with which status, and why."""

    show: str
    status: int = 200
    reason: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation by e-mail and take its answer."""
    offer = offers.find_offer(token)
    if offer is None or offer.team is None or offer.kind != OfferKind.INVITATION:
        return _unknown(request)
    set_edition(request, offer.edition)
    if request.method == "POST":
        return _answer(request, offer=offer, token=token)
    return _invitation_page(request, offer, offer.team, token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link invites to and, on POST, come in or ask to."""
    found = team_links.find_link(token)
    if found is None:
        return _unknown(request)
    set_edition(request, found.team.edition)
    if request.method == "POST":
        return _come_in(request, link=found, token=token)
    return _link_page(request, found, token)


@login_required
def _answer(request: HttpRequest, *, offer: Offer, token: str) -> HttpResponse:
    """Accept or decline; whoever is refused sees why, with what they wrote."""
    team = cast(Team, offer.team)
    user = cast(User, request.user)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _invitation_page(request, offer, team, token, error=" ".join(problems_of(form)))
    try:
        if request.POST.get("answer") == "decline":
            if offers.decline(offer, answer=form.cleaned_data["words"], by=user):
                messages.success(request, _("Respondimos que esta vez no."))
            return redirect("team-invitation", token)
        offers.accept_invitation(offer, by=user)
    except RefusedError as refused:
        return _invitation_page(request, offer, team, token, error=str(refused.reason.label))
    messages.success(request, _("¡Estás dentro! Aquí está tu equipo."))
    return redirect("team", team.edition.slug, team.slug)


@login_required
def _come_in(request: HttpRequest, *, link: InvitationLink, token: str) -> HttpResponse:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _link_page(request, link, token, error=" ".join(problems_of(form)))
    try:
        arrival = team_links.use_link(link, message=form.cleaned_data["words"], by=cast(User, request.user))
    except RefusedError as refused:
        return _link_page(request, link, token, error=str(refused.reason.label))
    if arrival.membership is not None:
        messages.success(request, _("¡Estás dentro! Aquí está tu equipo."))
    else:
        messages.success(request, _("Enviamos tu solicitud. Te escribiremos en cuanto respondan."))
    return redirect("team", link.team.edition.slug, link.team.slug)


def _invitation_page(
    request: HttpRequest, offer: Offer, team: Team, token: str, *, error: str = ""
) -> HttpResponse:
    offer.refresh_from_db(fields=["status", "registration", "email"])
    viewer = viewer_of(request.user, team.edition)
    standing = _standing_of_invitation(offer, team, viewer)
    context = {"captain": name_of(offer.created_by), "message": offer.message, "expires_at": offer.expires_at}
    return _page(request, team, viewer, standing, token, error, **context)


def _link_page(request: HttpRequest, link: InvitationLink, token: str, *, error: str = "") -> HttpResponse:
    viewer = viewer_of(request.user, link.team.edition)
    standing = _standing_of_link(link, viewer)
    return _page(request, link.team, viewer, standing, token, error, expires_at=link.expires_at, by_link=True)


def _standing_of_invitation(offer: Offer, team: Team, viewer: Viewer) -> Standing:
    """Return how the invitation stands: what it became, else what keeps the reader from it, else `ready`."""
    if viewer.is_in(team):
        return Standing("inside")
    if offer.status != OfferStatus.OPEN or (offer.expires_at and offer.expires_at <= timezone.now()):
        return Standing("over", 410, _became(offer))
    if viewer.user is not None and not _is_for(offer, viewer.user):
        return Standing("foreign", 403)
    return _standing(team, viewer)


def _standing_of_link(link: InvitationLink, viewer: Viewer) -> Standing:
    if viewer.is_in(link.team):
        return Standing("inside")
    if _waits(link.team, viewer):
        return Standing("waiting")
    if not team_links.is_alive(link):
        used_up = link.revoked_at is None and link.uses >= link.most_uses
        return Standing(
            "over", 410, str(Refusal.LINK_USED_UP.label) if used_up else _("El enlace ya no sirve.")
        )
    return _standing(link.team, viewer)


def _standing(team: Team, viewer: Viewer) -> Standing:
    """Return what keeps the reader from coming into the team by whatever way; `ready` where nothing does."""
    if team.status == TeamStatus.DISSOLVED:
        return Standing("over", 410, str(Refusal.DISSOLVED.label))
    if not teams_window(team.edition, timezone.now()).is_open:
        return Standing("over", 410, str(Refusal.OVER.label))
    if viewer.membership is not None:
        return Standing("elsewhere")
    if team.members >= team.places:
        return Standing("over", 410, str(Refusal.FULL.label))
    if viewer.user is None:
        return Standing("stranger")
    return Standing("ready" if viewer.is_registered else "unregistered")


def _became(offer: Offer) -> str:
    """Return in words what became of an invitation that can no longer be answered."""
    return {
        OfferStatus.OPEN: str(Refusal.EXPIRED.label),
        OfferStatus.EXPIRED: str(Refusal.EXPIRED.label),
        OfferStatus.WITHDRAWN: _("Quien te invitó retiró la invitación."),
        OfferStatus.DECLINED: _("Esta invitación se respondió con un no."),
        OfferStatus.ACCEPTED: _("Esta invitación ya se aceptó."),
        OfferStatus.CLOSED: _("El equipo se completó, o la persona ya está en otro: la invitación se cerró."),
    }[OfferStatus(offer.status)]


def _is_for(offer: Offer, user: User) -> bool:
    return Offer.objects.filter(pk=offer.pk).concerning(user).exists()


def _waits(team: Team, viewer: Viewer) -> bool:
    mine = Offer.objects.filter(team=team, registration=viewer.registration, kind__in=offers.REQUESTS)
    return viewer.registration is not None and mine.open(timezone.now()).exists()


def _page(
    request: HttpRequest,
    team: Team,
    viewer: Viewer,
    standing: Standing,
    token: str,
    error: str,
    **context: object,
) -> HttpResponse:
    registration = reverse("registration", args=[team.edition.slug])
    login = reverse("account_login")
    may_register = standing.show in ("stranger", "unregistered") and _may_register(team, viewer, token)
    shown = {
        "team": team,
        "edition": team.edition,
        "viewer": viewer,
        "standing": standing,
        "profiles": profile_names(team.profiles),
        "may_register": may_register,
        "registration_url": f"{registration}?{urlencode({'invitacion': token})}",
        "login_url": f"{login}?{urlencode({'next': request.path})}",
        "error": error,
        "typed": request.POST.get("words", ""),
    }
    return render(request, PAGE, shown | context, status=422 if error else standing.status)


def _may_register(team: Team, viewer: Viewer, token: str) -> bool:
    return registration_window(team.edition, timezone.now(), viewer.user, token).is_open


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "registrations/teams/unknown_invitation.html", status=404)
