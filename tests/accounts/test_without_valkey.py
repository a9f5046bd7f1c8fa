"""With Valkey stopped people still come in, and are still limited."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.test import Client

from somosnlp import cache as failover
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_valkey(settings: Any) -> Iterator[None]:
    closed = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = settings.CACHES | {"default": closed}
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    failover._Circuit.broken_until = 0.0
    caches["fallback"].clear()
    yield
    failover._Circuit.broken_until = 0.0


def test_the_cache_is_really_down() -> None:
    assert cache.primary_is_up() is False  # type: ignore[attr-defined]


def test_sign_up_and_sign_in_work(client: Client, code_of: Callable[[str], str]) -> None:
    assert client.post("/cuenta/crear/", {"email": "ana@example.org"}).status_code == 302
    page = "/cuenta/entrar/codigo/confirmar/"
    assert client.post(page, {"code": code_of("ana@example.org")}).headers["Location"] == "/mi-hackathon/"

    user = UserFactory(password="una-clave-larga")
    answer = Client().post("/cuenta/entrar/", {"login": user.email, "password": "una-clave-larga"})
    assert answer.status_code == 302


def test_limits_hold() -> None:
    answers = [Client().post("/cuenta/crear/", {"email": "ana@example.org"}).status_code for _ in range(7)]
    assert answers == [302] * 5 + [200] * 2
    assert OutgoingEmail.objects.count() == 5


def test_wrong_passwords_are_limited() -> None:
    user = UserFactory(password="una-clave-larga")
    for _ in range(5):
        Client().post("/cuenta/entrar/", {"login": user.email, "password": "otra"})
    answer = Client().post("/cuenta/entrar/", {"login": user.email, "password": "una-clave-larga"})
    assert "Demasiados intentos" in answer.content.decode()
