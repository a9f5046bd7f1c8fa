"""Coming in by a code: the same steps and the same page for an address we know and one we do not."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from somosnlp.accounts.models import User
from somosnlp.accounts.services import people


def may_send_code(request: HttpRequest, email: str) -> bool:
    """Count one code for `email` and for the caller's address; False when one of the limits is reached."""
    key = email.strip().lower()
    return bool(ratelimit.consume(request, action="request_login_code", key=key))


def send_code(
    request: HttpRequest, *, email: str, time_zone: str, next_url: str = ""
) -> HttpResponseRedirect:
    """Make the account where there is none, mail the code and go to the page that asks for it.

    The caller has asked `may_send_code` before. `next_url` is a checked address of this site.
    """
    with transaction.atomic():
        language = get_language() or settings.LANGUAGE_CODE
        user = people.find_or_create_user(email, language=language, time_zone=time_zone)
        LoginCodeVerificationProcess.initiate(request=request, user=user, email=email.strip().lower())
    return HttpResponseRedirect(code_page(next_url))


def enter(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in `user`, whose address was proven in this request, and go where allauth sends them."""
    record_authentication(request, user, method="link", email=user.email)
    response: HttpResponse = perform_login(request, Login(user=user, email=user.email))
    return response


def code_page(next_url: str = "") -> str:
    """Return the address of the page that asks for the code."""
    query: dict[str, Any] = {REDIRECT_FIELD_NAME: next_url} if next_url else {}
    return reverse("account_confirm_login_code") + (f"?{urlencode(query)}" if query else "")
