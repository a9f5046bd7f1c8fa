"""The browser's side of a draft: every public form can be filled before there is an account.

A view whose form is valid calls `begin_confirmation`; `typed` gives back what was typed; the adapter
calls `attach_all` once the address is proven. The cookie holds signed ids only, never what was typed.
"""

import logging
from collections.abc import Mapping
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from somosnlp.accounts import entry
from somosnlp.accounts.models import FormDraft, User
from somosnlp.accounts.services import drafts as services

COOKIE = "drafts"
_SALT = "somosnlp.accounts.drafts"
_MAX_AGE = int(services.LIFE.total_seconds())
#: Two tabs with two forms are kept both; more than this is not a person.
_MOST = 5

logger = logging.getLogger(__name__)


def begin_confirmation(
    request: HttpRequest, *, email: str, kind: str, scope: str, data: Mapping[str, Any], time_zone: str
) -> HttpResponse:
    """Keep what was typed and ask for a code mailed to `email`; return the response to give.

    `kind` names the draft handler, `scope` what it is about (an edition), `data` is what JSON can hold.
    Known and unknown addresses get the same page and the same kind of mail. Somebody who signed in
    meanwhile needs no code: their draft is attached at once. Too many codes answer 429, text kept.
    """
    if request.user.is_authenticated:
        return _attach_now(request, request.user, kind=kind, scope=scope, data=data, time_zone=time_zone)
    if not ratelimit.consume(request, action="draft"):
        return _too_many(request)
    allowed = entry.may_send_code(request, email)
    with transaction.atomic():
        draft = _save(request, email=email, kind=kind, scope=scope, data=data, time_zone=time_zone)
        response: HttpResponse = (
            entry.send_code(request, email=email, time_zone=time_zone) if allowed else _too_many(request)
        )
    _remember(request, response, draft)
    return response


def read(request: HttpRequest, *, kind: str = "", scope: str = "") -> FormDraft | None:
    """Return the newest draft of this browser (of that kind and scope, where given) that still waits."""
    ids = _ids(request)
    if not ids:
        return None
    waiting = FormDraft.objects.filter(pk__in=ids, attached_at=None, expires_at__gt=timezone.now())
    if kind:
        waiting = waiting.filter(kind=kind, scope=scope)
    return waiting.order_by("-submitted_at").first()


def typed(request: HttpRequest, *, kind: str, scope: str) -> dict[str, Any]:
    """Return what this browser typed into that form, with the address; nothing for who is signed in."""
    draft = None if request.user.is_authenticated else read(request, kind=kind, scope=scope)
    return draft.payload() | {"email": draft.email} if draft else {}


def attach_all(request: HttpRequest, user: User) -> str:
    """Attach the drafts of this browser that are `user`'s; return where the newest one leads, or "".

    A draft whose app fails stays, with its cookie: nobody is kept out of their account by a form.
    """
    url = ""
    for draft in FormDraft.objects.filter(pk__in=_ids(request)).order_by("submitted_at"):
        try:
            url = services.attach_draft(draft, user=user) or url
        except Exception:
            logger.exception("draft %s of kind %s was not attached", draft.pk, draft.kind)
            messages.error(request, _("No pudimos guardar lo que escribiste. Ábrelo y envíalo otra vez."))
    return url


def forget(response: HttpResponse) -> None:
    """Take the cookie away (after attaching, or when somebody says that it is not theirs)."""
    response.delete_cookie(COOKIE, samesite="Lax")


def forget_attached(request: HttpRequest, response: HttpResponse) -> None:
    """Take the cookie away unless one of its drafts still waits."""
    if request.COOKIES.get(COOKIE) and read(request) is None:
        forget(response)


def _attach_now(
    request: HttpRequest, user: User, *, kind: str, scope: str, data: Mapping[str, Any], time_zone: str
) -> HttpResponse:
    draft = _save(request, email=user.email, kind=kind, scope=scope, data=data, time_zone=time_zone)
    url = services.attach_draft(draft, user=user)
    return HttpResponseRedirect(url or resolve_url(settings.LOGIN_REDIRECT_URL))


def _save(request: HttpRequest, *, kind: str, scope: str, **fields: Any) -> FormDraft:
    return services.save_draft(
        kind=kind,
        scope=scope,
        language=get_language() or settings.LANGUAGE_CODE,
        now=timezone.now(),
        replacing=read(request, kind=kind, scope=scope),
        **fields,
    )


def _too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/too_many_codes.html", status=429)


def _ids(request: HttpRequest) -> list[str]:
    value = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_MAX_AGE)
    return [part for part in (value or "").split(".") if part]


def _remember(request: HttpRequest, response: HttpResponse, draft: FormDraft) -> None:
    kept = [draft.pk.hex, *(pk for pk in _ids(request) if pk != draft.pk.hex)][:_MOST]
    response.set_signed_cookie(
        COOKIE,
        ".".join(kept),
        salt=_SALT,
        max_age=_MAX_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
