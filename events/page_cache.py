"""Whole pages for people without a session, kept until something they show changes.

A page is kept per (path, language) together with the version of its edition; `touch(edition)` gives the
edition a new version, so that everything kept before is dead at once. Besides, no page lives longer than
a minute or than the next deadline, session or opening it shows (`changes_at`). One read of the cache
answers, and no query: sessions are not opened for people who carry none.

A page with an empty form is kept too (`cached_form`), cut where the CSRF token goes: each reader gets one of
their own, and nothing that anybody typed is ever in it.
"""

import gzip
import hashlib
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ClassVar, Self, cast
from uuid import uuid4

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.middleware.csrf import get_token
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language, override

from events.models import Edition
from somosnlp.accounts import drafts

View = Callable[..., HttpResponse]

#: No page is older than this, in seconds.
LONGEST = 60
#: The version of pages that are about no single edition.
SITE = "site"
#: What a page asked for in its address differs by: a zone, an invitation to a team,
#: access to a closed call, a part of the programme.
PERSONAL_QUERY = {"tz", "invitacion", "acceso", "tipo", "nivel", "tema", "idioma", "q", "apuntada"}
#: The cookie of who signed up to a session without an account (`events.questions.links`).
VOTER = "apuntada"
ACCEPTS_GZIP = re.compile(r"\bgzip\b")
#: What `{% csrf_token %}` writes before and after the token.
TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+(?=")')


@dataclass(frozen=True)
class KeptPage:
    """A rendered page, compressed as nearly everybody reads it, and the version of its edition then."""

    has_token: ClassVar[bool] = False
    version: str
    zipped: bytes
    etag: str
    made_at: int
    content_type: str

    @classmethod
    def of(cls, response: HttpResponse, version: str) -> Self:
        body = bytes(response.content)
        digest = hashlib.blake2b(body, digest_size=12).hexdigest()
        zipped = gzip.compress(body, 6, mtime=0)
        return cls(version, zipped, f'W/"{digest}"', int(time.time()), response["Content-Type"])

    def answer(self, request: HttpRequest) -> HttpResponse:
        zipped = bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
        body = self.zipped if zipped else gzip.decompress(self.zipped)
        response = HttpResponse(body, content_type=self.content_type)
        if zipped:
            response["Content-Encoding"] = "gzip"
        response["ETag"] = self.etag
        response["Last-Modified"] = http_date(self.made_at)
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        patch_cache_control(response, no_cache=True)
        found = get_conditional_response(
            request, etag=self.etag, last_modified=self.made_at, response=response
        )
        return cast(HttpResponse, found)


@dataclass(frozen=True)
class KeptForm:
    """A page with an empty form: the pieces between which each reader's own token goes."""

    has_token: ClassVar[bool] = True
    version: str
    pieces: list[bytes]

    @classmethod
    def of(cls, response: HttpResponse, version: str) -> Self:
        return cls(version, TOKEN.split(response.content))

    def answer(self, request: HttpRequest) -> HttpResponse:
        return _personal(HttpResponse(get_token(request).encode().join(self.pieces)))


def touch(edition: Edition) -> None:
    """Drop every kept page of `edition` and of the whole site, once the open transaction has committed."""
    slug = edition.slug
    transaction.on_commit(lambda: _set_versions(slug, uuid4().hex), robust=True)


def forget_page(name: str, *args: Any) -> None:
    """Drop one kept page in every language once the open transaction has committed; the others stay."""
    keys = []
    for language, _label in settings.LANGUAGES:
        with override(language):
            keys.append(_page_key(reverse(name, args=args)))
    transaction.on_commit(lambda: cache.delete_many(keys), robust=True)


def site_version() -> str:
    """Return what every `touch` renews; one that the cache has lost is made anew."""
    key = _version_key(SITE)
    return str(cache.get(key) or cache.get_or_set(key, lambda: uuid4().hex, timeout=None))


def changes_at(request: HttpRequest, instants: Iterable[datetime | None]) -> None:
    """Note when the page being rendered will read differently; instants that have passed do not count."""
    now = timezone.now()
    known = getattr(request, "page_changes_at", None)
    coming = [at for at in (*instants, known) if at is not None and at > now]
    request.page_changes_at = min(coming, default=None)  # type: ignore[attr-defined]


def kept_with_version(key: str, scope: str) -> tuple[Any, str]:
    """Return what is kept as `key` (or None) and the version of `scope` now, with one read of the cache."""
    version_key = _version_key(scope)
    found = cache.get_many([key, version_key])
    return found.get(key), str(found.get(version_key, ""))


def cached_page(view: View) -> View:
    """Keep what `view` answers to people without a session; everybody else gets a page of their own.

    The view takes the slug of its edition as `year`; without one its page belongs to the whole site.
    """
    return _keeping(view, KeptPage)


def cached_form(view: Callable[..., HttpResponseBase]) -> View:
    """Keep the empty form that `view` shows to people of whom nothing is known, as `cached_page` does."""
    return _keeping(cast(View, view), KeptForm)


def _keeping(view: View, kind: type[KeptPage] | type[KeptForm]) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_shared(request):
            return _personal(view(request, *args, **kwargs))
        _forget_query(request)
        key, version_key = _page_key(request.path), _version_key(kwargs.get("year", SITE))
        found = cache.get_many([key, version_key])
        version = found.get(version_key, "")
        page: KeptPage | KeptForm | None = found.get(key)
        if page is None or page.version != version:
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            if not _may_keep(request, response, kind):
                return _personal(response)
            page = kind.of(response, version)
            cache.set(key, page, timeout=_lifetime(request))
        return page.answer(request)

    return wrapped


def is_shared(request: HttpRequest) -> bool:
    """Tell whether everybody would get the same page: no session, message or draft, no zone asked for."""
    personal = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name, drafts.COOKIE, VOTER}
    return (
        request.method in ("GET", "HEAD")
        and personal.isdisjoint(request.COOKIES)
        and PERSONAL_QUERY.isdisjoint(request.GET)
    )


def _forget_query(request: HttpRequest) -> None:
    """Render as if nobody had added `?fbclid=…`: one reader's query must not end up in another's links."""
    request.META["QUERY_STRING"] = ""
    request.GET = QueryDict()


def _may_keep(request: HttpRequest, response: HttpResponse, kind: type[KeptPage] | type[KeptForm]) -> bool:
    made_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return response.status_code == 200 and not response.cookies and (kind.has_token or not made_token)


def _lifetime(request: HttpRequest) -> float:
    change = getattr(request, "page_changes_at", None)
    return min(LONGEST, (change - timezone.now()).total_seconds()) if change else LONGEST


def _personal(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _page_key(path: str) -> str:
    digest = hashlib.blake2b(path.encode(), digest_size=16).hexdigest()
    return f"page:{get_language()}:{digest}"


def _version_key(scope: str) -> str:
    return f"page-version:{scope}"


def _set_versions(slug: str, version: str) -> None:
    for scope in (slug, SITE):
        cache.set(_version_key(scope), version, timeout=None)
