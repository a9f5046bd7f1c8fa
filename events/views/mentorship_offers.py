"""Offering a mentorship: the form, one's own offers, and the private page of a mentor."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from events.calls.access_links import QUERY
from events.calls.drafts import draft_data
from events.calls.refusals import ProposalRefusedError
from events.calls.standing import Standing
from events.context import edition_or_404
from events.forms.asked import AvailabilityForm
from events.forms.mentorships import CardForm, MentorshipForm, initial_offer
from events.mentorships.cards import card_of, done_of, going_to, left_of, questions_of, queue_of
from events.mentorships.drafts import MENTORSHIP
from events.mentorships.waiting_list import standby_of
from events.models import Edition, Mentorship, MentorshipRequest
from events.page_cache import cached_form
from events.permissions import CallWindow
from events.services.mentorship_queue import frees_places, mark_done
from events.services.mentorships import (
    PlacesTakenError,
    adjust_card,
    confirm_ama,
    draft_of,
    keep_offer,
    submit_offer,
    withdraw_offer,
)
from events.services.sending import Sending
from events.states import CallKind, MentorshipKind
from events.views.pictures import limit_uploads
from events.views.sending import call_of, keep_answer
from somosnlp.accounts import drafts
from somosnlp.review.states import Status
from somosnlp.review.telling import announced_status, with_announced
from somosnlp.review.workflow import TransitionError
from somosnlp.ui.times import reader_zone, zone_text

#: The key of the form, in the address to which its script sends each answer.
KEY = "clave"


@require_http_methods(["GET", "HEAD", "POST"])
@cached_form
def offer_mentorship(request: HttpRequest, year: str) -> HttpResponse:
    """Show one's offers and the form of a new one; keep what is typed, take the form."""
    edition, window = call_of(request, year, CallKind.MENTORSHIP)
    draft = draft_of(edition, request.user) if request.user.is_authenticated else None
    if request.method != "POST":
        return _form_page(request, edition, window, _form(request, edition, window, draft))
    form = _form(request, edition, window, draft, bound=True)
    if field := request.POST.get("field"):
        return _keep(request, edition, window, form, field)
    response = _take(request, edition, window, form) if form.is_valid() else None
    return response or _form_page(request, edition, window, form, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_mentorship(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Show how one's offer stands; change it while it may be changed."""
    edition, window = call_of(request, year, CallKind.MENTORSHIP)
    offer = _own(request, edition, key)
    standing = Standing.of(offer, window)
    bound = request.method == "POST"
    form = _form(request, edition, window, offer, bound=bound) if standing.may_edit else None
    if request.method == "POST":
        if form is None:
            messages.error(request, _("Esta oferta ya no se puede cambiar."))
            return redirect("mentorship-mine", edition.slug, key)
        response = _take(request, edition, window, form) if form.is_valid() else None
        return response or _offer_page(request, standing, form, status=422)
    return _offer_page(request, standing, form)


@login_required
@require_POST
def withdraw_mentorship(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Withdraw one's offer, or throw its draft away."""
    edition = edition_or_404(request, year)
    offer = _own(request, edition, key)
    try:
        withdrawn = withdraw_offer(offer, by=offer.submitted_by)
        if withdrawn.session_id is None:
            said = _("Retiramos tu oferta, y avisamos a quien esperaba. ¡Gracias igualmente!")
        else:
            said = _("Se lo dijimos al equipo, que cancela tu sesión y avisa a quien se apuntó. ¡Gracias!")
        messages.success(request, said)
    except TransitionError:
        messages.error(request, _("El equipo ya respondió a tu oferta; no se puede retirar."))
    return redirect("mentorship-offer", edition.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_desk(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Show a mentor who waits, or the questions of their AMA; take what they change of their card or days."""
    edition = edition_or_404(request, year)
    offer = _own(request, edition, key)
    if offer.status != Status.ACCEPTED or announced_status(offer) != Status.ACCEPTED:
        return redirect("mentorship-mine", edition.slug, key)
    form = _desk_form(request, offer)
    if request.method != "POST":
        return _desk_page(request, offer, form)
    if form.is_valid() and _saved(offer, form):
        is_new = offer.kind == MentorshipKind.AMA and offer.confirmed_at is None
        messages.success(request, _("¡Contamos contigo! 💛") if is_new else _("Guardamos los cambios."))
        return redirect("mentorship-desk", edition.slug, key)
    return _desk_page(request, offer, form, status=422)


@login_required
@require_POST
def mentorship_done(request: HttpRequest, year: str, key: UUID, pk: int) -> HttpResponse:
    """Mark one person of one's own queue as helped."""
    edition = edition_or_404(request, year)
    offer = _own(request, edition, key)
    asked = get_object_or_404(MentorshipRequest.objects.filter(mentorship=offer), pk=pk)
    if mark_done(asked):
        messages.success(request, _("Listo. Le avisamos y le dimos las gracias por esperar. 💛"))
    return redirect("mentorship-desk", edition.slug, key)


def _own(request: HttpRequest, edition: Edition, key: UUID) -> Mentorship:
    mine = Mentorship.objects.visible_to(request.user).filter(edition=edition)
    offer: Mentorship = get_object_or_404(mine.select_related("submitted_by", "photo", "session"), key=key)
    offer.edition = edition
    return offer


def _form(
    request: HttpRequest,
    edition: Edition,
    window: CallWindow,
    offer: Mentorship | None,
    *,
    bound: bool = False,
) -> MentorshipForm:
    user = request.user if request.user.is_authenticated else None
    is_draft = bound and "field" in request.POST
    key = offer.key if offer else uuid4() if user else ""
    typed = drafts.typed(request, kind=MENTORSHIP, scope=edition.slug)
    initial = {"time_zone": user.time_zone if user else "", **initial_offer(offer, user), "key": key, **typed}
    form = MentorshipForm(
        request.POST if bound else None,
        request.FILES if bound else None,
        initial=initial,
        user=user,
        call=window.call,
        is_draft=is_draft,
    )
    return limit_uploads(request, form)


def _keep(
    request: HttpRequest, edition: Edition, window: CallWindow, form: MentorshipForm, field: str
) -> HttpResponse:
    def keep(values: dict[str, Any]) -> None:
        if request.user.is_authenticated and window.is_open:
            keep_offer(edition, Sending(_key_asked(request), values), by=request.user)

    return keep_answer(form, field, keep)


def _key_asked(request: HttpRequest) -> UUID:
    """Return the key that the address of a script's request names: it sends nothing but one answer."""
    try:
        return UUID(request.GET.get(KEY, ""))
    except ValueError:
        return uuid4()


def _take(
    request: HttpRequest, edition: Edition, window: CallWindow, form: MentorshipForm
) -> HttpResponse | None:
    """Send what was typed; None when it cannot be sent, with the reason on the form."""
    access = request.GET.get(QUERY, "") if window.by_access else ""
    if not request.user.is_authenticated:
        if window.is_open:
            return drafts.begin_confirmation(
                request,
                email=form.cleaned_data["email"],
                kind=MENTORSHIP,
                scope=edition.slug,
                data=draft_data(form.column_values(), access),
                time_zone=form.cleaned_data["time_zone"],
            )
        form.add_error(None, _("La convocatoria no está abierta ahora. Lo que escribiste sigue aquí."))
        return None
    key = form.cleaned_data.get("key") or uuid4()
    try:
        offer = submit_offer(edition, Sending(key, form.column_values(), access=access), by=request.user)
    except ProposalRefusedError as refused:
        form.explain(refused)
        return None
    messages.success(request, _("La recibimos. ¡Gracias por ofrecer tu tiempo! 💛"))
    return redirect("mentorship-mine", edition.slug, offer.key)


def _form_page(
    request: HttpRequest, edition: Edition, window: CallWindow, form: MentorshipForm, status: int = 200
) -> HttpResponse:
    mine = Mentorship.objects.visible_to(request.user).filter(edition=edition).exclude(status=Status.DRAFT)
    query = urlencode({KEY: form["key"].value() or "", QUERY: request.GET.get(QUERY, "")})
    context = {
        "edition": edition,
        "window": window,
        "form": form,
        "keeps_draft": request.user.is_authenticated and window.is_open,
        "autosave_url": f"{request.path}?{query}",
        "offers": list(with_announced(mine).order_by("submitted_at")),
    }
    return render(request, "events/mentorships/propose.html", context, status=status)


def _offer_page(
    request: HttpRequest, standing: Standing[Mentorship], form: MentorshipForm | None, status: int = 200
) -> HttpResponse:
    offer = standing.sent
    context = {
        "edition": offer.edition,
        "offer": offer,
        "standing": standing,
        "window": standing.window,
        "form": form,
        "hours_zone": zone_text(offer.time_zone) if offer.time_zone else "",
        "card": card_of(offer, reader_zone(request), timezone.now()),
    }
    return render(request, "events/mentorships/own.html", context, status=status)


def _desk_form(request: HttpRequest, offer: Mentorship) -> CardForm | AvailabilityForm:
    names = ("places", "channel", "hours", "time_zone", "preferred_days")
    initial: dict[str, Any] = {name: getattr(offer, name) for name in names}
    kind = AvailabilityForm if offer.kind == MentorshipKind.AMA else CardForm
    return kind(request.POST if request.method == "POST" else None, initial=initial)


def _saved(offer: Mentorship, form: CardForm | AvailabilityForm) -> bool:
    """Write what the mentor changed; False with the reason on the form."""
    by, values = offer.submitted_by, form.cleaned_data
    try:
        if offer.kind == MentorshipKind.AMA:
            confirm_ama(offer, by=by, values=values)
        else:
            adjust_card(offer, by=by, values=values)
    except PlacesTakenError as error:
        said = ngettext(
            "Ya hay %(taken)d persona con plaza: no puede haber menos plazas.",
            "Ya hay %(taken)d personas con plaza: no puede haber menos plazas.",
            error.taken,
        )
        form.add_error("places", said % {"taken": error.taken})
    except ProposalRefusedError as error:
        form.add_error(None, str(error.reason.label))
    return form.is_valid()


def _desk_page(
    request: HttpRequest, offer: Mentorship, form: CardForm | AvailabilityForm, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        "edition": offer.edition,
        "offer": offer,
        "form": form,
        "frees_places": frees_places(offer),
        "hours_zone": zone_text(offer.time_zone or reader_zone(request)),
    }
    if offer.session is not None:
        context |= {"questions": questions_of(offer.session), "going": going_to(offer.session)}
    elif offer.kind != MentorshipKind.AMA:
        context |= {"queue": queue_of(offer, now), "done": done_of(offer)}
        context |= {"standby": list(standby_of(offer)), "left": left_of(offer)}
    return render(request, "events/mentorships/desk.html", context, status=status)
