"""The pages of «avísame cuando abra»: the form, and the link that confirms."""

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from somosnlp.outbox import awaited
from somosnlp.outbox.awaited import Awaited
from somosnlp.outbox.forms import NotifyMeForm
from somosnlp.ui.zones import zone_or_blank


@method_decorator(never_cache, name="dispatch")
class NotifyMeView(View):
    """Ask for an address. What it answers never tells whether the address asked before."""

    def get(self, request: HttpRequest, kind: str, number: int) -> HttpResponse:
        email = getattr(request.user, "email", "")
        return self._page(request, _subject(kind, number), NotifyMeForm(initial={"email": email}))

    def post(self, request: HttpRequest, kind: str, number: int) -> HttpResponse:
        subject, form = _subject(kind, number), NotifyMeForm(request.POST)
        if subject.state != "soon":
            return self._page(request, subject, NotifyMeForm())
        if not form.is_valid():
            return self._page(request, subject, form)
        address = form.cleaned_data["email"].lower()
        if not ratelimit.consume(request, action="notify_me", key=address):
            return render(request, "429.html", status=429)
        awaited.ask_to_be_told(
            kind,
            number,
            email=address,
            language=get_language() or settings.LANGUAGE_CODE,
            time_zone=zone_or_blank(form.cleaned_data["time_zone"]),
        )
        words = _("Te enviamos un correo a %(address)s: abre su enlace y te avisaremos.")
        messages.success(request, words % {"address": address})
        return redirect(request.path)

    def _page(self, request: HttpRequest, subject: Awaited, form: NotifyMeForm) -> HttpResponse:
        context: dict[str, Any] = {"subject": subject, "form": form}
        return render(request, "outbox/notify_me.html", context, status=422 if form.errors else 200)


@method_decorator(never_cache, name="dispatch")
class ConfirmNotifyMeView(View):
    """The link of the mail: a GET shows a button, for scanners open every link; the POST confirms."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        row = awaited.find_by_token(token)
        if row is None:
            raise Http404
        subject = awaited.awaited(row.subject_kind, row.subject_id)
        return render(request, "outbox/notify_me_confirm.html", {"row": row, "subject": subject})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        row = awaited.find_by_token(token)
        if row is None:
            raise Http404
        awaited.confirm(row)
        return redirect(request.path)


def _subject(kind: str, number: int) -> Awaited:
    """Return what is awaited. Raises Http404 for what does not exist."""
    subject = awaited.awaited(kind, number)
    if subject is None:
        raise Http404
    return subject
