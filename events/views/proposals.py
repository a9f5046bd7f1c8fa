"""Proposing a keynote, talk or workshop: the form, its draft, sending and changing it."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.calls.access_links import QUERY
from events.calls.drafts import draft_data
from events.calls.refusals import ProposalRefusedError, Refusal
from events.calls.requirements import asked_of
from events.facts import facts_of
from events.forms.proposals import KeynoteForm, initial_keynote
from events.models import Edition, KeynoteProposal
from events.page_cache import cached_form
from events.permissions import CallWindow
from events.proposals.drafts import KEYNOTE
from events.proposals.page import TalkStanding
from events.services.proposals import keep_proposal, submit_proposal
from events.states import CallKind
from events.views.own_proposals import MISSING, find_own_talk
from events.views.pictures import limit_uploads
from events.views.sending import call_of, keep_answer, sending_of, with_access
from somosnlp.accounts import drafts
from somosnlp.accounts.models import User
from somosnlp.review.states import Status
from somosnlp.review.telling import with_announced

PAGE = "events/proposals/propose.html"


@require_http_methods(["GET", "HEAD", "POST"])
@cached_form
def propose(request: HttpRequest, year: str) -> HttpResponse:
    """Show what is asked and the form; without an account its last step is a code sent to the address."""
    edition, window = call_of(request, year, CallKind.KEYNOTE)
    user = request.user if request.user.is_authenticated else None
    if request.method == "POST":
        return _take_without_session(request, edition, window)
    if user is None:
        typed = drafts.typed(request, kind=KEYNOTE, scope=edition.slug)
        return _page(request, edition, window, _form(request, edition, window, initial=typed))
    mine = list(_mine(request, edition))
    draft = next((each for each in mine if each.status == Status.DRAFT), None)
    if "otra" in request.GET:
        draft = None
    initial = initial_keynote(draft, mine[0] if mine else None, user)
    form = _form(request, edition, window, initial=initial)
    return _page(request, edition, window, form, key=draft.key if draft else uuid4(), draft=draft, mine=mine)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Write on at a draft, change what was sent, keep one answer (`field`) or send it all."""
    edition, window = call_of(request, year, CallKind.KEYNOTE)
    proposal = find_own_talk(request, edition, key)
    if proposal is None and request.method != "POST":
        raise Http404(MISSING)
    standing = TalkStanding.of(proposal, window) if proposal else None
    if standing is not None and not standing.may_edit:
        messages.info(request, standing.why_not)
        return redirect(_own_page(request, edition, key))
    if request.method != "POST":
        form = _form(request, edition, window, initial=initial_keynote(proposal, None, None))
        return _page(request, edition, window, form, key=key, draft=proposal, standing=standing)
    if request.POST.get("field"):
        return _keep_answer(request, edition, window, key, request.POST["field"])
    return _send(request, edition, window, key, proposal, standing)


def _send(
    request: HttpRequest,
    edition: Edition,
    window: CallWindow,
    key: UUID,
    proposal: KeynoteProposal | None,
    standing: TalkStanding | None,
) -> HttpResponse:
    form = _form(request, edition, window, bound=True)
    if form.is_valid():
        try:
            submit_proposal(
                edition, sending_of(request, key, form.column_values()), by=cast(User, request.user)
            )
        except ProposalRefusedError as refused:
            form.explain(refused)
        else:
            changing = proposal is not None and proposal.status == Status.SUBMITTED
            messages.success(
                request, _("Guardamos los cambios.") if changing else _("Recibimos tu propuesta. 💛")
            )
            return redirect(_own_page(request, edition, key))
    elif proposal is None or proposal.status == Status.DRAFT:
        proposal = _keep(request, edition, key, form) or proposal
    return _page(request, edition, window, form, key=key, draft=proposal, standing=standing, status=422)


def _take_without_session(request: HttpRequest, edition: Edition, window: CallWindow) -> HttpResponse:
    """Keep what was typed until a code proves the address; who signed in meanwhile has proven it."""
    form = _form(request, edition, window, bound=True)
    if not form.is_valid():
        return _page(request, edition, window, form, status=422)
    if not window.is_open:
        form.explain(ProposalRefusedError(Refusal.CLOSED))
        return _page(request, edition, window, form, status=422)
    if request.user.is_authenticated:
        # A form from before the person signed in has no key: the same words are the same proposal.
        words = form.cleaned_data["title"] + form.cleaned_data["abstract"]
        key = uuid5(NAMESPACE_URL, f"{edition.pk}:{request.user.pk}:{words}")
        return _send(request, edition, window, key, None, None)
    return drafts.begin_confirmation(
        request,
        email=form.cleaned_data["email"],
        kind=KEYNOTE,
        scope=edition.slug,
        data=draft_data(form.column_values(), request.GET.get(QUERY, "")),
        time_zone=form.cleaned_data["time_zone"],
    )


def _keep_answer(
    request: HttpRequest, edition: Edition, window: CallWindow, key: UUID, field: str
) -> JsonResponse:
    form = _form(request, edition, window, bound=True, is_draft=True)

    def keep(values: dict[str, Any]) -> None:
        keep_proposal(edition, sending_of(request, key, values), by=cast(User, request.user))

    return keep_answer(form, field, keep)


def _keep(request: HttpRequest, edition: Edition, key: UUID, form: KeynoteForm) -> KeynoteProposal | None:
    """Keep what is right of a form that is not whole yet; what is wrong is shown as it was typed."""
    try:
        return keep_proposal(
            edition, sending_of(request, key, form.column_values()), by=cast(User, request.user)
        )
    except ProposalRefusedError:
        return None


def _form(
    request: HttpRequest,
    edition: Edition,
    window: CallWindow,
    *,
    initial: Mapping[str, Any] | None = None,
    bound: bool = False,
    is_draft: bool = False,
) -> KeynoteForm:
    form = KeynoteForm(
        request.POST if bound else None,
        request.FILES if bound else None,
        initial=dict(initial or {}),
        user=request.user if request.user.is_authenticated else None,
        call=window.call,
        topics=facts_of(edition).topics,
        is_draft=is_draft,
    )
    return limit_uploads(request, form)


def _page(
    request: HttpRequest,
    edition: Edition,
    window: CallWindow,
    form: KeynoteForm,
    *,
    key: UUID | None = None,
    draft: KeynoteProposal | None = None,
    mine: list[KeynoteProposal] | None = None,
    standing: TalkStanding | None = None,
    status: int = 200,
) -> HttpResponse:
    is_sent = draft is not None and draft.status != Status.DRAFT
    context = {
        "edition": edition,
        "window": window,
        "call": window.call,
        "asked": asked_of(window.call) if window.call else [],
        "form": form,
        "proposal": draft,
        "is_sent": is_sent,
        "mine": [each for each in mine or [] if draft is None or each.pk != draft.pk],
        "show_form": window.is_open or form.is_bound or (standing is not None and standing.may_edit),
        "note": standing.note if standing else "",
        "action": with_access(request, reverse("keynote-edit", args=[edition.slug, key])) if key else "",
        "keeps_draft": key is not None and not is_sent,
    }
    return render(request, PAGE, context, status=status)


def _mine(request: HttpRequest, edition: Edition) -> Any:
    rows = KeynoteProposal.objects.visible_to(request.user).filter(edition=edition).defer("search")
    return with_announced(rows.exclude(status=Status.WITHDRAWN)).order_by("-created_at")


def _own_page(request: HttpRequest, edition: Edition, key: UUID) -> str:
    return with_access(request, reverse("keynote", args=[edition.slug, key]))
