"""The page behind a proposal of the matching: who is proposed and why; POST accepts or declines."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.context import set_edition
from registrations.models import Offer
from registrations.refusals import Refusal, RefusedError
from registrations.services import match_answers, offers
from registrations.states.teams import OfferKind
from registrations.teams.match_page import proposal_of
from somosnlp.accounts.models import User
from somosnlp.ui.times import reader_zone

PAGE = "registrations/matching/proposal.html"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, token: str) -> HttpResponse:
    """Show a proposal to whom it was made, and take the answer. Its people are shown to nobody else."""
    offer = offers.find_offer(token)
    if offer is None or offer.kind != OfferKind.MATCH:
        return render(request, "registrations/teams/unknown_invitation.html", status=404)
    set_edition(request, offer.edition)
    if offer.registration is None or offer.registration.user_id != request.user.pk:
        return render(request, "registrations/matching/foreign.html", {"edition": offer.edition}, status=403)
    if request.method == "POST":
        return _answer(request, offer, token)
    return _page(request, offer)


def _answer(request: HttpRequest, offer: Offer, token: str) -> HttpResponse:
    by = cast(User, request.user)
    try:
        if request.POST.get("answer") == "decline":
            if match_answers.decline_match(offer, by=by):
                messages.success(request, _("Gracias por decirlo. Sigues en la lista para la próxima ronda."))
            return redirect("team-match", token)
        membership = match_answers.accept_match(offer, by=by)
    except RefusedError as refused:
        return _page(request, offer, refused.reason)
    if membership is None:
        messages.success(request, _("¡Anotado! Te escribimos en cuanto otra persona acepte."))
        return redirect("team-match", token)
    messages.success(request, _("¡Estás dentro! Aquí está tu equipo."))
    return redirect("team", membership.team.edition.slug, membership.team.slug)


def _page(request: HttpRequest, offer: Offer, refusal: Refusal | None = None) -> HttpResponse:
    offer = offers.find_offer(offers.make_token(offer)) or offer
    zone, language = reader_zone(request), get_language() or "es"
    shown = proposal_of(offer, now=timezone.now(), language=language, zone=zone)
    context = {
        "edition": offer.edition,
        "offer": offer,
        "proposal": shown,
        "error": refusal and refusal.label,
    }
    return render(request, PAGE, context, status=422 if refusal else shown.status)
