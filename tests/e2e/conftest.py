"""The whole site in a real browser: real editions, the demo edition, one server for all tests."""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rendering import Content, compose

# Playwright's synchronous API runs a loop in this thread; Django would refuse the database here.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Import the editions, seed the demo and serve it all; returns the address."""
    with django_db_blocker.unblock():
        call_command("import_editions", verbosity=0)
        call_command("load_legal_texts", verbosity=0)
        call_command("seed_demo", verbosity=0)
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Complaints:
    """What the browser complained about: script errors, refused resources, violations of the CSP."""

    def __init__(self, page: Page) -> None:
        self.texts: list[str] = []
        page.on("pageerror", lambda error: self.texts.append(str(error)))
        page.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        # A page that answers 4xx on purpose is no complaint.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.texts.append(message.text)


#: What each tab complained about; axe's own doings are taken out again (tests/e2e/test_pages.py).
COMPLAINTS: dict[Page, Complaints] = {}


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a tab of its own: `open_page("/", width=390, javascript=False)`; complaints fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[Complaints] = []

    def make(
        path: str = "/", *, viewport: ViewportSize = DESKTOP, javascript: bool = True, **options: Any
    ) -> Page:
        options.setdefault("locale", "es-CO")
        options.setdefault("timezone_id", "America/Bogota")
        context = browser.new_context(
            base_url=site, viewport=viewport, java_script_enabled=javascript, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        complaints.append(COMPLAINTS.setdefault(page, Complaints(page)))
        page.goto(path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert [text for complaint in complaints for text in complaint.texts] == []


@pytest.fixture
def code_of() -> Callable[[str], str]:
    """Read the code in the newest mail to an address, as its reader would."""

    def read(to: str) -> str:
        content = compose(OutgoingEmail.objects.filter(to=to).latest("pk"))
        assert isinstance(content, Content)
        found = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", content.text, re.MULTILINE)
        assert found
        return found[1]

    return read


def sign_in(page: Page, email: str) -> None:
    """Sign in with the demo password."""
    page.goto("/cuenta/entrar/")
    page.fill("#id_login", email)
    page.fill("#id_password", settings.DEMO_PASSWORD)
    page.get_by_role("button", name="Continuar").click()
    page.wait_for_url("**/mi-hackathon/")
