"""Mails that are looked at before they are anything: kept for ten minutes, shown in a frame by a key."""

import secrets

from csp.decorators import csp
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from somosnlp.outbox.admin.base import FRAMED

SECONDS = 600
_KEY = "outbox:preview:{}"


def keep(html: str) -> str:
    """Keep the HTML of a mail for the frame of a preview; return its key."""
    key = secrets.token_urlsafe(16)
    cache.set(_KEY.format(key), html, SECONDS)
    return key


@require_safe
@csp(FRAMED)  # type: ignore[arg-type]  # it knows only views without arguments
@xframe_options_sameorigin
def frame(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML that was kept, alone."""
    if not request.user.has_perm("outbox.view_outgoingemail"):
        raise PermissionDenied
    html = cache.get(_KEY.format(key))
    if html is None:
        raise Http404
    return HttpResponse(html)
