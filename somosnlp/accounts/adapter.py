"""How allauth behaves here: its mails go through the outbox, a proven address brings its drafts along."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.core.exceptions import BadRequest, ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from somosnlp.accounts import arrivals, drafts
from somosnlp.accounts.emails import queue_account_mail
from somosnlp.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's defaults with our mails, our words and the drafts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("Ese código no es. Míralo otra vez en el último correo que te enviamos."),
        "too_many_login_attempts": _("Demasiados intentos. Espera unos minutos y pide un código nuevo."),
        "rate_limited": _("Ya enviamos varios códigos. Espera unos minutos antes de pedir otro."),
        "email_password_mismatch": _(
            "El correo o la contraseña no coinciden. También puedes dejar la contraseña vacía: "
            "te enviamos un código."
        ),
        "email_taken": _("Esa dirección ya está en otra cuenta."),
        "duplicate_email": _("Esa dirección ya está en tu cuenta."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue our own mail for allauth's `template_prefix`; nothing is sent from the request."""
        queue_account_mail(template_prefix, email, context)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the caller's address; a forwarding header shorter than the settings say answers 400."""
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured as error:
            raise BadRequest(str(error)) from error

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Note that an address was proven; what was done with it before becomes the person's."""
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            arrivals.welcome(email_address.user)
        return confirmed

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Attach what was typed before the address was proven, and go where that leads."""
        if url := drafts.attach_all(request, user):
            kwargs["redirect_url"] = url
        arrivals.welcome(user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        drafts.forget_attached(request, response)
        return response
