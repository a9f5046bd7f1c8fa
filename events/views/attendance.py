"""«Me apunto»: the button, the form for who has no account, and the page of the link in every mail."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.attending.links import find_attendance
from events.attending.signed_up import place_in_queue
from events.context import edition_or_404, set_edition
from events.forms.attendance import AttendForm
from events.models import Attendance, Session
from events.page_cache import cached_form, changes_at
from events.programme.days import changes_of, takes_people
from events.services import attendance as services
from events.services.attendance import CannotAttendError
from events.states import AttendanceStatus
from somosnlp.accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@cached_form
def attend(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Sign up: one button for who is signed in, an address for everybody else."""
    session = _session(request, year, slug)
    changes_at(request, changes_of([session]))
    if request.method != "POST":
        return _form_page(request, session, AttendForm())
    try:
        if request.user.is_authenticated:
            return _join(request, session, request.user)
        return _ask(request, session)
    except CannotAttendError as error:
        messages.error(request, error.reason.label)
        return redirect(_page_of(session))


@login_required
@require_POST
def leave_session(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Give one's seat back."""
    session = _session(request, year, slug)
    if isinstance(request.user, User) and services.leave_as(session, by=request.user):
        messages.success(request, _("Listo: ya no vas. Gracias por avisar."))
    return redirect(_page_of(session))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, token: str) -> HttpResponse:
    """The link of every mail: a GET shows how things stand and the buttons; only the POST does something."""
    row = find_attendance(token)
    if row is None or not row.session.is_published:
        raise Http404(_("Ese enlace no es válido."))
    set_edition(request, row.session.edition)
    if request.method != "POST":
        return _state_page(request, row)
    if request.POST.get("do") == "leave":
        services.leave(row)
        return redirect(request.path)
    try:
        services.confirm(row)
    except CannotAttendError as error:
        messages.error(request, error.reason.label)
    return redirect(request.path)


def _join(request: HttpRequest, session: Session, person: User) -> HttpResponse:
    row = services.join(session, by=person)
    if row.status == AttendanceStatus.GOING:
        messages.success(request, _("¡Te esperamos! Te enviamos un correo con los enlaces a tu calendario."))
    else:
        messages.info(request, _("No quedan plazas: entraste en la lista de espera."))
    return redirect(_page_of(session))


def _ask(request: HttpRequest, session: Session) -> HttpResponse:
    """Take an address; the answer is the same whether it is known, in already, or new."""
    form = AttendForm(request.POST)
    if not form.is_valid():
        return _form_page(request, session, form)
    address = form.cleaned_data["email"].lower()
    if not ratelimit.consume(request, action="attend", key=address):
        return render(request, "429.html", status=429)
    services.ask_to_join(
        session,
        email=address,
        language=get_language() or settings.LANGUAGE_CODE,
        time_zone=form.cleaned_data["time_zone"],
    )
    words = _("Te enviamos un correo a %(address)s: abre su enlace y tendrás tu plaza.")
    messages.success(request, words % {"address": address})
    return redirect(_page_of(session))


def _form_page(request: HttpRequest, session: Session, form: AttendForm) -> HttpResponse:
    context = {
        "edition": session.edition,
        "session": session,
        "form": form,
        "is_open": takes_people(session, timezone.now()),
    }
    return render(request, "events/session_attend_form.html", context, status=422 if form.errors else 200)


def _state_page(request: HttpRequest, row: Attendance) -> HttpResponse:
    waits = row.status == AttendanceStatus.WAITING
    context = {
        "row": row,
        "session": row.session,
        "edition": row.session.edition,
        "is_open": takes_people(row.session, timezone.now()),
        "place": place_in_queue(row) if waits else 0,
    }
    return render(request, "events/session_attendance.html", context)


def _session(request: HttpRequest, year: str, slug: str) -> Session:
    edition = edition_or_404(request, year)
    return get_object_or_404(edition.sessions.published().select_related("edition"), slug=slug)


def _page_of(session: Session) -> str:
    return reverse("session", args=[session.edition.slug, session.slug])
