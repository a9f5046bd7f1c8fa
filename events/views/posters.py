"""Sending a poster, changing it, seeing how it stands, taking it back."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from events.calls.access_links import QUERY
from events.calls.drafts import draft_data
from events.calls.refusals import ProposalRefusedError, Refusal
from events.calls.requirements import asked_of
from events.calls.standing import Standing
from events.context import edition_or_404
from events.forms.posters import PosterForm, initial_poster
from events.models import Edition, Poster
from events.page_cache import cached_form
from events.permissions import CallWindow
from events.posters.drafts import POSTER
from events.posters.rules import needed_texts
from events.services.posters import keep_poster, submit_poster, withdraw_poster
from events.states import CallKind
from events.views.pictures import limit_uploads
from events.views.sending import call_of, find_own, keep_answer, sending_of, with_access
from somosnlp.accounts import drafts
from somosnlp.accounts.models import User
from somosnlp.review.states import Status
from somosnlp.review.telling import with_announced
from somosnlp.review.workflow import TransitionError

MISSING = gettext_lazy("Ese cartel no existe o no es tuyo.")


@require_http_methods(["GET", "HEAD", "POST"])
@cached_form
def propose_poster(request: HttpRequest, year: str) -> HttpResponse:
    """Show what is asked and the form; without an account its last step is a code sent to the address."""
    edition, window = _call(request, year)
    if request.method == "POST":
        return _take_new(request, edition, window)
    if not request.user.is_authenticated:
        typed = drafts.typed(request, kind=POSTER, scope=edition.slug)
        return _page(request, edition, window, _form(request, edition, window, initial=typed))
    mine = _mine(request, edition)
    initial = initial_poster(None, request.user)
    return _page(
        request, edition, window, _form(request, edition, window, initial=initial), key=uuid4(), mine=mine
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_poster(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Show how one's poster stands; change it, keep one answer of a draft (`field`) or send it all."""
    edition, window = _call(request, year)
    poster = _find_own(request, edition, key)
    if poster is None and request.method != "POST":
        raise Http404(MISSING)
    standing = Standing.of(poster, window) if poster else None
    if request.method != "POST":
        form = _form(request, edition, window, initial=initial_poster(poster, None))
        return _page(request, edition, window, form, key=key, standing=standing)
    if standing is not None and not standing.may_edit:
        messages.error(request, str(Refusal.CLOSED.label if not window.is_open else Refusal.DECIDED.label))
        return redirect(_own_page(request, edition, key))
    if request.POST.get("field"):
        return _keep_answer(request, edition, window, key, request.POST["field"])
    return _send(request, edition, window, key, standing)


@login_required
@require_POST
def remove_poster(request: HttpRequest, year: str, key: UUID) -> HttpResponse:
    """Take one's poster back."""
    edition = edition_or_404(request, year)
    poster = _find_own(request, edition, key)
    if poster is None:
        raise Http404(MISSING)
    try:
        withdraw_poster(poster, by=poster.submitted_by)
        messages.success(request, _("Retiramos tu cartel."))
    except (ProposalRefusedError, TransitionError):
        messages.error(request, _("El equipo ya respondió a este cartel; no se puede retirar."))
    return redirect(_own_page(request, edition, key))


def _send(
    request: HttpRequest, edition: Edition, window: CallWindow, key: UUID, standing: Standing[Poster] | None
) -> HttpResponse:
    form = _form(request, edition, window, bound=True)
    is_draft = standing is None or standing.status == Status.DRAFT
    if form.is_valid():
        try:
            submit_poster(
                edition, sending_of(request, key, form.column_values()), by=cast(User, request.user)
            )
        except ProposalRefusedError as refused:
            form.explain(refused)
        except TransitionError:
            form.explain(ProposalRefusedError(Refusal.DECIDED))
        else:
            messages.success(
                request, _("Recibimos tu cartel. 💛") if is_draft else _("Guardamos los cambios.")
            )
            return redirect(_own_page(request, edition, key))
    elif is_draft:
        _keep(request, edition, key, form)
    return _page(request, edition, window, form, key=key, standing=standing, status=422)


def _take_new(request: HttpRequest, edition: Edition, window: CallWindow) -> HttpResponse:
    """Keep what was filled in until a code proves the address; who signed in meanwhile has proven it."""
    form = _form(request, edition, window, bound=True)
    if request.user.is_authenticated:
        # A form from before the person signed in has no key: the same picture is the same poster.
        form.is_valid()
        words = f"{edition.pk}:{request.user.pk}:{form['picture'].value()}"
        return _send(request, edition, window, uuid5(NAMESPACE_URL, words), None)
    if form.is_valid() and window.is_open:
        return drafts.begin_confirmation(
            request,
            email=form.cleaned_data["email"],
            kind=POSTER,
            scope=edition.slug,
            data=draft_data(form.column_values(), request.GET.get(QUERY, "")),
            time_zone=form.cleaned_data["time_zone"],
        )
    if not window.is_open:
        form.explain(ProposalRefusedError(Refusal.CLOSED))
    return _page(request, edition, window, form, status=422)


def _keep_answer(
    request: HttpRequest, edition: Edition, window: CallWindow, key: UUID, field: str
) -> JsonResponse:
    form = _form(request, edition, window, bound=True, is_draft=True)

    def keep(values: dict[str, Any]) -> None:
        keep_poster(edition, sending_of(request, key, values), by=cast(User, request.user))

    return keep_answer(form, field, keep)


def _keep(request: HttpRequest, edition: Edition, key: UUID, form: PosterForm) -> None:
    """Keep what is right of a form that is not whole yet; what is wrong is shown as it was typed."""
    try:
        keep_poster(edition, sending_of(request, key, form.column_values()), by=cast(User, request.user))
    except ProposalRefusedError:
        return


def _form(
    request: HttpRequest,
    edition: Edition,
    window: CallWindow,
    *,
    initial: Mapping[str, Any] | None = None,
    bound: bool = False,
    is_draft: bool = False,
) -> PosterForm:
    form = PosterForm(
        request.POST if bound else None,
        request.FILES if bound else None,
        initial=dict(initial or {}),
        user=request.user if request.user.is_authenticated else None,
        edition=edition,
        call=window.call,
        is_draft=is_draft,
    )
    return limit_uploads(request, form)


def _page(
    request: HttpRequest,
    edition: Edition,
    window: CallWindow,
    form: PosterForm,
    *,
    key: UUID | None = None,
    standing: Standing[Poster] | None = None,
    mine: list[Poster] | None = None,
    status: int = 200,
) -> HttpResponse:
    is_sent = standing is not None and standing.status != Status.DRAFT
    context = {
        "edition": edition,
        "window": window,
        "call": window.call,
        "asked": asked_of(window.call) if window.call else [],
        "needed": needed_texts(edition, window.call),
        "form": form,
        "standing": standing,
        "poster": standing.sent if standing else None,
        "is_sent": is_sent,
        "mine": mine or [],
        "show_form": standing.may_edit if standing else window.is_open or form.is_bound,
        "note": standing.note if standing else "",
        "action": _own_page(request, edition, key) if key else "",
        "keeps_draft": key is not None and not is_sent,
    }
    page = "events/posters/own.html" if standing else "events/posters/propose.html"
    return render(request, page, context, status=status)


def _call(request: HttpRequest, year: str) -> tuple[Edition, CallWindow]:
    edition, window = call_of(request, year, CallKind.POSTER)
    if window.call is None and not request.user.is_authenticated:
        raise Http404(_("Esta edición no tiene convocatoria de cartel."))
    return edition, window


def _find_own(request: HttpRequest, edition: Edition, key: UUID) -> Poster | None:
    rows = Poster.objects.select_related("submitted_by", "picture")
    return find_own(rows, request, edition, key, missing=str(MISSING))


def _mine(request: HttpRequest, edition: Edition) -> list[Poster]:
    rows = with_announced(Poster.objects.visible_to(request.user).filter(edition=edition))
    return list(rows.exclude(status=Status.WITHDRAWN).select_related("picture").order_by("-created_at"))


def _own_page(request: HttpRequest, edition: Edition, key: UUID) -> str:
    return with_access(request, reverse("poster-edit", args=[edition.slug, key]))
