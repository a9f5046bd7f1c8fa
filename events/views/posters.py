"""Sending a poster, changing it, seeing how it stands, taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.calls.access_links import QUERY
from events.calls.refusals import ProposalRefusedError, Refusal
from events.calls.requirements import asked_of
from events.context import edition_or_404
from events.forms.posters import PosterForm, initial_poster
from events.models import Edition, Poster
from events.page_cache import cached_form, changes_at
from events.permissions import CallWindow, call_window
from events.posters.drafts import POSTER, poster_draft_data
from events.posters.rules import needed_texts
from events.proposals.page import with_access
from events.services.posters import keep_poster, submit_poster, withdraw_poster
from events.services.sending import Sending
from events.states import CallKind
from events.views.pictures import limit_uploads
from somosnlp.accounts import drafts
from somosnlp.review.states import OPEN, TRANSITIONS, Status
from somosnlp.review.telling import announced_status, told_history, with_announced
from somosnlp.review.workflow import TransitionError


@dataclass(frozen=True)
class PosterStanding:
    """What its author may know of a poster and do with it now; `note`: the team's last words."""

    poster: Poster
    status: str
    window: CallWindow
    note: str

    @property
    def may_edit(self) -> bool:
        """A draft and what was sent until the close, what the team asked for always, one withdrawn again."""
        if self.status == Status.CHANGES_REQUESTED:
            return True
        editable = self.poster.status in OPEN or self.status == Status.WITHDRAWN
        return editable and self.window.is_open

    @property
    def may_withdraw(self) -> bool:
        return Status.WITHDRAWN in TRANSITIONS[self.status]


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
    poster = _own(request, edition, key)
    if poster is None and request.method != "POST":
        raise Http404(_("Ese cartel no existe o no es tuyo."))
    standing = _standing(poster, window) if poster else None
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
    poster = _own(request, edition, key)
    if poster is None:
        raise Http404(_("Ese cartel no existe o no es tuyo."))
    try:
        withdraw_poster(poster, by=poster.submitted_by)
        messages.success(request, _("Retiramos tu cartel."))
    except (ProposalRefusedError, TransitionError):
        messages.error(request, _("El equipo ya respondió a este cartel; no se puede retirar."))
    return redirect(_own_page(request, edition, key))


def _send(
    request: HttpRequest, edition: Edition, window: CallWindow, key: UUID, standing: PosterStanding | None
) -> HttpResponse:
    form = _form(request, edition, window, bound=True)
    is_draft = standing is None or standing.status == Status.DRAFT
    if form.is_valid():
        try:
            submit_poster(edition, _sending(request, key, form.column_values()), by=_person(request))
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
            data=poster_draft_data(form.column_values(), request.GET.get(QUERY, "")),
            time_zone=form.cleaned_data["time_zone"],
        )
    if not window.is_open:
        form.explain(ProposalRefusedError(Refusal.CLOSED))
    return _page(request, edition, window, form, status=422)


def _keep_answer(
    request: HttpRequest, edition: Edition, window: CallWindow, key: UUID, field: str
) -> JsonResponse:
    """Keep one answer of a draft; the script of the form sends each as it is given."""
    form = _form(request, edition, window, bound=True, is_draft=True)
    form.is_valid()
    errors = {name: list(found) for name, found in form.errors.items() if name == field}
    try:
        if values := form.column_values({field}):
            keep_poster(edition, _sending(request, key, values), by=_person(request))
    except ProposalRefusedError as refused:
        errors.setdefault(field, []).append(str(refused.reason.label))
    return JsonResponse({"errors": errors}, status=422 if errors else 200)


def _keep(request: HttpRequest, edition: Edition, key: UUID, form: PosterForm) -> None:
    """Keep what is right of a form that is not whole yet; what is wrong is shown as it was typed."""
    try:
        keep_poster(edition, _sending(request, key, form.column_values()), by=_person(request))
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
    standing: PosterStanding | None = None,
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
        "poster": standing.poster if standing else None,
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
    edition = edition_or_404(request, year, kept=True)
    window = call_window(edition, CallKind.POSTER, timezone.now(), request.GET.get(QUERY, ""))
    changes_at(request, window.changes_at)
    if window.call is None and not request.user.is_authenticated:
        raise Http404(_("Esta edición no tiene convocatoria de cartel."))
    return edition, window


def _standing(poster: Poster, window: CallWindow) -> PosterStanding:
    last = told_history(poster).last()
    return PosterStanding(poster, announced_status(poster), window, last.note_to_author if last else "")


def _own(request: HttpRequest, edition: Edition, key: UUID) -> Poster | None:
    """Return one's own poster; None for a key that is nobody's. Raises Http404 for somebody else's."""
    rows = Poster.objects.select_related("edition", "submitted_by", "picture")
    found: Poster | None = rows.filter(key=key).first()
    if found is not None and (found.submitted_by_id != request.user.pk or found.edition_id != edition.pk):
        raise Http404(_("Ese cartel no existe o no es tuyo."))
    return found


def _mine(request: HttpRequest, edition: Edition) -> list[Poster]:
    rows = with_announced(Poster.objects.visible_to(request.user).filter(edition=edition))
    return list(rows.exclude(status=Status.WITHDRAWN).select_related("picture").order_by("-created_at"))


def _own_page(request: HttpRequest, edition: Edition, key: UUID) -> str:
    return with_access(request, reverse("poster-edit", args=[edition.slug, key]))


def _sending(request: HttpRequest, key: UUID, values: dict[str, Any]) -> Sending:
    return Sending(key, values, access=request.GET.get(QUERY, ""))


def _person(request: HttpRequest) -> Any:
    return request.user
