"""Every mail of allauth is one of ours, leaves through the outbox and keeps its secret."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.utils import timezone

from somosnlp.accounts.emails import MAILS
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.states import Status
from tests.accounts.conftest import last_mail
from tests.factories.accounts import UserFactory
from tests.mail import SmtpSink

pytestmark = pytest.mark.django_db

#: Ways we do not use: a reset by code, and bases the others extend.
UNUSED = {"account/email/password_reset_code"}


def test_every_prefix_of_allauth_has_our_mail() -> None:
    folder = Path(allauth.__file__).parent / "templates" / "account" / "email"
    prefixes = {
        f"account/email/{path.name.removesuffix('_subject.txt')}" for path in folder.glob("*_subject.txt")
    }
    assert prefixes - UNUSED == set(MAILS)


@pytest.mark.parametrize("prefix", MAILS)
@pytest.mark.parametrize("language", ["es", "en", "pt-br"])
def test_every_mail_renders(prefix: str, language: str) -> None:
    user = UserFactory(language=language, time_zone="America/Lima")
    words = {"code": "ABCD-EFGH", "uid": "1", "key": "abc-def", "from_email": "a@example.org"}
    words |= {"to_email": "b@example.org", "deleted_email": "c@example.org"}
    get_adapter().send_mail(prefix, user.email, words)
    mail = OutgoingEmail.objects.get()
    assert (mail.language, mail.time_zone, mail.user_id) == (language, "America/Lima", user.pk)
    assert mail.subject
    assert mail.secret == (MAILS[prefix].life is not None)
    assert (mail.expires_at is not None) == mail.secret


def test_unknown_prefix_is_an_error() -> None:
    with pytest.raises(KeyError):
        get_adapter().send_mail("account/email/new_one", "ana@example.org", {})


def test_links_are_built_from_the_settings(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://hackathon.example.org"
    client.post("/cuenta/entrar/", {"login": "nadie@example.org"}, headers={"host": "evil.example"})
    text = last_mail("nadie@example.org").body_text
    assert "https://hackathon.example.org/cuenta/crear/" in text
    assert "evil" not in text


def test_code_is_in_no_column_and_no_log(
    client: Client, code_of: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.post("/cuenta/crear/", {"email": "ana@example.org"})
    code = code_of("ana@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(mail)::text FROM outbox_outgoingemail mail")
        rows = " ".join(row for (row,) in cursor.fetchall())
    assert code not in rows
    assert code not in caplog.text


def test_code_arrives_by_smtp_and_lets_in(
    client: Client,
    code_of: Callable[[str], str],
    smtp_sink: SmtpSink,
    django_capture_on_commit_callbacks: Any,
) -> None:
    from somosnlp.outbox import delivery

    client.post("/cuenta/crear/", {"email": "ana@example.org"})
    code = code_of("ana@example.org")
    delivery.deliver()
    (message,) = smtp_sink.to("ana@example.org")
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text
    assert html
    assert code in text.get_content()
    assert code in html.get_content()
    assert code not in str(message["Subject"])
    mail = OutgoingEmail.objects.get()
    assert (mail.status, mail.sealed_body) == (Status.SENT, None)
    assert mail.sent_at
    assert mail.sent_at <= timezone.now()
    client.post("/cuenta/entrar/codigo/confirmar/", {"code": code})
    assert "_auth_user_id" in client.session


def test_second_address_is_added_and_the_main_one_changed(
    client: Client, code_of: Callable[[str], str]
) -> None:
    user = UserFactory(email="ana@example.org")
    client.force_login(user)
    client.post("/cuenta/correo/", {"action_add": "", "email": "nueva@example.org"})
    assert last_mail("nueva@example.org").template == "accounts/mail/email_code"
    client.post("/cuenta/correo/confirmar/", {"code": code_of("nueva@example.org")})
    assert EmailAddress.objects.get(email="nueva@example.org").verified
    client.post("/cuenta/correo/", {"action_primary": "", "email": "nueva@example.org"})
    user.refresh_from_db()
    assert user.email == "nueva@example.org"
    assert last_mail("ana@example.org").template == "accounts/mail/email_changed"
    client.post("/cuenta/correo/", {"action_remove": "", "email": "ana@example.org"})
    assert not EmailAddress.objects.filter(email="ana@example.org").exists()


def test_address_of_somebody_else_cannot_be_taken(client: Client, code_of: Callable[[str], str]) -> None:
    UserFactory(email="otra@example.org")
    client.force_login(UserFactory(email="ana@example.org"))
    client.post("/cuenta/correo/", {"action_add": "", "email": "otra@example.org"})
    client.post("/cuenta/correo/confirmar/", {"code": code_of("otra@example.org")})
    assert EmailAddress.objects.get(email="otra@example.org").user.email == "otra@example.org"
