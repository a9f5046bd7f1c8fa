"""Joining the organising team: what it is, the form, how one's application stands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.context import edition_or_404
from events.forms.organisers import OrganiserForm, initial_answers, months_ahead
from events.models import Edition, OrganiserApplication
from events.organisers.drafts import ORGANISERS, draft_data
from events.permissions import CallWindow, call_window
from events.services.organisers import CallClosedError, submit_application, withdraw_application
from events.states import CallKind
from somosnlp.accounts import drafts
from somosnlp.review.states import Status
from somosnlp.review.telling import told_history, with_announced
from somosnlp.review.workflow import TransitionError


@require_http_methods(["GET", "HEAD", "POST"])
def organisers(request: HttpRequest, year: str) -> HttpResponse:
    """Show the promise and the form, or one's application; take the form."""
    edition = edition_or_404(request, year)
    application = _own(request, edition)
    window = call_window(edition, CallKind.ORGANISERS, timezone.now())
    if request.method != "POST":
        form = _form(request, edition, application)
        return _page(request, edition, application, window, form)
    form = _form(request, edition, application, bound=True)
    response = _take(request, edition, application, window, form) if form.is_valid() else None
    return response or _page(request, edition, application, window, form, status=422)


@login_required
@require_POST
def withdraw_organiser(request: HttpRequest, year: str) -> HttpResponse:
    """Withdraw one's application."""
    edition = edition_or_404(request, year)
    mine = OrganiserApplication.objects.visible_to(request.user)
    application = get_object_or_404(mine.select_related("edition", "submitted_by"), edition=edition)
    try:
        withdraw_application(application, by=application.submitted_by)
        messages.success(
            request,
            _("Retiramos tu solicitud. Puedes volver a enviarla mientras la convocatoria esté abierta."),
        )
    except TransitionError:
        messages.error(request, _("El equipo ya respondió a tu solicitud; no se puede retirar."))
    return redirect("organisers", edition.slug)


def _take(
    request: HttpRequest,
    edition: Edition,
    application: OrganiserApplication | None,
    window: CallWindow,
    form: OrganiserForm,
) -> HttpResponse | None:
    """Send what was typed; None when it cannot be sent, with the reason on the form."""
    answers = form.answers()
    if not request.user.is_authenticated and window.is_open:
        return drafts.begin_confirmation(
            request,
            email=form.cleaned_data["email"],
            kind=ORGANISERS,
            scope=edition.slug,
            data=draft_data(answers),
            time_zone=form.cleaned_data["time_zone"],
        )
    try:
        if not request.user.is_authenticated:
            raise CallClosedError
        submit_application(edition, by=request.user, answers=answers)
    except CallClosedError:
        form.add_error(None, _("La convocatoria no está abierta ahora. Lo que escribiste sigue aquí."))
        return None
    except TransitionError:
        messages.error(request, _("El equipo ya la leyó: ya no se puede cambiar."))
        return redirect("organisers", edition.slug)
    updating = application is not None and application.is_open
    messages.success(request, _("Guardamos los cambios.") if updating else _("Recibimos tu solicitud. 💛"))
    return redirect("organisers", edition.slug)


def _page(
    request: HttpRequest,
    edition: Edition,
    application: OrganiserApplication | None,
    window: CallWindow,
    form: OrganiserForm,
    status: int = 200,
) -> HttpResponse:
    withdrawn = application is not None and application.status == Status.WITHDRAWN
    editable = application is not None and application.is_open
    last = told_history(application).last() if application else None
    context = {
        "edition": edition,
        "application": application,
        "window": window,
        "form": form,
        "show_form": editable or form.is_bound or (window.is_open and (application is None or withdrawn)),
        "editable": editable,
        "withdrawn": withdrawn,
        "note": last.note_to_author if last else "",
        "coming_from_registration": request.GET.get("desde") == "inscripcion",
    }
    return render(request, "events/organisers/page.html", context, status=status)


def _form(
    request: HttpRequest, edition: Edition, application: OrganiserApplication | None, *, bound: bool = False
) -> OrganiserForm:
    user = request.user if request.user.is_authenticated else None
    chosen = application.months if application else []
    months = sorted({*months_ahead(edition, timezone.localdate()), *chosen})
    initial = initial_answers(application) | drafts.typed(request, kind=ORGANISERS, scope=edition.slug)
    return OrganiserForm(request.POST if bound else None, initial=initial, user=user, months=months)


def _own(request: HttpRequest, edition: Edition) -> OrganiserApplication | None:
    mine = with_announced(OrganiserApplication.objects.visible_to(request.user))
    return mine.filter(edition=edition).select_related("submitted_by").first()
