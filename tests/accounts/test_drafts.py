"""A public form filled before there is an account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from somosnlp.accounts.models import FormDraft, User
from somosnlp.accounts.services import drafts as services
from somosnlp.outbox.models import OutgoingEmail
from tests.accounts.conftest import Handler
from tests.factories.accounts import ConsentFactory, FormDraftFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

FORM = "/formulario/"
CODE_PAGE = "/cuenta/entrar/codigo/confirmar/"
Codes = Callable[[str], str]


def fill(client: Client, email: str = "ana@example.org", **answers: str) -> Any:
    return client.post(FORM, {"email": email, "name": "Ana", "time_zone": "America/Lima", **answers})


def confirm(client: Client, code: str) -> Any:
    return client.post(CODE_PAGE, {"code": code})


def test_new_address_draft_code_attached(client: Client, drafts_handler: Handler, code_of: Codes) -> None:
    response = fill(client)
    assert response.headers["Location"] == CODE_PAGE
    assert "Guardamos lo que escribiste" in client.get(CODE_PAGE).content.decode()
    assert drafts_handler.attached == []

    response = confirm(client, code_of("ana@example.org"))
    assert response.headers["Location"] == "/gracias/"
    assert drafts_handler.attached == [({"name": "Ana"}, "ana@example.org")]
    user = User.objects.get()
    assert (user.language, user.time_zone) == ("es", "America/Lima")
    draft = FormDraft.objects.get()
    assert (draft.attached_to, draft.email) == (user, "ana@example.org")
    assert client.cookies["drafts"].value == ""


def test_only_the_code_is_mailed_before_the_address_is_proven(
    client: Client, drafts_handler: Handler
) -> None:
    fill(client)
    assert [mail.template for mail in OutgoingEmail.objects.all()] == ["accounts/mail/login_code"]


def test_known_address_gets_the_same_page_and_kind_of_mail(
    client: Client, drafts_handler: Handler, code_of: Codes
) -> None:
    user = UserFactory(email="ana@example.org", language="en", time_zone="")
    response = fill(client)
    assert (response.status_code, response.headers["Location"]) == (302, CODE_PAGE)
    user.refresh_from_db()
    assert (user.language, user.time_zone) == ("en", "")

    assert confirm(client, code_of("ana@example.org")).headers["Location"] == "/gracias/"
    user.refresh_from_db()
    assert (user.language, user.time_zone) == ("en", "America/Lima")


def test_cookie_is_signed_and_out_of_reach_of_scripts(client: Client, drafts_handler: Handler) -> None:
    fill(client)
    cookie = client.cookies["drafts"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 604_800)
    assert "ana" not in cookie.value
    client.cookies["drafts"] = cookie.value[:-2] + "xx"
    assert client.get(FORM).content == b""


def test_form_shows_again_what_was_typed(client: Client, drafts_handler: Handler) -> None:
    fill(client, name="Ana María")
    assert client.get(FORM).content.decode() == "Ana María"


def test_sending_the_form_again_replaces_the_draft(
    client: Client, drafts_handler: Handler, code_of: Codes
) -> None:
    fill(client, email="anna@example.org")
    fill(client, name="Ana María")
    assert FormDraft.objects.count() == 1
    confirm(client, code_of("ana@example.org"))
    assert drafts_handler.attached == [({"name": "Ana María"}, "ana@example.org")]


def test_two_tabs_with_two_forms_keep_both(client: Client, drafts_handler: Handler, code_of: Codes) -> None:
    fill(client, scope="2025", name="Uno")
    fill(client, scope="2026", name="Dos")
    confirm(client, code_of("ana@example.org"))
    assert [data["name"] for data, _ in drafts_handler.attached] == ["Uno", "Dos"]


def test_code_typed_twice_attaches_once(client: Client, drafts_handler: Handler, code_of: Codes) -> None:
    fill(client)
    code = code_of("ana@example.org")
    confirm(client, code)
    assert confirm(client, code).headers["Location"] == "/mi-hackathon/"
    assert len(drafts_handler.attached) == 1


def test_stolen_cookie_does_not_attach_to_another_account(
    client: Client, drafts_handler: Handler, code_of: Codes
) -> None:
    fill(client)
    thief = Client()
    thief.cookies["drafts"] = client.cookies["drafts"].value
    thief.post("/cuenta/crear/", {"email": "otra@example.org"})
    assert confirm(thief, code_of("otra@example.org")).headers["Location"] == "/mi-hackathon/"
    assert drafts_handler.attached == []
    assert FormDraft.objects.get().attached_to is None


def test_wrong_codes_keep_the_draft(client: Client, drafts_handler: Handler, code_of: Codes) -> None:
    fill(client)
    for _ in range(5):
        confirm(client, "NADA-NADA")
    assert "_auth_user_id" not in client.session
    assert client.get(FORM).content == b"Ana"
    fill(client)
    assert confirm(client, code_of("ana@example.org")).headers["Location"] == "/gracias/"


def test_expired_draft_is_not_attached(client: Client, drafts_handler: Handler, code_of: Codes) -> None:
    fill(client)
    FormDraft.objects.update(expires_at=timezone.now())
    assert client.get(FORM).content == b""
    assert confirm(client, code_of("ana@example.org")).headers["Location"] == "/mi-hackathon/"
    assert drafts_handler.attached == []


def test_failing_form_keeps_nobody_out(
    client: Client, drafts_handler: Handler, code_of: Codes, caplog: pytest.LogCaptureFixture
) -> None:
    drafts_handler.error = RuntimeError("broken")
    fill(client)
    assert confirm(client, code_of("ana@example.org")).headers["Location"] == "/mi-hackathon/"
    assert "_auth_user_id" in client.session
    assert FormDraft.objects.get().attached_to is None
    assert "was not attached" in caplog.text


def test_signed_in_person_needs_no_code(client: Client, drafts_handler: Handler) -> None:
    user = UserFactory()
    client.force_login(user)
    assert fill(client, email="cualquiera@example.org").headers["Location"] == "/gracias/"
    assert drafts_handler.attached == [({"name": "Ana"}, user.email)]


def test_too_many_codes_answer_429_and_keep_the_text(drafts_handler: Handler) -> None:
    for _ in range(5):
        fill(Client())
    client = Client()
    response = fill(client, name="Sexta")
    assert response.status_code == 429
    assert "Espera unos minutos" in response.content.decode()
    assert client.get(FORM).content == b"Sexta"
    assert OutgoingEmail.objects.count() == 5


def test_nul_bytes_are_not_stored(client: Client, drafts_handler: Handler) -> None:
    fill(client, name="A\0na")
    assert FormDraft.objects.get().payload() == {"name": "Ana"}


def test_unknown_zone_counts_as_none(client: Client, drafts_handler: Handler) -> None:
    fill(client, time_zone="Marte/Base")
    assert (FormDraft.objects.get().time_zone, User.objects.get().time_zone) == ("", "")


def test_attach_draft_a_second_time_does_nothing(drafts_handler: Handler) -> None:
    user = UserFactory(email="ana@example.org")
    draft = FormDraftFactory()
    assert services.attach_draft(draft, user=user) == "/gracias/"
    assert services.attach_draft(draft, user=user) == ""
    assert len(drafts_handler.attached) == 1


def test_attach_draft_needs_a_proven_address(drafts_handler: Handler) -> None:
    user = UserFactory(email="ana@example.org", proven=False)
    assert services.attach_draft(FormDraftFactory(), user=user) == ""


def test_attach_draft_of_an_unknown_kind_is_an_error(drafts_handler: Handler) -> None:
    user = UserFactory(email="ana@example.org")
    with pytest.raises(LookupError, match="nadie"):
        services.attach_draft(FormDraftFactory(kind="nadie"), user=user)


def test_attach_draft_locks_the_row(drafts_handler: Handler, django_assert_num_queries: Any) -> None:
    user = UserFactory(email="ana@example.org")
    draft = FormDraftFactory()
    with django_assert_num_queries(5) as captured:
        services.attach_draft(draft, user=user)
    assert "FOR UPDATE" in captured.captured_queries[1]["sql"]


def test_purge_deletes_what_expired_and_people_who_never_came(drafts_handler: Handler) -> None:
    now = timezone.now()
    stranger = UserFactory(email="nunca@example.org", proven=False)
    User.objects.filter(pk=stranger.pk).update(date_joined=now - timedelta(days=8))
    FormDraftFactory(email="nunca@example.org", expires_at=now - timedelta(seconds=1))
    kept = FormDraftFactory(email="hoy@example.org")
    assert services.purge_drafts(now) == (1, 1)
    assert list(FormDraft.objects.all()) == [kept]
    assert not User.objects.exists()
    assert not apps.get_model("accounts", "UserEvent").objects.exists()


@pytest.mark.parametrize(
    "state", ["proven", "password", "staff", "signed in", "new", "waiting", "referenced"]
)
def test_purge_keeps_people_who_matter(state: str) -> None:
    now = timezone.now()
    person = UserFactory(proven=state == "proven", password="clave" if state == "password" else None)
    columns: dict[str, Any] = {"date_joined": now if state == "new" else now - timedelta(days=30)}
    columns |= {"is_staff": state == "staff", "last_login": now if state == "signed in" else None}
    User.objects.filter(pk=person.pk).update(**columns)
    if state == "waiting":
        FormDraftFactory(email=person.email)
    if state == "referenced":
        ConsentFactory(user=person)
    assert services.purge_drafts(now) == (0, 0)
    assert User.objects.filter(pk=person.pk).exists()
    assert EmailAddress.objects.filter(user=person).exists()


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_attach_once_and_make_one_person(drafts_handler: Handler) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def send(number: int) -> int:
        try:
            return int(fill(Client()).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(send, range(4))) == {302}
    assert User.objects.count() == EmailAddress.objects.count() == 1

    user = User.objects.get()
    EmailAddress.objects.update(verified=True)
    draft = FormDraft.objects.first()
    assert draft

    def attach(number: int) -> str:
        try:
            return services.attach_draft(draft, user=user)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attach, range(4))) == ["", "", "", "/gracias/"]
    assert len(drafts_handler.attached) == 1
