"""The forms that let somebody in: sign-up asks the e-mail only, a password is never required."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from somosnlp.accounts import entry
from somosnlp.accounts.fields import HiddenZoneField


def _email_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("Correo electrónico"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]
    """One question. Whatever the address is, a code is mailed to it and the same page asks for it."""

    time_zone = HiddenZoneField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        initial = self.fields["email"].initial
        self.fields["email"] = _email_field()
        self.fields["email"].initial = initial

    def clean_email(self) -> str:
        """Return the address in lower case; whether we know it is nobody's business here."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "email" in cleaned and not entry.may_send_code(context.request, cleaned["email"]):
            self.add_error("email", get_adapter().error_messages["rate_limited"])
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        """Send the code; allauth expects the new user, or None and the response to give."""
        data = self.cleaned_data
        return None, entry.send_code(
            request,
            email=data["email"],
            time_zone=data.get("time_zone", ""),
            next_url=get_next_redirect_url(request) or "",
        )


class LoginForm(allauth_forms.LoginForm):  # type: ignore[misc]
    """The address, and a password for those who have one; without it a code is mailed."""

    def _setup_password_field(self) -> None:
        self.fields["login"] = _email_field()
        self.fields["password"] = forms.CharField(
            label=_("Contraseña"),
            required=False,
            strip=False,
            max_length=1000,
            help_text=_("Solo si tienes una. Si la dejas vacía, te enviamos un código por correo."),
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password"])


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    email = _email_field()


def _code_field() -> forms.CharField:
    return forms.CharField(
        label=_("Código"),
        max_length=40,
        help_text=_("Está en el correo que te acabamos de enviar. Vale 10 minutos."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    code = _code_field()


class ConfirmEmailCodeForm(allauth_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    code = _code_field()
