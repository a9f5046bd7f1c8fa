"""The page where people choose what we write to them about, reached signed in or by the link of a mail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from somosnlp.outbox import digest, topics
from somosnlp.outbox.models.digests import Weekday
from somosnlp.outbox.topics import Reader
from somosnlp.ui.times import zone_text


@method_decorator([never_cache, login_required], name="dispatch")
class MyTopicsView(View):
    """The topics of the person who is signed in, and for who reviews the day of their weekly digest."""

    def get(self, request: HttpRequest) -> HttpResponse:
        reader = _reader_of(request)
        return _page(request, reader, **_digest(reader))

    def post(self, request: HttpRequest) -> HttpResponse:
        reader = _reader_of(request)
        return _choose_day(request, reader) if "weekday" in request.POST else _change(request, reader)


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class SignedTopicsView(View):
    """The same by the link of a mail: the signature says who, so no cookie and no token of a form is needed.

    A POST of a mail program (RFC 8058 §3.2, `List-Unsubscribe=One-Click`) leaves the topic of the link and is
    answered 200 without a redirect. A GET changes nothing: scanners of mails open every link.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        topic, reader = _read(token)
        return _page(request, reader, first=topic)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        topic, reader = _read(token)
        if "List-Unsubscribe" in request.POST:
            topics.switch(topic, reader, on=False)
            return HttpResponse("ok\n", content_type="text/plain")
        return _change(request, reader)


def _reader_of(request: HttpRequest) -> Reader:
    user: Any = request.user
    return Reader(user.email, user.pk)


def _digest(reader: Reader) -> dict[str, Any]:
    """What the page shows of the weekly digest; nothing to who may not read it."""
    organiser = digest.reader_of(reader.user_id or 0)
    if organiser is None:
        return {}
    chosen = digest.day_of(organiser.user_id)
    return {"days": Weekday.choices, "chosen": chosen, "zone": zone_text(organiser.zone or "UTC")}


def _choose_day(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Note the day of the digest. Raises Http404 for who may not read it, and for a day that is none."""
    organiser, day = digest.reader_of(reader.user_id or 0), request.POST["weekday"]
    if organiser is None or day not in ("", *map(str, Weekday.values)):
        raise Http404
    digest.choose_day(organiser.user_id, int(day) if day else None)
    if day:
        facts = {"day": Weekday(int(day)).label, "zone": zone_text(organiser.zone or "UTC")}
        messages.success(request, _("Anotado: cada %(day)s a las 08:00 (%(zone)s).") % facts)
    else:
        messages.success(request, _("Anotado: no te enviaremos el resumen."))
    return redirect(request.path)


def _read(token: str) -> tuple[str, Reader]:
    try:
        return topics.read_token(token)
    except BadSignature as error:
        raise Http404 from error


def _page(request: HttpRequest, reader: Reader, first: str = "", **more: Any) -> HttpResponse:
    context = {"address": reader.address, "states": topics.states(reader, first), "first": first, **more}
    return render(request, "outbox/topics.html", context)


def _change(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Switch the topic that was posted and show the page again. Raises Http404 for a topic nobody lists."""
    key = request.POST.get("topic", "")
    topic = next((topic for topic, _state in topics.states(reader) if topic.key == key), None)
    if topic is None:
        raise Http404
    on = request.POST.get("choice") == "on"
    topics.switch(key, reader, on=on)
    words = (
        _("Anotado: te escribiremos sobre «%(topic)s».")
        if on
        else _("Anotado: no te escribiremos más sobre «%(topic)s».")
    )
    messages.success(request, words % {"topic": topic.label})
    return redirect(request.path)
