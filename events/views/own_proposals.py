"""One's own proposals: the list, how each stands, withdrawing, confirming, slides, co-speakers."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.calls.refusals import ProposalRefusedError
from events.context import edition_or_404
from events.forms.proposals import ConfirmForm, InviteForm, SlidesForm
from events.models import CoSpeaker, Edition, KeynoteProposal
from events.permissions import call_window
from events.programme.filters import language_name
from events.proposals.page import TalkStanding
from events.services.co_speakers import invite_co_speaker, remove_co_speaker
from events.services.proposals import confirm_proposal, put_slides, withdraw_proposal
from events.states import CallKind, InviteStatus
from events.views.sending import call_of, find_own
from somosnlp.accounts.models import User
from somosnlp.review.states import Status
from somosnlp.review.telling import with_announced
from somosnlp.review.workflow import TransitionError

MISSING = gettext_lazy("Esa propuesta no existe o no es tuya.")


@login_required
@require_safe
def own_proposals(request: HttpRequest, year: str) -> HttpResponse:
    """List one's proposals of an edition, drafts and withdrawn ones too; not the drafts thrown away."""
    edition = edition_or_404(request, year, kept=True)
    rows = KeynoteProposal.objects.visible_to(request.user).filter(edition=edition).defer("search")
    rows = rows.exclude(status=Status.WITHDRAWN, submitted_at=None)
    context = {
        "edition": edition,
        "window": call_window(edition, CallKind.KEYNOTE, timezone.now()),
        "proposals": with_announced(rows.select_related("session")).order_by("-created_at"),
    }
    return render(request, "events/proposals/list.html", context)


@login_required
@require_safe
def own_proposal(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Show how one proposal stands and what can be done with it."""
    edition, standing = _standing(request, year, key)
    return _page(request, edition, standing)


@login_required
@require_POST
def withdraw(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Withdraw one's proposal, accepted or not; a draft is thrown away."""
    edition, standing = _standing(request, year, key)
    try:
        withdraw_proposal(standing.sent, by=cast(User, request.user))
        if standing.status == Status.DRAFT:
            messages.success(request, _("Borramos el borrador."))
            return redirect("keynotes", edition.slug)
        messages.success(request, _("Retiramos tu propuesta. Gracias por avisarnos."))
    except (TransitionError, ProposalRefusedError):
        messages.error(request, _("El equipo ya respondió a tu propuesta; no se puede retirar."))
    return redirect("keynote", edition.slug, key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Ask the speaker whether they will be there and when they can; the button answers."""
    edition, standing = _standing(request, year, key)
    if not standing.may_confirm:
        messages.info(request, _("Ahora no hay nada que confirmar."))
        return redirect("keynote", edition.slug, key)
    proposal = standing.sent
    initial = {name: getattr(proposal, name) for name in ("preferred_days", "hours", "time_zone")}
    initial["time_zone"] = initial["time_zone"] or cast(User, request.user).time_zone
    form = ConfirmForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_proposal(proposal, by=cast(User, request.user), values=form.cleaned_data)
        except ProposalRefusedError as refused:
            messages.error(request, str(refused.reason.label))
        else:
            messages.success(request, _("¡Contamos contigo! 💛"))
        return redirect("keynote", edition.slug, key)
    context = {"edition": edition, "proposal": proposal, "standing": standing, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "events/proposals/confirm.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slides(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Take the address of the slides of an accepted proposal."""
    edition, standing = _standing(request, year, key)
    session = standing.sent.session
    if not standing.may_confirm or session is None:
        messages.info(request, _("Las diapositivas se añaden cuando la propuesta está aceptada."))
        return redirect("keynote", edition.slug, key)
    form = SlidesForm(request.POST if request.method == "POST" else None, initial={"url": session.slides_url})
    if request.method == "POST" and form.is_valid():
        put_slides(standing.sent, by=cast(User, request.user), url=form.cleaned_data["url"])
        messages.success(request, _("Guardamos el enlace de tus diapositivas."))
        return redirect("keynote", edition.slug, key)
    context = {"edition": edition, "proposal": standing.sent, "form": form}
    return render(request, "events/proposals/slides.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def invite(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Invite somebody to speak together."""
    edition, standing = _standing(request, year, key)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            invite_co_speaker(standing.sent, by=cast(User, request.user), **form.cleaned_data)
        except ProposalRefusedError as refused:
            form.add_error(None, str(refused.reason.label))
        else:
            messages.success(request, _("Invitamos a %(email)s.") % {"email": form.cleaned_data["email"]})
            return redirect("keynote", edition.slug, key)
    return _page(request, edition, standing, invite_form=form, status=422)


@login_required
@require_POST
def remove(request: HttpRequest, year: str, key: UUID, pk: int) -> HttpResponse:
    """Take a co-speaker out of one's proposal."""
    edition, standing = _standing(request, year, key)
    invited = get_object_or_404(CoSpeaker.objects.filter(proposal=standing.sent), pk=pk)
    invited.proposal = standing.sent
    try:
        if remove_co_speaker(invited, by=cast(User, request.user)):
            messages.success(request, _("Ya no habla contigo en esta propuesta."))
    except ProposalRefusedError as refused:
        messages.error(request, str(refused.reason.label))
    return redirect("keynote", edition.slug, key)


def _page(
    request: HttpRequest,
    edition: Edition,
    standing: TalkStanding,
    *,
    invite_form: InviteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    proposal = standing.sent
    call = standing.window.call
    invited = proposal.co_speakers.exclude(status=InviteStatus.REMOVED)
    taken = [each for each in invited if each.status != InviteStatus.DECLINED]
    most = call.most_co_speakers if call else 0
    context = {
        "edition": edition,
        "proposal": proposal,
        "standing": standing,
        "call": call,
        "window": standing.window,
        "co_speakers": invited,
        "places_left": max(0, most - len(taken)),
        "invite_form": invite_form or InviteForm(),
        "language": language_name(proposal.language),
    }
    return render(request, "events/proposals/proposal.html", context, status=status)


def _standing(request: HttpRequest, year: str, key: UUID) -> tuple[Edition, TalkStanding]:
    edition, window = call_of(request, year, CallKind.KEYNOTE)
    proposal = find_own_talk(request, edition, key)
    if proposal is None:
        raise Http404(MISSING)
    return edition, TalkStanding.of(proposal, window)


def find_own_talk(request: HttpRequest, edition: Edition, key: UUID) -> KeynoteProposal | None:
    """Return one's own proposal; None for a key that is nobody's. Raises Http404 for somebody else's."""
    rows = KeynoteProposal.objects.select_related("submitted_by", "session", "topic", "photo")
    return find_own(rows.defer("search"), request, edition, key, missing=str(MISSING))
