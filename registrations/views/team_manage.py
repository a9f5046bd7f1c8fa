"""What a captain does: one small view for each thing, all answered by the captain's page.

A refusal comes back beside the form it is about, with what was typed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registrations.forms.teams import InviteForm, WordsForm, problems_of
from registrations.models import InvitationLink, Membership, Merger, Offer, Registration, Team
from registrations.refusals import RefusedError
from registrations.services import mergers, offers, team_links, teams
from registrations.signed_ids import read_registration
from registrations.states.teams import TeamStatus
from registrations.teams.management import Failure, management_of
from registrations.teams.page import viewer_of
from registrations.teams.words import name_of
from registrations.views.teams import dissolved, find_team, not_captain
from somosnlp.accounts.models import User

#: Does something to a team and returns what to tell the captain; raises RefusedError or ValidationError.
Deed = Callable[..., str]


@login_required
@require_safe
def manage(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show the captain's page."""
    team = find_team(request, year, slug)
    return _unless_captain(request, team) or _page(request, team)


def deed(act: Deed) -> Callable[..., HttpResponse]:
    """Make a view of what a captain does by POST: done, it leads back to the captain's page."""

    @wraps(act)
    def view(request: HttpRequest, year: str, slug: str, **kwargs: Any) -> HttpResponse:
        team = find_team(request, year, slug)
        refusal = _unless_captain(request, team)
        if refusal is not None:
            return refusal
        try:
            words = act(request, team, **kwargs)
        except RefusedError as refused:
            return _page(request, team, error=str(refused.reason.label))
        except ValidationError as wrong:
            return _page(request, team, error=" ".join(wrong.messages))
        messages.success(request, words)
        return redirect("team-manage", team.edition.slug, team.slug)

    return login_required(require_POST(view))


@deed
def invite(request: HttpRequest, team: Team) -> str:
    """Invite by e-mail; the answer is the same for known and unknown addresses."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        raise ValidationError(problems_of(form))
    email = form.cleaned_data["email"]
    invited = offers.invite(team, email=email, message=form.cleaned_data["message"], by=_by(request))
    return _invited_words(invited, email)


@deed
def invite_person(request: HttpRequest, team: Team) -> str:
    """Invite somebody listed in the finder; the page there sends a signed number, never an address."""
    key = read_registration(request.POST.get("registration", ""))
    person = get_object_or_404(
        Registration.objects.select_related("user"),
        pk=key or 0,
        edition=team.edition,
        team_profile__is_listed=True,
    )
    words = _words(request, name="message")
    invited = offers.invite_person(team, registration=person, message=words, by=_by(request))
    return _invited_words(invited, name_of(person.user))


@deed
def withdraw_invitation(request: HttpRequest, team: Team, pk: int) -> str:
    """Take an invitation back."""
    if offers.withdraw(_offer(team, pk), by=_by(request)):
        return _("Retiramos la invitación.")
    return _("Esa invitación ya no estaba abierta.")


@deed
def make_link(request: HttpRequest, team: Team) -> str:
    """Make a link to send around."""
    team_links.make_link(team, by=_by(request))
    return _("Aquí está tu enlace: cópialo y compártelo con quien quieras.")


@deed
def revoke_link(request: HttpRequest, team: Team, pk: int) -> str:
    """Let a link bring nobody any more."""
    link = get_object_or_404(InvitationLink.objects.select_related("team"), pk=pk, team=team)
    team_links.revoke_link(link, by=_by(request))
    return _("El enlace ya no sirve.")


@deed
def accept_request(request: HttpRequest, team: Team, pk: int) -> str:
    """Let somebody who asked come in."""
    offer = _offer(team, pk)
    membership = offers.accept_request(offer, by=_by(request))
    return _("%(person)s ya está en el equipo.") % {"person": name_of(membership.registration.user)}


@deed
def decline_request(request: HttpRequest, team: Team, pk: int) -> str:
    """Say no with a kind text."""
    if offers.decline(_offer(team, pk), answer=_words(request), by=_by(request)):
        return _("Respondimos con tus palabras.")
    return _("Esa solicitud ya no estaba abierta.")


@deed
def hand_over(request: HttpRequest, team: Team, pk: int) -> str:
    """Let another member lead."""
    member = _member(team, pk)
    teams.hand_over(team, to=member, by=_by(request))
    return _("Ahora capitanea %(person)s.") % {"person": name_of(member.registration.user)}


@deed
def remove(request: HttpRequest, team: Team, pk: int) -> str:
    """Take somebody out, with a reason that only they read."""
    member = team.memberships.select_related("registration__user").filter(pk=pk).first()
    if member is None:
        return _("Esa persona ya no está en el equipo.")
    teams.remove_member(team, member, reason=_words(request, required=True), by=_by(request))
    return _("%(person)s ya no está en el equipo.") % {"person": name_of(member.registration.user)}


@deed
def close(request: HttpRequest, team: Team) -> str:
    """Stop looking for people."""
    teams.close_team(team, by=_by(request))
    return _("El equipo ya no busca gente. Las invitaciones que enviaste siguen valiendo.")


@deed
def reopen(request: HttpRequest, team: Team) -> str:
    """Look for people again."""
    teams.reopen_team(team, by=_by(request))
    return _("El equipo vuelve a aparecer en el buscador.")


@deed
def propose_merger(request: HttpRequest, team: Team) -> str:
    """Propose to another team to become one."""
    rows = Team.objects.filter(edition=team.edition, slug=request.POST.get("into", ""))
    into = rows.exclude(status=TeamStatus.DISSOLVED).select_related("edition").first()
    if into is None:
        raise ValidationError(_("Elige un equipo de la lista."))
    mergers.propose_merger(team, into=into, message=_words(request), by=_by(request))
    return _("Se lo propusimos a %(team)s. Te escribiremos en cuanto respondan.") % {"team": into.name}


@deed
def accept_merger(request: HttpRequest, team: Team, pk: int) -> str:
    """Agree that another team comes into this one."""
    merger = _merger(pk, into=team)
    mergers.accept_merger(merger, by=_by(request))
    return _("¡Ya son un solo equipo!")


@deed
def decline_merger(request: HttpRequest, team: Team, pk: int) -> str:
    """Say no to another team."""
    mergers.decline_merger(_merger(pk, into=team), by=_by(request))
    return _("Respondimos que esta vez no.")


@deed
def withdraw_merger(request: HttpRequest, team: Team, pk: int) -> str:
    """Take one's own proposal back."""
    mergers.withdraw_merger(_merger(pk, team=team), by=_by(request))
    return _("Retiramos la propuesta.")


def _page(request: HttpRequest, team: Team, *, error: str = "") -> HttpResponse:
    failure = Failure(request.path, error, request.POST.dict()) if error else Failure()
    context = {
        "team": team,
        "edition": team.edition,
        "managed": management_of(team, searched=request.GET.get("equipo")),
        "failure": failure,
    }
    return render(request, "registrations/teams/manage.html", context, status=422 if error else 200)


def _unless_captain(request: HttpRequest, team: Team) -> HttpResponse | None:
    if team.status == TeamStatus.DISSOLVED:
        return dissolved(request, team)
    return None if viewer_of(request.user, team.edition).leads(team) else not_captain(request, team)


def _by(request: HttpRequest) -> User:
    return cast(User, request.user)


def _words(request: HttpRequest, *, name: str = "words", required: bool = False) -> str:
    form = WordsForm({"words": request.POST.get(name, "")}, required=required)
    if not form.is_valid():
        raise ValidationError(problems_of(form))
    return str(form.cleaned_data["words"])


def _invited_words(invited: offers.Invited, to: str) -> str:
    if invited.membership is not None:
        return _("Ya había pedido entrar: %(to)s está en el equipo.") % {"to": to}
    if not invited.is_new:
        return _("Ya había una invitación abierta para %(to)s.") % {"to": to}
    return _("Enviamos la invitación a %(to)s.") % {"to": to}


def _offer(team: Team, pk: int) -> Offer:
    rows = Offer.objects.select_related("team__edition", "registration__user", "created_by")
    offer: Offer = get_object_or_404(rows, pk=pk, team=team)
    return offer


def _member(team: Team, pk: int) -> Membership:
    rows = team.memberships.select_related("registration__user")
    member: Membership = get_object_or_404(rows, pk=pk)
    return member


def _merger(pk: int, **of: Team) -> Merger:
    rows = Merger.objects.select_related("team__edition", "into__edition", "created_by")
    merger: Merger = get_object_or_404(rows, pk=pk, **of)
    return merger
