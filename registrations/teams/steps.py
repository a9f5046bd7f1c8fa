"""What teams add to a person's path in «Mi hackathon»: invitations, the team, what waits for its captain."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Edition, Milestone
from events.steps import Step
from registrations.models import Membership, Merger, Offer, Registration
from registrations.permissions import shown_teams_window
from registrations.services.offers import REQUESTS, make_token
from registrations.states import Status
from registrations.states.teams import MergerStatus, OfferKind
from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared

#: Where the steps go: where others wait for an answer right after the registration, the rest after Discord.
INVITATION, CAPTAIN, TEAM, PROFILE = 15, 16, 50, 51
#: What concerns a person and waits for an answer.
_OPEN = Prepared(
    lambda: (
        Offer.objects.open(Given("now"))
        .concerning(Given("user"))
        .filter(edition=Given("edition"), kind__in=[OfferKind.INVITATION, OfferKind.MATCH, *REQUESTS])
        .select_related("team")
        .order_by("created_at", "pk")
    )
)


def team_steps(user: User, edition: Edition, registration: Registration | None) -> list[Step]:
    """Return the steps of teams: two queries for a captain, one for anybody else."""
    membership: Membership | None = getattr(registration, "membership", None)
    window = shown_teams_window(edition, timezone.now())
    dates = _dates(window.milestone, is_open=window.is_open)
    if membership is not None:
        return [*_captain_steps(membership, edition), _team_step(membership, edition, dates)]
    offers = _OPEN.all(user=user, edition=edition, now=timezone.now()) if window.is_open else []
    steps = [_waiting_step(offer) for offer in offers if offer.kind not in REQUESTS]
    if registration is None or registration.status != Status.REGISTERED:
        return [*steps, _blocked_step(_("Se abre cuando te inscribas."), dates)]
    if not window.is_open:
        return [_blocked_step(_("El plazo ya se cerró."), dates)]
    asked = sum(offer.kind in REQUESTS for offer in offers)
    return [*steps, _find_step(edition, asked, dates), _profile_step(registration, edition)]


def _dates(milestone: Milestone | None, *, is_open: bool) -> dict[str, Any]:
    """Return what the step of the team shows of the announced date."""
    if milestone is None or not milestone.moment.known:
        return {}
    before = [change.moment for change in milestone.earlier]
    return {"deadline": milestone.moment, "before": before, "until": is_open}


def _captain_steps(membership: Membership, edition: Edition) -> list[Step]:
    if not membership.is_captain:
        return []
    team = membership.team
    asking = Offer.objects.open(timezone.now()).filter(team=team, kind__in=REQUESTS).count()
    proposed = Merger.objects.filter(into=team, status=MergerStatus.OPEN).count()
    if not asking + proposed:
        return []
    title = ngettext(
        "Una solicitud espera tu respuesta", "%(count)d solicitudes esperan tu respuesta", asking + proposed
    )
    return [
        Step(
            key="team-requests",
            title=title % {"count": asking + proposed},
            state="todo",
            detail=team.name,
            url=reverse("team-manage", args=[edition.slug, team.slug]),
            action=_("Responder"),
            order=CAPTAIN,
        )
    ]


def _team_step(membership: Membership, edition: Edition, dates: dict[str, Any]) -> Step:
    team = membership.team
    return Step(
        key="team",
        title=_("Tu equipo: %(team)s") % {"team": team.name},
        state="done",
        detail=_("%(members)d de %(places)d plazas.") % {"members": team.members, "places": team.places},
        url=reverse("team", args=[edition.slug, team.slug]),
        action=_("Ver mi equipo"),
        order=TEAM,
        **dates,
    )


def _waiting_step(offer: Offer) -> Step:
    """Return the step of what waits for the person's answer."""
    return _match_step(offer) if offer.kind == OfferKind.MATCH else _invitation_step(offer)


def _match_step(offer: Offer) -> Step:
    return Step(
        key=f"team-match-{offer.pk}",
        title=_("Te proponemos un equipo"),
        state="todo",
        detail=_("Mira con quién y por qué; acepta o di que esta vez no."),
        url=reverse("team-match", args=[make_token(offer)]),
        action=_("Ver la propuesta"),
        order=INVITATION,
    )


def _invitation_step(offer: Offer) -> Step:
    return Step(
        key=f"team-invitation-{offer.pk}",
        title=_("Te invitan a %(team)s") % {"team": offer.team},
        state="todo",
        detail=_("Acepta o responde que esta vez no."),
        url=reverse("team-invitation", args=[make_token(offer)]),
        action=_("Ver la invitación"),
        order=INVITATION,
    )


def _find_step(edition: Edition, asked: int, dates: dict[str, Any]) -> Step:
    waiting = ngettext(
        "Una solicitud tuya espera respuesta.", "%(count)d solicitudes tuyas esperan respuesta.", asked
    )
    return Step(
        key="team",
        title=_("Encuentra equipo"),
        state="todo",
        detail=waiting % {"count": asked} if asked else f"{edition.team_size_text}.",
        url=reverse("team-finder", args=[edition.slug]),
        action=_("Buscar equipo"),
        extra_url=reverse("team-create", args=[edition.slug]),
        extra_action=_("O crea el tuyo"),
        order=TEAM,
        **dates,
    )


def _profile_step(registration: Registration, edition: Edition) -> Step:
    profile = getattr(registration, "team_profile", None)
    is_complete = profile is not None and bool(profile.profiles and profile.hours)
    return Step(
        key="team-profile",
        title=_("Tu perfil para equipos"),
        state="done" if is_complete else "todo",
        detail=_("Qué aportas y a qué horas puedes: así te encuentran y te proponen equipo."),
        url=reverse("team-profile", args=[edition.slug]),
        action=_("Revisar") if is_complete else _("Completar"),
        order=PROFILE,
    )


def _blocked_step(detail: str, dates: dict[str, Any]) -> Step:
    return Step(key="team", title=_("Encuentra equipo"), state="blocked", detail=detail, order=TEAM, **dates)
