"""Signing up and in with a code or a password."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.accounts.conftest import last_mail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

CODE_PAGE = "/cuenta/entrar/codigo/confirmar/"
Codes = Callable[[str], str]


def sign_up(client: Client, email: str, **extra: str) -> Any:
    return client.post("/cuenta/crear/", {"email": email, **extra})


def test_sign_up_with_a_new_address(client: Client, code_of: Codes) -> None:
    response = sign_up(client, "Ana@Example.org", time_zone="America/Lima")
    assert response.headers["Location"] == CODE_PAGE
    assert client.get(CODE_PAGE).status_code == 200

    response = client.post(CODE_PAGE, {"code": code_of("ana@example.org")})
    assert response.headers["Location"] == "/mi-hackathon/"
    user = User.objects.get(email="ana@example.org")
    assert (user.time_zone, user.language, user.has_usable_password()) == ("America/Lima", "es", False)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert EmailAddress.objects.get(user=user).verified


def test_sign_up_takes_the_language_of_the_page(client: Client) -> None:
    client.post("/pt-br/cuenta/crear/", {"email": "ana@example.org"})
    assert User.objects.get().language == "pt-br"
    assert last_mail("ana@example.org").language == "pt-br"


def test_sign_up_goes_on_to_where_the_person_came_from(client: Client, code_of: Codes) -> None:
    response = client.post("/cuenta/crear/?next=/cuenta/perfil/", {"email": "ana@example.org"})
    page = response.headers["Location"]
    response = client.post(page, {"code": code_of("ana@example.org")})
    assert response.headers["Location"] == "/cuenta/perfil/"


def test_sign_up_with_a_known_address_looks_the_same(client: Client, code_of: Codes) -> None:
    known = UserFactory(email="ana@example.org", language="en", time_zone="America/Lima")
    responses = [sign_up(Client(), email) for email in ("ana@example.org", "nueva@example.org")]
    assert [(r.status_code, r.headers["Location"]) for r in responses] == [(302, CODE_PAGE)] * 2
    assert {mail.template for mail in OutgoingEmail.objects.all()} == {"accounts/mail/login_code"}
    assert last_mail("ana@example.org").language == "en"
    known.refresh_from_db()
    assert (known.language, known.time_zone) == ("en", "America/Lima")


def test_sign_in_says_nothing_about_unknown_addresses(client: Client) -> None:
    UserFactory(email="ana@example.org")
    pages = []
    for email in ("ana@example.org", "otra@example.org"):
        browser = Client()
        response = browser.post("/cuenta/entrar/", {"login": email})
        assert (response.status_code, response.headers["Location"]) == (302, CODE_PAGE)
        pages.append(browser.get(CODE_PAGE).content.decode().replace(email, "X"))
    strip = [[line for line in page.splitlines() if "csrf" not in line] for page in pages]
    assert strip[0] == strip[1]
    assert last_mail("otra@example.org").template == "accounts/mail/unknown_account"
    assert not User.objects.filter(email="otra@example.org").exists()


def test_sign_in_with_a_password(client: Client) -> None:
    user = UserFactory(password="una-clave-larga")
    response = client.post("/cuenta/entrar/", {"login": user.email, "password": "una-clave-larga"})
    assert response.headers["Location"] == "/mi-hackathon/"


def test_sign_in_with_a_wrong_password_stays(client: Client) -> None:
    user = UserFactory(password="una-clave-larga")
    response = client.post("/cuenta/entrar/", {"login": user.email, "password": "otra"})
    assert response.status_code == 200
    assert "no coinciden" in response.content.decode()


def test_wrong_password_five_times_is_limited(client: Client) -> None:
    user = UserFactory(password="una-clave-larga")
    for _ in range(5):
        client.post("/cuenta/entrar/", {"login": user.email, "password": "otra"})
    response = client.post("/cuenta/entrar/", {"login": user.email, "password": "una-clave-larga"})
    assert "Demasiados intentos" in response.content.decode()


def test_wrong_code_five_times_ends_the_attempt(client: Client, code_of: Codes) -> None:
    sign_up(client, "ana@example.org")
    code = code_of("ana@example.org")
    for _ in range(4):
        assert client.post(CODE_PAGE, {"code": "NADA-NADA"}).status_code == 200
    assert client.post(CODE_PAGE, {"code": "NADA-NADA"}).headers["Location"] == "/cuenta/entrar/codigo/"
    client.post(CODE_PAGE, {"code": code})
    assert "_auth_user_id" not in client.session


def test_code_in_small_letters_without_hyphen_passes(client: Client, code_of: Codes) -> None:
    sign_up(client, "ana@example.org")
    client.post(CODE_PAGE, {"code": code_of("ana@example.org").replace("-", " ").lower()})
    assert "_auth_user_id" in client.session


def test_old_code_does_not_pass_after_a_resend(client: Client, code_of: Codes) -> None:
    sign_up(client, "ana@example.org")
    old = code_of("ana@example.org")
    client.post(CODE_PAGE, {"action": "resend"})
    assert code_of("ana@example.org") != old
    assert client.post(CODE_PAGE, {"code": old}).status_code == 200
    client.post(CODE_PAGE, {"code": code_of("ana@example.org")})
    assert "_auth_user_id" in client.session


def test_closed_account_gets_the_same_page_and_no_code(client: Client) -> None:
    UserFactory(email="ana@example.org", is_active=False)
    assert sign_up(client, "ana@example.org").headers["Location"] == CODE_PAGE
    assert last_mail("ana@example.org").template == "accounts/mail/unknown_account"


def test_forty_sign_ups_from_one_address_pass() -> None:
    answers = {sign_up(Client(), f"aula{n}@example.org").status_code for n in range(40)}
    assert answers == {302}
    assert OutgoingEmail.objects.count() == 40


def test_sixth_code_for_one_account_is_limited(settings: Any) -> None:
    for _ in range(5):
        assert sign_up(Client(), "ana@example.org").status_code == 302
    response = sign_up(Client(), "ANA@example.org")
    assert response.status_code == 200
    assert "Ya enviamos varios códigos" in response.content.decode()
    assert OutgoingEmail.objects.count() == 5
    assert sign_up(Client(), "otra@example.org").status_code == 302


def test_resending_counts_as_a_code(client: Client) -> None:
    for _ in range(4):
        sign_up(Client(), "ana@example.org")
    sign_up(client, "ana@example.org")
    client.post(CODE_PAGE, {"action": "resend"})
    assert OutgoingEmail.objects.count() == 5
    assert "Ya enviamos varios códigos" in client.get(CODE_PAGE).content.decode()


@pytest.mark.parametrize(
    "email", ["", "ana", "ana@", "ana\0@example.org", "a" * 100_000 + "@example.org", "\u202eana@ñ.é"]
)
def test_bad_address_is_said_beside_the_field(client: Client, email: str) -> None:
    response = sign_up(client, email)
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize("code", ["", "\0", "é" * 30, "x" * 100_000])
def test_bad_code_is_said_beside_the_field(client: Client, code: str) -> None:
    sign_up(client, "ana@example.org")
    response = client.post(CODE_PAGE, {"code": code})
    assert response.status_code == 200
    assert response.context["form"].errors["code"]


def test_forwarded_address_is_not_trusted_by_default(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "1/10m/ip"}
    assert sign_up(Client(), "a@example.org").status_code == 302
    response = Client(headers={"x-forwarded-for": "203.0.113.9"}).post(
        "/cuenta/crear/", {"email": "b@example.org"}
    )
    assert response.status_code == 429


def test_forwarded_address_is_trusted_as_deep_as_the_settings_say(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "1/10m/ip"}
    forged = ["1.1.1.1, 203.0.113.9", "2.2.2.2, 203.0.113.9", "203.0.113.10"]
    answers = [
        Client(headers={"x-forwarded-for": chain})
        .post("/cuenta/crear/", {"email": f"p{n}@example.org"})
        .status_code
        for n, chain in enumerate(forged)
    ]
    assert answers == [302, 429, 302]


def test_forwarding_header_shorter_than_the_settings_answers_400(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    browser = Client(headers={"x-forwarded-for": "203.0.113.9"})
    assert browser.post("/cuenta/crear/", {"email": "ana@example.org"}).status_code == 400


def test_password_can_be_set_and_reset(client: Client) -> None:
    user = UserFactory(email="ana@example.org")
    client.force_login(user)
    new = {"password1": "una-clave-larga", "password2": "una-clave-larga"}
    assert client.post("/cuenta/clave/crear/", new).status_code == 302
    assert last_mail(user.email).template == "accounts/mail/password_set"
    client.post("/cuenta/salir/")

    client.post("/cuenta/clave/recuperar/", {"email": user.email})
    mail = last_mail(user.email)
    assert (mail.template, mail.secret) == ("accounts/mail/password_reset", True)


def test_reset_link_of_the_mail_lets_choose_a_password(client: Client, code_of: Codes) -> None:
    from somosnlp.outbox.rendering import Content, compose

    user = UserFactory(email="ana@example.org")
    client.post("/cuenta/clave/recuperar/", {"email": user.email})
    content = compose(last_mail(user.email))
    assert isinstance(content, Content)
    link = next(word for word in content.text.split() if "/cuenta/clave/recuperar/" in word)
    page = client.get(link.partition("8000")[2], follow=True)
    new = {"password1": "una-clave-larga", "password2": "una-clave-larga"}
    client.post(page.request["PATH_INFO"], new)
    user.refresh_from_db()
    assert user.check_password("una-clave-larga")
