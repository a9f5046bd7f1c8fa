"""The question box of a session: everybody's page, and the one by which it is moderated."""

from uuid import NAMESPACE_URL, UUID, uuid5

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.context import edition_or_404
from events.forms.questions import QuestionForm
from events.models import Session
from events.page_cache import cached_form, changes_at
from events.programme.days import ends_at
from events.questions.box import Asker, box_is_open, box_of, closes_at, may_moderate
from events.questions.links import QUERY, asker_of, proven, remember
from events.services import questions as services
from events.services.questions import QuestionRefusedError
from events.states import QuestionStatus


@require_http_methods(["GET", "HEAD", "POST"])
@cached_form
def questions(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show the questions, and what was answered once it is over; take a question; `?q=` searches."""
    session = session_with_box(request, year, slug)
    if proven(request.GET.get(QUERY, "")):
        response = redirect("questions", year, slug)
        remember(response, request.GET[QUERY])
        return response
    asker = asker_of(request)
    if request.method != "POST":
        return _page(request, session, asker, QuestionForm(initial={"name": _name_of(asker)}))
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, session, asker, form, status=422)
    return _take(request, session, asker, form)


@require_POST
def vote_question(request: HttpRequest, year: str, slug: str, pk: int) -> HttpResponse:
    """Vote for a question, or with `do=unvote` take the vote back; who is unknown is asked to come in."""
    session = session_with_box(request, year, slug)
    asker, page = asker_of(request), reverse("questions", args=[year, slug])
    if not asker.is_known:
        messages.info(request, _("Para votar, entra con tu correo: así cada persona vota una vez."))
        return redirect(f"{reverse('account_login')}?{urlencode({'next': page})}")
    if not ratelimit.consume(request, action="question_vote", key=asker.email):
        return render(request, "429.html", status=429)
    deed = services.unvote if request.POST.get("do") == "unvote" else services.vote
    try:
        deed(session, pk, by=asker)
    except QuestionRefusedError as error:
        messages.error(request, error.reason.label)
    return redirect(f"{page}#pregunta-{pk}")


def session_with_box(request: HttpRequest, year: str, slug: str) -> Session:
    """Return a published session that takes questions. Raises Http404."""
    edition = edition_or_404(request, year)
    session = get_object_or_404(edition.sessions.published().select_related("edition"), slug=slug)
    if not session.has_questions:
        raise Http404(_("Esta sesión no tiene caja de preguntas."))
    changes_at(request, [ends_at(session), closes_at(session)])
    return session


def _take(request: HttpRequest, session: Session, asker: Asker, form: QuestionForm) -> HttpResponse:
    if not _may_ask(request, asker):
        form.add_error(
            None, _("Son muchas preguntas seguidas. Espera unos minutos; lo que escribiste sigue aquí.")
        )
        return _page(request, session, asker, form, status=429)
    text = form.cleaned_data["text"]
    try:
        question = services.ask(
            session,
            asker=asker,
            text=text,
            name=form.cleaned_data["name"],
            key=_key(request, session, asker, text),
        )
    except QuestionRefusedError as error:
        form.add_error(None, str(error.reason.label))
        return _page(request, session, asker, form, status=422)
    if question.status == QuestionStatus.VISIBLE:
        messages.success(request, _("¡Gracias! Tu pregunta ya está en la lista."))
    else:
        messages.success(
            request, _("¡Gracias! La recibimos. Saldrá en la lista cuando alguien del equipo la lea.")
        )
    return redirect(
        f"{reverse('questions', args=[session.edition.slug, session.slug])}#pregunta-{question.pk}"
    )


def _may_ask(request: HttpRequest, asker: Asker) -> bool:
    if asker.is_known:
        return bool(ratelimit.consume(request, action="question", key=asker.email))
    return bool(ratelimit.consume(request, action="question_anonymous"))


def _key(request: HttpRequest, session: Session, asker: Asker, text: str) -> UUID:
    """Return what the same question of the same person has twice: pressed twice, it is one question."""
    who = asker.email or request.META.get("CSRF_COOKIE", "")
    return uuid5(NAMESPACE_URL, f"pregunta:{session.pk}:{who}:{text}")


def _name_of(asker: Asker) -> str:
    return asker.user.display_name if asker.user is not None else ""


def _page(
    request: HttpRequest, session: Session, asker: Asker, form: QuestionForm, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    end = ends_at(session)
    query = request.GET.get("q", "").strip()[:100]
    context = {
        "edition": session.edition,
        "session": session,
        "form": form,
        "box": box_of(session, asker, query),
        "query": query,
        "asker": asker,
        "is_open": box_is_open(session, now),
        "is_over": end is not None and now >= end,
        "may_moderate": may_moderate(request.user, session),
    }
    return render(request, "events/questions/page.html", context, status=status)
