"""The page behind an invitation to speak together: GET shows it, POST answers; later it shows what became."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.calls.refusals import ProposalRefusedError
from events.context import set_edition
from events.forms.proposals import CoSpeakerForm, initial_co_speaker
from events.models import CoSpeaker
from events.proposals.co_speaker_links import find_invitation
from events.proposals.drafts import CO_SPEAKER
from events.services.co_speakers import ALIVE, accept_invitation, decline_invitation
from events.states import InviteStatus
from somosnlp.accounts import drafts
from somosnlp.accounts.models import User
from somosnlp.accounts.services.people import owns_address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def co_speaker(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to speak together and take its answer."""
    invited = find_invitation(token)
    if invited is None:
        return render(request, "events/proposals/co_speaker_unknown.html", status=404)
    set_edition(request, invited.proposal.edition)
    user = request.user if isinstance(request.user, User) else None
    if request.method == "POST" and request.POST.get("answer") == "decline":
        return _decline(request, invited, token)
    form = CoSpeakerForm(
        request.POST if request.method == "POST" else None, initial=initial_co_speaker(invited, user)
    )
    if request.method == "POST" and form.is_valid():
        return _accept(request, invited, token, user, form)
    return _page(request, invited, token, user, form)


def _accept(
    request: HttpRequest, invited: CoSpeaker, token: str, user: User | None, form: CoSpeakerForm
) -> HttpResponse:
    if user is None:
        # The code goes to the address that was invited: whoever has only the link does not come in.
        data = {**form.cleaned_data, "token": token}
        return drafts.begin_confirmation(
            request, email=invited.email, kind=CO_SPEAKER, scope=str(invited.pk), data=data, time_zone=""
        )
    try:
        accept_invitation(invited, by=user, answer=form.answer())
    except ProposalRefusedError as refused:
        form.add_error(None, str(refused.reason.label))
        return _page(request, invited, token, user, form)
    messages.success(request, _("¡Listo! Ya hablas en esta propuesta."))
    return redirect("co-speaker", token)


def _decline(request: HttpRequest, invited: CoSpeaker, token: str) -> HttpResponse:
    try:
        if decline_invitation(invited):
            messages.success(request, _("Respondimos que esta vez no."))
    except ProposalRefusedError as refused:
        messages.error(request, str(refused.reason.label))
    return redirect("co-speaker", token)


def _page(
    request: HttpRequest, invited: CoSpeaker, token: str, user: User | None, form: CoSpeakerForm
) -> HttpResponse:
    proposal = invited.proposal
    is_over = proposal.status not in ALIVE or invited.status == InviteStatus.REMOVED
    is_foreign = user is not None and not owns_address(user, invited.email)
    context = {
        "edition": proposal.edition,
        "proposal": proposal,
        "invited": invited,
        "host": proposal.name or proposal.submitted_by.get_short_name(),
        "is_over": is_over,
        "is_foreign": is_foreign and not is_over,
        "form": form,
        "token": token,
    }
    status = 410 if is_over else 422 if form.is_bound else 200
    return render(request, "events/proposals/co_speaker.html", context, status=status)
