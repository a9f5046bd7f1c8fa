"""The page of an edition's poster: brief, gallery, vote, winner, thanks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from events.calls.requirements import asked_of
from events.context import edition_or_404, find_card
from events.facts import facts_of
from events.page_cache import cached_page, changes_at
from events.posters.hall import PosterHall
from events.posters.rules import needed_texts
from events.services.poster_votes import VoteRefusedError, cast_vote, take_vote_back
from events.states import CallKind

REFUSALS = {
    "closed": gettext_lazy("La votación no está abierta ahora: tu voto no se contó."),
    "not_registered": gettext_lazy("Votan las personas inscritas en esta edición. Inscríbete y vuelve."),
    "no_poster": gettext_lazy("Ese cartel ya no está en la galería. Elige otro."),
}


@require_safe
@cached_page
def poster_hall(request: HttpRequest, year: str) -> HttpResponse:
    """Show what is asked of a poster, those that hang, and who won; people who are registered vote here."""
    edition = edition_or_404(request, year)
    call = facts_of(edition).calls.get(CallKind.POSTER)
    reader = request.user if request.user.is_authenticated else None
    hall = PosterHall(edition, call, reader, timezone.now())
    changes_at(request, hall.changes_at)
    context = {
        "edition": edition,
        "call": find_card(request, edition, CallKind.POSTER),
        "text": call.text if call else "",
        "needed": needed_texts(edition, call),
        "asked": asked_of(call) if call else [],
        "hall": hall,
        "voting": call if hall.takes_votes or hall.votes_later else None,
    }
    return render(request, "events/posters/hall.html", context)


@login_required
@require_POST
def vote_for_poster(request: HttpRequest, year: str) -> HttpResponse:
    """Count one's vote for the poster `cartel`; without one, take it back."""
    edition = edition_or_404(request, year)
    person: Any = request.user
    try:
        if request.POST.get("cartel"):
            cast_vote(edition, key=UUID(request.POST["cartel"]), by=person)
            messages.success(request, _("Contamos tu voto. Puedes cambiarlo hasta que cierre la votación."))
        elif take_vote_back(edition, by=person):
            messages.success(request, _("Quitamos tu voto."))
    except VoteRefusedError as refused:
        messages.error(request, str(REFUSALS[refused.code]))
    except ValueError:
        messages.error(request, str(REFUSALS["no_poster"]))
    return redirect(reverse("poster", args=[edition.slug]) + "#galeria")
