"""Who mentors: the page of all, one mentor's page, asking for a place and leaving it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.audiences import is_registered
from events.context import edition_or_404
from events.forms.mentorships import AskForm
from events.mentorships.cards import card_of, mentors_of
from events.mentorships.waiting_list import place_in_line
from events.models import Edition, Mentorship, MentorshipRequest
from events.page_cache import cached_page, changes_at
from events.permissions import call_window
from events.programme.days import offered_zones
from events.services.mentorship_queue import (
    QueueRefusal,
    QueueRefusedError,
    ask_mentor,
    frees_places,
    leave_queue,
)
from events.states import ASKING, AskStatus, CallKind, MentorshipKind
from events.views.programme import choose_zone
from somosnlp.accounts.models import User
from somosnlp.review.states import Status
from somosnlp.review.telling import told
from somosnlp.ui.times import reader_zone


@require_safe
@cached_page
def mentorships(request: HttpRequest, year: str) -> HttpResponse:
    """Show who mentors in an edition, narrowed down by theme, language and kind."""
    edition, now = edition_or_404(request, year), timezone.now()
    unknown_zone = choose_zone(request)
    zone = reader_zone(request)
    window = call_window(edition, CallKind.MENTORSHIP, now)
    every = mentors_of(edition, zone, now)
    facets = every.facets(request.GET)
    found = every.narrowed(facets)
    changes_at(request, [*window.changes_at, *(session.starts_at for session, _offer in found.amas)])
    context = {
        "edition": edition,
        "window": window,
        "mentors": found,
        "facets": facets,
        "is_narrowed": any(facet.chosen for facet in facets),
        "zone": zone,
        "zones": offered_zones(zone),
        "unknown_zone": unknown_zone,
        "asked_zone": request.GET.get("tz", ""),
    }
    return render(request, "events/mentorships/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@cached_page
def mentorship(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Show one mentor and, to people who take part, the form that asks for a place; take it."""
    edition = edition_or_404(request, year)
    choose_zone(request)
    if _is_gone(request, edition, key):
        messages.info(request, str(QueueRefusal.NOT_OFFERED.label))
        return redirect("mentorships", edition.slug)
    offer = _public_offer(edition, key)
    if request.method != "POST":
        return _page(request, offer, AskForm())
    if not request.user.is_authenticated:
        return redirect("mentorship", edition.slug, key)
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            asked = ask_mentor(offer, by=request.user, question=form.cleaned_data["question"])
        except QueueRefusedError as error:
            form.add_error(None, str(error.reason.label))
        else:
            _say_how_it_stands(request, asked)
            return redirect("mentorship", edition.slug, key)
    return _page(request, offer, form, status=422)


@login_required
@require_POST
def leave_mentorship(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Leave the queue of a mentor, or its waiting list."""
    edition, user = edition_or_404(request, year), cast(User, request.user)
    offer = get_object_or_404(
        Mentorship.objects.filter(edition=edition, requests__asked_by=user).distinct(), key=key
    )
    if leave_queue(offer, by=user):
        messages.success(request, _("Listo: ya no esperas aquí. Tu lugar es para otra persona."))
    return redirect("mentorships", edition.slug)


def _say_how_it_stands(request: HttpRequest, asked: MentorshipRequest) -> None:
    if asked.status == AskStatus.WAITING:
        messages.success(request, _("Tienes plaza. Te escribimos con lo que sigue. 💛"))
    else:
        messages.info(request, _("No quedan plazas: entraste en la lista de espera."))


def _is_gone(request: HttpRequest, edition: Edition, key: UUID) -> bool:
    """Tell whether who follows the link of an old mail had asked a mentor who is there no longer."""
    if not request.user.is_authenticated:
        return False
    mine = Mentorship.objects.filter(edition=edition, key=key, requests__asked_by=request.user)
    return mine.exclude(status=Status.ACCEPTED).exists()


def _public_offer(edition: Edition, key: UUID) -> Mentorship:
    cards = told(Mentorship.objects.filter(edition=edition, status=Status.ACCEPTED))
    offer: Mentorship = get_object_or_404(
        cards.exclude(kind=MentorshipKind.AMA).select_related("photo", "submitted_by"), key=key
    )
    offer.edition = edition
    return offer


def _page(request: HttpRequest, offer: Mentorship, form: AskForm, status: int = 200) -> HttpResponse:
    user = request.user
    context: dict[str, Any] = {
        "edition": offer.edition,
        "card": card_of(offer, reader_zone(request), timezone.now()),
        "form": form,
        "frees_places": frees_places(offer),
        "is_over": offer.edition.is_over,
    }
    if user.is_authenticated:
        mine = MentorshipRequest.objects.filter(mentorship=offer, asked_by=user, status__in=ASKING).first()
        context |= {
            "is_mine": offer.submitted_by_id == user.pk,
            "is_registered": is_registered(user, offer.edition),
            "mine": mine,
            "place": place_in_line(mine) if mine and mine.status == AskStatus.STANDBY else 0,
        }
    return render(request, "events/mentorships/mentorship.html", context, status=status)
