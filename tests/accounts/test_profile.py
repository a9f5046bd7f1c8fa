"""A person's own pages."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from somosnlp.accounts.models import Consent, User
from somosnlp.accounts.services import profile
from somosnlp.accounts.states import CONSENT_TEXTS, Purpose
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.services import queue
from tests.factories.accounts import ConsentFactory, UserFactory

pytestmark = pytest.mark.django_db

PROFILE = "/cuenta/perfil/"
ANSWERS = {
    "name": "Ana Pérez",
    "public_name": "Ana",
    "country": "PE",
    "time_zone": "America/Lima",
    "language": "pt-br",
    "pronouns": "ella",
    "hugging_face": "https://huggingface.co/ana",
    "discord_later": "on",
    "github": "@ana",
}


@pytest.fixture
def user() -> User:
    return UserFactory()


@pytest.fixture
def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("path", [PROFILE, "/cuenta/correos/", "/cuenta/datos/"])
def test_own_pages_ask_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path).headers["Location"] == f"/cuenta/entrar/?next={path}"


def test_profile_is_saved(browser: Client, user: User) -> None:
    assert browser.post(PROFILE, ANSWERS).headers["Location"] == PROFILE
    user.refresh_from_db()
    assert (user.name, user.public_name, user.country) == ("Ana Pérez", "Ana", "PE")
    assert (user.time_zone, user.language, user.pronouns) == ("America/Lima", "pt-br", "ella")
    assert (user.hugging_face, user.discord, user.discord_later, user.github) == ("ana", "", True, "ana")


def test_profile_shows_what_is_stored(browser: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(country="PE", hugging_face="ana")
    page = browser.get(PROFILE).content.decode()
    assert '<option value="PE" selected>' in page
    assert 'value="ana"' in page
    assert page.count('<option value="PE"') == 1


def test_country_names_follow_the_language(browser: Client) -> None:
    assert "España" in browser.get(PROFILE).content.decode()
    assert "Spain" in browser.get("/en/cuenta/perfil/").content.decode()


def test_name_takes_back_not_yet(browser: Client, user: User) -> None:
    profile.update_profile(user, discord_later=True)
    browser.post(PROFILE, ANSWERS | {"discord": "ana.perez"})
    user.refresh_from_db()
    assert (user.discord, user.discord_later) == ("ana.perez", False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "XX"),
        ("country", "P\0"),
        ("time_zone", "Marte/Base"),
        ("language", "xx"),
        ("pronouns", "x"),
        ("name", "A\0na"),
        ("name", "a" * 100_000),
        ("public_name", "a" * 81),
        ("hugging_face", "somosnlp"),
        ("hugging_face", "a" * 100_000),
        ("discord", "no tengo"),
        ("github", "ana@example.org"),
    ],
)
def test_bad_answer_is_said_beside_the_field(browser: Client, user: User, field: str, value: str) -> None:
    response = browser.post(PROFILE, ANSWERS | {"discord_later": ""} | {field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    user.refresh_from_db()
    assert user.github == ""


@pytest.mark.parametrize("name", ["Ñandú 🦤", "\u202eAna", "אנה", "O'Brien <b>"])
def test_any_human_name_passes(browser: Client, user: User, name: str) -> None:
    assert browser.post(PROFILE, ANSWERS | {"name": name}).status_code == 302
    user.refresh_from_db()
    assert user.name == name
    assert "<b>" not in browser.get(PROFILE).content.decode()


def test_update_profile_writes_only_what_changes(user: User) -> None:
    other_tab = User.objects.get(pk=user.pk)
    profile.update_profile(user, github="ana")
    profile.update_profile(other_tab, country="PE")
    user.refresh_from_db()
    assert (user.github, user.country) == ("ana", "PE")


def test_update_profile_refuses_other_columns(user: User) -> None:
    with pytest.raises(ValueError, match="is_superuser"):
        profile.update_profile(user, is_superuser=True)


def test_profile_page_costs_the_same_with_one_and_three_consents(
    browser: Client, user: User, django_assert_num_queries: Any
) -> None:
    browser.get(PROFILE)
    ConsentFactory(user=user)
    with django_assert_num_queries(4):
        browser.get(PROFILE)
    for purpose in (Purpose.SPREAD, Purpose.PAPERS):
        ConsentFactory(user=user, purpose=purpose)
    with django_assert_num_queries(4):
        browser.get(PROFILE)


def test_consents_are_off_until_given(browser: Client) -> None:
    items = browser.get(PROFILE).context["purposes"]
    assert [item["consent"] for item in items] == [None] * len(Purpose)


def test_consent_is_given_shown_and_withdrawn(browser: Client, user: User) -> None:
    browser.post("/cuenta/consentimientos/news/", {"allow": "yes"})
    consent = Consent.objects.get(user=user)
    assert (consent.purpose, consent.text_version, consent.withdrawn_at) == ("news", CONSENT_TEXTS, None)
    assert "Lo permites desde el" in browser.get(PROFILE).content.decode()
    browser.post("/cuenta/consentimientos/news/", {"allow": "no"})
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


@pytest.mark.parametrize(
    ("path", "status"), [("/cuenta/consentimientos/otra/", 404), ("/cuenta/consentimientos/news/", 405)]
)
def test_consent_address_takes_known_purposes_by_post(browser: Client, path: str, status: int) -> None:
    answer = browser.post(path) if status == 404 else browser.get(path)
    assert answer.status_code == status


def test_consent_twice_is_one_row(user: User) -> None:
    profile.grant_consent(user, Purpose.NEWS, text_version="2026-01-01")
    profile.grant_consent(user, Purpose.NEWS, text_version="2026-06-01")
    assert Consent.objects.get(user=user).text_version == "2026-01-01"
    assert profile.withdraw_consent(user, Purpose.NEWS) is True
    assert profile.withdraw_consent(user, Purpose.NEWS) is False
    profile.grant_consent(user, Purpose.NEWS, text_version="2026-06-01")
    assert Consent.objects.filter(user=user).count() == 2
    assert profile.consents_in_force(user)["news"].text_version == "2026-06-01"


def test_database_refuses_two_consents_in_force(user: User) -> None:
    ConsentFactory(user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentFactory(user=user)


def mail(user: User, key: str, **extra: Any) -> None:
    queue(
        "accounts/mail/password_changed",
        to=user.email,
        language="es",
        time_zone="UTC",
        user_id=user.pk,
        context={},
        dedupe_key=key,
        **extra,
    )


def test_my_mail_shows_own_mails_only(browser: Client, user: User) -> None:
    mail(user, "a")
    mail(UserFactory(), "b")
    page = browser.get("/cuenta/correos/")
    assert [row.dedupe_key for row in page.context["mails"]] == ["a"]
    assert "acaba de cambiar" in page.content.decode()


def test_my_mail_shows_no_secret(browser: Client, user: User) -> None:
    mail(user, "a", secret=True)
    page = browser.get("/cuenta/correos/").content.decode()
    assert "acaba de cambiar" not in page
    assert "Esos correos no se guardan" in page


def test_my_mail_is_paged(browser: Client, user: User, django_assert_num_queries: Any) -> None:
    for number in range(21):
        mail(user, str(number))
    with django_assert_num_queries(4):
        page = browser.get("/cuenta/correos/")
    assert len(page.context["mails"]) == 20
    assert len(browser.get("/cuenta/correos/?page=2").context["mails"]) == 1


def test_my_mail_times_are_in_the_persons_zone(browser: Client, user: User) -> None:
    mail(user, "a")
    OutgoingEmail.objects.update(created_at=datetime(2026, 3, 1, 12, 0, tzinfo=UTC))
    assert "07:00 (hora de Bogotá)" in browser.get("/cuenta/correos/").content.decode()


def test_signed_in_requests_use_the_persons_zone(browser: Client, user: User) -> None:
    seen = []

    def view(request: Any) -> Any:
        seen.append(timezone.get_current_timezone_name())

    from somosnlp.accounts.middleware import TimeZoneMiddleware

    request = browser.get(PROFILE).wsgi_request
    TimeZoneMiddleware(view)(request)
    assert seen == ["America/Bogota"]
    assert timezone.get_current_timezone_name() == "UTC"


def test_anonymous_pages_do_not_vary_by_cookie(client: Client) -> None:
    assert "Cookie" not in client.get("/healthz").headers.get("Vary", "")
