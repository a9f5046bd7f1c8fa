"""What allauth and Django say on our pages: Spanish with «tú», Portuguese, and no English left over."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import allauth
import django
import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client

from somosnlp.accounts.models import User
from somosnlp.outbox.rendering import Content, compose
from tests.accounts.conftest import last_mail
from tests.architecture.test_translations import PLACEHOLDER, forms
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

LANGUAGES = ("es", "pt-br")
CATALOGUES = ("es", "pt_BR")
CLAVE = "una-clave-larga"


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(words)})\b", re.IGNORECASE)


ENGLISH = _any_of(
    *(
        "sign",
        "email",
        "password",
        "address",
        "code",
        "change",
        "your",
        "please",
        "enter",
        "account",
        "confirm",
    ),
    *("remove", "primary", "verified", "required", "login", "logout", "must", "this", "the"),
)
USTED = _any_of(
    *("usted", "su (?:cuenta|contraseña|correo|dirección)", "regístrese", "introduzca", "ingrese", "inicie"),
    *("seleccione", "asegúrese", "utilice", "verifique", "compruebe", "escriba", "solicite", "por favor"),
    *("ha olvidado", "póngase", "contáctenos", "inténtelo", "le hemos", "desea", "debe escribir"),
)
SPANISH = _any_of(
    "contraseña", "correos?", "dirección", "cuenta", "escribe", "elige", "dato", "hemos", "usted"
)
FORBIDDEN = {"es": (ENGLISH, USTED), "pt-br": (ENGLISH, SPANISH)}


class _Words(HTMLParser):
    """Collects what a reader sees or hears: text, and the attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}
        named = dict(attrs)
        self.said += [
            named[name] or "" for name in ("aria-label", "placeholder", "title", "alt") if name in named
        ]
        if tag == "input" and named.get("type") == "submit":
            self.said.append(named.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def words(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    return " ".join(" ".join(parser.said).split())


def wrong_words(html: str, language: str) -> list[str]:
    said = words(re.sub(r"\S+@example\.\w+", "", html))
    return [
        said[max(0, m.start() - 40) : m.end() + 40]
        for rule in FORBIDDEN[language]
        for m in rule.finditer(said)
    ]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Reader:
    """Somebody who reads the account pages in one language."""

    def __init__(self, language: str) -> None:
        self.client = Client()
        self.language = language
        self.root = "/cuenta" if language == settings.LANGUAGE_CODE else f"/{language}/cuenta"

    def get(self, path: str) -> str:
        return self._text(self.client.get(f"{self.root}/{path}/", follow=True))

    def send(self, path: str, **data: str) -> str:
        return self._text(self.client.post(f"{self.root}/{path}/", data, follow=True))

    def enter(self, user: User) -> None:
        user.refresh_from_db()
        self.client.force_login(user)

    def _text(self, page: Any) -> str:
        assert page.status_code in {200, 429}
        html = str(page.content.decode())
        assert f'<html lang="{self.language}"' in html
        return html


def entrance(reader: Reader) -> Iterator[str]:
    """The pages that let somebody in, empty and with every kind of wrong answer."""
    yield from map(reader.get, ("entrar", "entrar/codigo", "crear", "cerrada", "clave/recuperar"))
    yield from map(reader.get, ("clave/recuperar/enviado", "clave/recuperar/listo", "clave/recuperar/1-nada"))
    for typed in ("", "sin-arroba", "ana@example.org"):
        yield reader.send("crear", email=typed)
        yield reader.send("entrar/codigo", email=typed)
        yield reader.send("clave/recuperar", email=typed)
        yield reader.send("entrar", login=typed, password="")
    yield reader.get("entrar/codigo/confirmar")
    for code in ("", "ZZZZ-ZZZZ"):
        yield reader.send("entrar/codigo/confirmar", code=code)
    UserFactory(email="eva@example.org", password=CLAVE)
    for _ in range(6):
        yield reader.send("entrar", login="eva@example.org", password="mala")


def addresses(reader: Reader) -> Iterator[str]:
    """Somebody's addresses: the list, wrong ones, the code of a second one."""
    reader.enter(UserFactory(email="ana@example.org"))
    UserFactory(email="eva@example.org")
    yield reader.get("correo")
    for typed in ("", "sin-arroba", "ana@example.org", "eva@example.org"):
        yield reader.send("correo", action_add="", email=typed)
    yield reader.send("correo", action_remove="", email="ana@example.org")
    yield reader.send("correo", action_add="", email="otra@example.org")
    yield reader.get("correo/confirmar")
    yield reader.send("correo/confirmar", code="ZZZZ-ZZZZ")
    yield reader.get("correo")


def first_password(reader: Reader) -> Iterator[str]:
    """Setting a password, until allauth has had enough of the attempts."""
    reader.enter(UserFactory(email="ana@example.org"))
    yield reader.get("clave/crear")
    for first, second in (("", ""), ("una", "otra"), ("12345678", "12345678"), (CLAVE, "otra")):
        yield reader.send("clave/crear", password1=first, password2=second)
    yield reader.send("clave/crear", password1=CLAVE, password2=CLAVE)
    yield reader.send("clave", oldpassword=CLAVE, password1="una", password2="otra")


def other_password(reader: Reader) -> Iterator[str]:
    """Changing the password, proving who one is, and leaving."""
    user = UserFactory(email="ana@example.org", password=CLAVE)
    reader.enter(user)
    yield reader.get("clave")
    yield reader.send("clave", oldpassword="mala", password1="password", password2="otra")
    yield reader.send("clave", oldpassword=CLAVE, password1=f"{CLAVE}-2", password2=f"{CLAVE}-2")
    reader.enter(user)
    yield reader.get("comprobar")
    yield reader.send("comprobar", password="mala")
    yield reader.get("salir")
    yield reader.send("salir")


@pytest.mark.parametrize("pages", [entrance, addresses, first_password, other_password])
def test_accounts_speak_the_language_of_the_page(
    language: str, pages: Callable[[Reader], Iterator[str]]
) -> None:
    said = list(pages(Reader(language)))
    assert not [(number, wrong) for number, html in enumerate(said) if (wrong := wrong_words(html, language))]


def test_reset_link_speaks_the_language_of_the_page(language: str) -> None:
    user = UserFactory(email="ana@example.org", language=language)
    reader = Reader(language)
    reader.send("clave/recuperar", email=user.email)
    content = compose(last_mail(user.email))
    assert isinstance(content, Content)
    link = next(word for word in content.text.split() if "/clave/recuperar/" in word).partition("/cuenta/")[2]
    page = reader.client.get(f"{reader.root}/{link}", follow=True)
    assert not wrong_words(page.content.decode(), language)
    typed = {"password1": "una", "password2": "otra"}
    assert not wrong_words(reader.client.post(page.request["PATH_INFO"], typed).content.decode(), language)


def test_allauth_and_django_alone_are_found_out(settings: Any) -> None:
    """Without our catalogues the same pages are caught: the rule sees what it has to."""
    settings.LOCALE_PATHS = []
    assert any(wrong_words(html, "es") for html in first_password(Reader("es")))


@cache
def overridden(language: str) -> Catalog:
    path = Path(settings.BASE_DIR) / "locale" / "overrides" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def singular(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (list, tuple)) else message.id)


@pytest.fixture(scope="module", params=CATALOGUES)
def catalogue(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_words_we_replace_still_exist(catalogue: str) -> None:
    """After an update of allauth or Django, a text that changed there has to change here."""
    packages = [
        Path(allauth.__file__).parent,
        *(Path(django.__file__).parent / part for part in ("conf", "contrib/admin", "contrib/auth")),
    ]
    known: set[str] = set()
    for package in packages:
        with (package / "locale" / catalogue / "LC_MESSAGES" / "django.po").open("rb") as file:
            known |= {singular(message) for message in read_po(file)}
    assert not {singular(message) for message in overridden(catalogue)} - known


def test_words_we_replace_keep_their_placeholders(catalogue: str) -> None:
    for message in overridden(catalogue):
        ids = message.id if isinstance(message.id, (list, tuple)) else [message.id]
        assert set(PLACEHOLDER.findall(forms(message)[-1])) == set(PLACEHOLDER.findall(ids[-1])), message.id
        assert all(forms(message))
