"""The mails about an account: which of allauth's prefixes becomes which of our templates, and to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.account import app_settings as allauth_settings
from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone, translation

from somosnlp.accounts.links import make_token
from somosnlp.accounts.models import User
from somosnlp.outbox import services as outbox
from somosnlp.outbox.links import page_url


@dataclass(frozen=True)
class AccountMail:
    """One of our templates; `keys` are the words of allauth's context that it may use.

    `link` names the page its button leads to. A mail with a `life` carries a code or a link that lets
    somebody in: it is secret and is not sent after that.
    """

    template: str
    keys: tuple[str, ...] = ()
    life: timedelta | None = None
    link: str = ""


def _code_life() -> timedelta:
    return timedelta(seconds=allauth_settings.LOGIN_BY_CODE_TIMEOUT)


_CHANGED_PASSWORD = AccountMail("accounts/mail/password_changed", link="account_login")
_EMAIL_CODE = AccountMail("accounts/mail/email_code", ("code",), _code_life())

#: allauth's prefix → our mail. A prefix that is not here is a mistake of ours: KeyError.
MAILS: Mapping[str, AccountMail] = {
    "account/email/login_code": AccountMail("accounts/mail/login_code", ("code",), _code_life()),
    "account/email/email_confirmation": _EMAIL_CODE,
    "account/email/email_confirmation_signup": _EMAIL_CODE,
    "account/email/account_already_exists": AccountMail("accounts/mail/account_exists", link="account_login"),
    "account/email/unknown_account": AccountMail("accounts/mail/unknown_account", link="account_signup"),
    "account/email/password_reset_key": AccountMail(
        "accounts/mail/password_reset",
        ("uid", "key"),
        timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        "account_reset_password_from_key",
    ),
    "account/email/password_reset": _CHANGED_PASSWORD,
    "account/email/password_changed": _CHANGED_PASSWORD,
    "account/email/password_set": AccountMail("accounts/mail/password_set", link="account_login"),
    "account/email/email_changed": AccountMail(
        "accounts/mail/email_changed", ("from_email", "to_email"), link="account_email"
    ),
    "account/email/email_confirm": AccountMail("accounts/mail/email_added", link="account_email"),
    "account/email/email_deleted": AccountMail(
        "accounts/mail/email_removed", ("deleted_email",), link="account_email"
    ),
}


def queue_account_mail(prefix: str, email: str, context: Mapping[str, Any]) -> None:
    """Queue the mail allauth wants to send, in the language of whoever has that address.

    `prefix` is allauth's template prefix, `context` its context. Raises KeyError for an unknown prefix.
    """
    mail = MAILS[prefix]
    person = _person(email, context)
    language = person.language if person else translation.get_language() or settings.LANGUAGE_CODE
    words = {key: str(context[key]) for key in mail.keys if key in context}
    if mail.link:
        key = {"uidb36": words["uid"], "key": words["key"]} if "uid" in words else {}
        words["action_url"] = page_url(mail.link, language=language, **key)
    outbox.queue(
        mail.template,
        to=email,
        language=language,
        time_zone=(person.time_zone if person else "") or settings.TIME_ZONE,
        user_id=person.pk if person else None,
        context=words,
        dedupe_key=f"{mail.template}:{uuid4().hex}",
        secret=mail.life is not None,
        expires_at=_expiry(mail),
    )


def send_link(user: User, address: str, *, key: str) -> None:
    """Mail `address` a link that proves it is `user`'s and lets them in; once for each `key`.

    It is secret and works for a day. Where the account has another address, the mail says that this one
    will take its place.
    """
    replacing = address != user.email
    outbox.queue(
        "accounts/mail/new_address" if replacing else "accounts/mail/sign_in_link",
        to=address,
        context={
            "person": user,
            "action_url": page_url("account-link", make_token(user, address), language=user.language),
        },
        dedupe_key=f"link:{key}",
        secret=True,
        expires_at=timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        **_reader(user),
    )


def send_address_will_change(user: User, *, key: str) -> None:
    """Tell `user`'s present address that another takes its place, not which: strangers may read it."""
    outbox.queue(
        "accounts/mail/address_will_change",
        to=user.email,
        context={"person": user},
        dedupe_key=f"address_will_change:{key}",
        **_reader(user),
    )


def letter(user: User, *, subject: str, text: str) -> dict[str, Any]:
    """Return what `outbox` needs to render or queue what an organiser writes to `user`."""
    context = {"person": user, "letter_subject": subject, "text": text}
    return {"template": "accounts/mail/letter", "to": user.email, "context": context, **_reader(user)}


def _reader(user: User) -> dict[str, Any]:
    return {
        "language": user.language,
        "time_zone": user.time_zone or settings.TIME_ZONE,
        "user_id": user.pk,
    }


def _expiry(mail: AccountMail) -> datetime | None:
    return timezone.now() + mail.life if mail.life else None


def _person(email: str, context: Mapping[str, Any]) -> User | None:
    if isinstance(user := context.get("user"), User):
        return user
    address = EmailAddress.objects.filter(email=email.lower()).order_by("-verified").select_related("user")
    found = address.first()
    return found.user if found else None
