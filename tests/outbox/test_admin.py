"""What organisers see and may do with outgoing mails."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.states import Status
from tests.factories.outbox import OutgoingEmailFactory

LIST = "/admin/outbox/outgoingemail/"


@pytest.fixture
def organiser_client(db: None) -> Callable[..., Client]:
    def make(*codenames: str) -> Client:
        user = User.objects.create_user("organizacion@example.org", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client = Client()
        client.force_login(user)
        return client

    return make


def act(client: Client, action: str, *mails: OutgoingEmail) -> str:
    data = {"action": action, "_selected_action": [mail.pk for mail in mails]}
    return client.post(LIST, data, follow=True).content.decode()


def test_list_shows_reply_of_server(admin_client: Client) -> None:
    OutgoingEmailFactory(failed=True, to="nadie@example.org")
    page = admin_client.get(LIST, {"status__exact": "failed", "q": "nadie"}).content.decode()
    assert "550 No such user" in page
    assert "nadie@example.org" in page


@pytest.mark.parametrize("rows", [10, 250])
def test_list_query_count_does_not_grow(
    admin_client: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    OutgoingEmailFactory.create_batch(rows)
    with django_assert_max_num_queries(8):
        assert admin_client.get(LIST, {"all": ""}).status_code == 200


def test_preview_shows_text_and_framed_html(admin_client: Client) -> None:
    mail = OutgoingEmailFactory(body_html="<p>Hola<script>alert(1)</script></p>")
    page = admin_client.get(f"{LIST}{mail.pk}/change/")
    assert f'src="{LIST}{mail.pk}/html/"' in page.content.decode()
    assert "Un texto." in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    frame = admin_client.get(f"{LIST}{mail.pk}/html/")
    assert frame.content.decode() == mail.body_html
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    policy = frame["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy


def test_preview_of_secret_says_why_not(admin_client: Client) -> None:
    mail = OutgoingEmailFactory(sealed=True)
    page = admin_client.get(f"{LIST}{mail.pk}/change/").content.decode()
    assert "Lleva un código o un enlace de acceso" in page
    assert "424242" not in page
    assert admin_client.get(f"{LIST}{mail.pk}/html/").status_code == 404


def test_preview_of_broken_mail_says_what_is_wrong(admin_client: Client) -> None:
    mail = OutgoingEmailFactory(renderer="nobody", body_text="", body_html="")
    page = admin_client.get(f"{LIST}{mail.pk}/change/").content.decode()
    assert "no mail renderer is called" in page


def test_release_queues_and_logs_who(organiser_client: Callable[..., Client]) -> None:
    client = organiser_client("view_outgoingemail", "release_outgoingemail")
    mail = OutgoingEmailFactory(status=Status.HELD)
    assert "Dejar salir" in client.get(f"{LIST}{mail.pk}/change/").content.decode()
    assert "1 correo está en cola." in act(client, "release", mail)
    mail.refresh_from_db()
    assert mail.status == Status.QUEUED
    assert LogEntry.objects.get().user.email == "organizacion@example.org"


def test_release_without_permission_is_not_offered(organiser_client: Callable[..., Client]) -> None:
    client = organiser_client("view_outgoingemail")
    mail = OutgoingEmailFactory(status=Status.HELD)
    act(client, "release", mail)
    mail.refresh_from_db()
    assert mail.status == Status.HELD
    assert "Dejar salir" not in client.get(f"{LIST}{mail.pk}/change/").content.decode()


def test_resend_refuses_secret_with_reason(admin_client: Client) -> None:
    failed = OutgoingEmailFactory(failed=True)
    secret = OutgoingEmailFactory(failed=True, secret=True, body_text="", body_html="")
    page = act(admin_client, "resend", failed, secret)
    assert "1 correo está en cola." in page
    assert "tiene que pedir uno nuevo" in page
    failed.refresh_from_db()
    secret.refresh_from_db()
    assert (failed.status, secret.status) == (Status.QUEUED, Status.FAILED)


def test_resend_of_expired_says_why_not(admin_client: Client) -> None:
    mail = OutgoingEmailFactory(failed=True, expires_at=timezone.now() - timedelta(days=1))
    assert "ya pasó su momento" in act(admin_client, "resend", mail)


@pytest.mark.parametrize("address", ["add/", "1/delete/"])
def test_mails_cannot_be_written_or_deleted(admin_client: Client, address: str) -> None:
    OutgoingEmailFactory(pk=1)
    assert admin_client.get(LIST + address).status_code in (302, 403)
    assert admin_client.post(LIST + address, {"post": "yes"}).status_code in (302, 403)
    assert OutgoingEmail.objects.filter(pk=1).exists()


def test_stranger_sees_nothing(client: Client, db: None) -> None:
    mail = OutgoingEmailFactory()
    for address in (LIST, f"{LIST}{mail.pk}/change/", f"{LIST}{mail.pk}/html/"):
        assert client.get(address).status_code == 302
