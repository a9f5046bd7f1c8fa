"""Whole pages for people without a session, kept until something they show changes.

A page is kept per (path, language) together with the version of its edition; `touch(edition)` gives the
edition a new version, so that everything kept before is dead at once. Besides, no page lives longer than
a minute or than the next deadline, session or opening it shows (`changes_at`). One read of the cache
answers, and no query: sessions are not opened for people who carry none.
"""

import gzip
import hashlib
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language

from events.models import Edition

View = Callable[..., HttpResponse]

#: No page is older than this, in seconds.
LONGEST = 60
#: The version of pages that are about no single edition.
SITE = "site"
ACCEPTS_GZIP = re.compile(r"\bgzip\b")


@dataclass(frozen=True)
class KeptPage:
    """A rendered page, compressed as nearly everybody reads it, and the version of its edition then."""

    version: str
    zipped: bytes
    etag: str
    made_at: int
    content_type: str


def touch(edition: Edition) -> None:
    """Drop every kept page of `edition` and of the whole site, once the open transaction has committed."""
    slug, version = edition.slug, str(time.time_ns())
    transaction.on_commit(lambda: _set_versions(slug, version), robust=True)


def changes_at(request: HttpRequest, instants: Iterable[datetime | None]) -> None:
    """Note when the page being rendered will read differently; instants that have passed do not count."""
    now = timezone.now()
    known = getattr(request, "page_changes_at", None)
    coming = [at for at in (*instants, known) if at is not None and at > now]
    request.page_changes_at = min(coming, default=None)  # type: ignore[attr-defined]


def cached_page(view: View) -> View:
    """Keep what `view` answers to people without a session; everybody else gets a page of their own.

    The view takes the slug of its edition as `year`; without one its page belongs to the whole site.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_shared(request):
            return _personal(view(request, *args, **kwargs))
        _forget_query(request)
        scope = kwargs.get("year", SITE)
        key, version_key = _page_key(request.path), _version_key(scope)
        found = cache.get_many([key, version_key])
        version = found.get(version_key, "")
        page = found.get(key)
        if page is None or page.version != version:
            response = view(request, *args, **kwargs)
            if not _may_keep(request, response):
                return _personal(response)
            page = _keep(key, version, response, _lifetime(request))
        return _answer(request, page)

    return wrapped


def is_shared(request: HttpRequest) -> bool:
    """Tell whether everybody would get the same page: no session, no pending message, no zone asked for."""
    personal = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    return (
        request.method in ("GET", "HEAD") and personal.isdisjoint(request.COOKIES) and "tz" not in request.GET
    )


def _forget_query(request: HttpRequest) -> None:
    """Render as if nobody had added `?fbclid=…`: one reader's query must not end up in another's links."""
    request.META["QUERY_STRING"] = ""
    request.GET = QueryDict()


def _may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    made_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return response.status_code == 200 and not response.cookies and not made_token


def _lifetime(request: HttpRequest) -> float:
    change = getattr(request, "page_changes_at", None)
    return min(LONGEST, (change - timezone.now()).total_seconds()) if change else LONGEST


def _keep(key: str, version: str, response: HttpResponse, lifetime: float) -> KeptPage:
    body = bytes(response.content)
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    page = KeptPage(
        version, gzip.compress(body, 6, mtime=0), f'W/"{digest}"', int(time.time()), response["Content-Type"]
    )
    cache.set(key, page, timeout=lifetime)
    return page


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    zipped = bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
    body = page.zipped if zipped else gzip.decompress(page.zipped)
    response = HttpResponse(body, content_type=page.content_type)
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = page.etag
    response["Last-Modified"] = http_date(page.made_at)
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    patch_cache_control(response, no_cache=True)
    answer = get_conditional_response(request, etag=page.etag, last_modified=page.made_at, response=response)
    return cast(HttpResponse, answer)


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
