"""The pages under /correo/: what the platform has sent on this machine."""

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from somosnlp.local.mail import LocalMail, find, newest

_SHOWN = 100
#: A mail brings its own styles, never a script; its links open outside the frame.
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """The latest mails, newest first."""
    return render(request, "local/mail_list.html", {"mails": newest(_SHOWN), "shown": _SHOWN})


@require_safe
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # typed for views without arguments
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: headers, text and, framed, its HTML."""
    return render(request, "local/mail_detail.html", {"mail": _mail_or_404(name)})


@require_safe
@xframe_options_sameorigin
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as it was written, under a policy of its own."""
    mail = _mail_or_404(name)
    if not mail.html:
        raise Http404
    page = mail.html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(page, headers={"Content-Security-Policy": _MAIL_POLICY})


def _mail_or_404(name: str) -> LocalMail:
    mail = find(name)
    if mail is None:
        raise Http404
    return mail
