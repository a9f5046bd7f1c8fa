"""The page by which a question box is moderated, live and on a phone: one tap for each thing."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.forms.questions import AnswerForm
from events.models import Question, Session
from events.questions.box import Desk, may_moderate
from events.services import questions as services
from events.services.questions import QuestionRefusedError
from events.views.questions import session_with_box
from somosnlp.accounts.models import User

#: One tap each; `answered` and `merge` say more.
TAPS = {"show": services.show_question, "hide": services.hide_question, "now": services.take_up}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_desk(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show every question with its buttons, for organisers and who is on stage; do what was tapped."""
    session = session_with_box(request, year, slug)
    if not may_moderate(request.user, session):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, session)
    user = cast(User, request.user)
    if request.POST.get("do") == "merge":
        return _merge(request, session, user)
    question = get_object_or_404(
        session.questions.select_related("session__edition", "author", "attendance"),
        pk=_number(request.POST.get("question", "")),
    )
    if request.POST.get("do") == "answered":
        return _answer(request, session, question, user)
    tap = TAPS.get(request.POST.get("do", ""))
    if tap is not None:
        tap(question, by=user)
    return _back(session, question)


def _answer(request: HttpRequest, session: Session, question: Question, user: User) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, session, failed=(question.pk, form), status=422)
    services.mark_answered(
        question, by=user, second=form.cleaned_data["clock"], answer=form.cleaned_data["answer"]
    )
    return _back(session, question)


def _merge(request: HttpRequest, session: Session, user: User) -> HttpResponse:
    picked = [_number(pk) for pk in request.POST.getlist("picked")]
    try:
        into = services.merge_questions(session, picked, by=user)
    except QuestionRefusedError as error:
        messages.error(request, error.reason.label)
        return _back(session)
    messages.success(request, _("Uniste las preguntas: los votos se suman y nadie cuenta dos veces."))
    return _back(session, into)


def _number(text: str) -> int:
    """Return the key that a form sent; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _back(session: Session, question: Question | None = None) -> HttpResponse:
    page = reverse("question-desk", args=[session.edition.slug, session.slug])
    return redirect(f"{page}#pregunta-{question.pk}" if question else page)


def _page(
    request: HttpRequest,
    session: Session,
    *,
    failed: tuple[int, AnswerForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "edition": session.edition,
        "session": session,
        "desk": Desk.of(session),
        "failed_pk": failed[0] if failed else None,
        "failed": failed[1] if failed else None,
    }
    return render(request, "events/questions/desk.html", context, status=status)
