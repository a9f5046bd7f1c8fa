"""What programs ask for again and again: calendars and schedules, kept as bytes for everybody.

A feed holds no word about who reads it, so cookies make no difference. Its bytes are kept per address (which
says the language) and version of the edition; `touch(edition)` makes them anew. After a minute they are made
once more all the same, and where they came out alike, a program that has them is told so: 304, nothing sent.
"""

import gzip
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date

from events.page_cache import ACCEPTS_GZIP, LONGEST, kept_with_version

#: Seconds that bytes are remembered, to tell whether new ones differ.
REMEMBERED = 86_400


@dataclass(frozen=True)
class Feed:
    """The bytes of a feed, what names them, and since when they have been so; `name` is that of the file."""

    zipped: bytes
    etag: str
    since: int | None
    content_type: str
    name: str
    version: str = ""
    made_at: float = 0.0

    def is_fresh(self, version: str, now: float) -> bool:
        return self.version == version and now - self.made_at < LONGEST


def feed_of(content: bytes, content_type: str, name: str) -> Feed:
    """Return `content` as a feed that became so now."""
    return Feed(zip_up(content), digest(content), int(time.time()), content_type, name)


def zip_up(content: bytes) -> bytes:
    """Return `content` as nearly every program asks for it: compressed."""
    return gzip.compress(content, 6, mtime=0)


def digest(content: bytes) -> str:
    """Return the ETag of `content`; weak, as it goes out compressed or not."""
    return f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'


def kept_feed(view: Callable[..., Feed]) -> Callable[..., HttpResponse]:
    """Answer what `view` returns for the edition `year`, keeping it; the same for everybody.

    The view may look at nothing of the request but its language: what it raises (404) is not kept.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, year: str, **kwargs: Any) -> HttpResponse:
        key = f"feed:{request.path}"
        kept, version = kept_with_version(key, year)
        now = time.time()
        if not isinstance(kept, Feed) or not kept.is_fresh(version, now):
            made = view(request, year, **kwargs)
            since = kept.since if isinstance(kept, Feed) and kept.etag == made.etag else made.since
            kept = replace(made, since=since, version=version, made_at=now)
            cache.set(key, kept, timeout=REMEMBERED)
        return answer(request, kept)

    return wrapped


def answer(request: HttpRequest, feed: Feed) -> HttpResponse:
    """Return the feed, compressed for who reads that; 304 for who has the same."""
    return not_modified(request, feed.etag, feed.since) or whole(request, feed)


def whole(request: HttpRequest, feed: Feed) -> HttpResponse:
    """Return the feed, whatever the reader has."""
    zipped = bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
    response = HttpResponse(
        feed.zipped if zipped else gzip.decompress(feed.zipped), content_type=feed.content_type
    )
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Content-Disposition"] = f'inline; filename="{feed.name}"'
    return _described(response, feed.etag, feed.since)


def not_modified(request: HttpRequest, etag: str, since: int | None = None) -> HttpResponse | None:
    """Return the 304 for a request that already has `etag`, or None."""
    found = get_conditional_response(request, etag=etag, last_modified=since)
    return _described(found, etag, since) if found is not None else None


def _described(response: HttpResponse, etag: str, since: int | None) -> HttpResponse:
    response["ETag"] = etag
    if since is not None:
        response["Last-Modified"] = http_date(since)
    patch_vary_headers(response, ["Accept-Encoding"])
    patch_cache_control(response, no_cache=True)
    return response
