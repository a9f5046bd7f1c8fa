"""An organiser moves a deadline on a phone, from the start page of the admin, and takes it back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, sign_in
from tests.e2e.test_pages import violations

WIDER = "document.documentElement.scrollWidth > innerWidth + 1"


def look(page: Page) -> None:
    assert violations(page) == [], page.url
    assert not page.evaluate(WIDER), f"{page.url} scrolls sideways"


def test_organiser_moves_a_deadline_and_undoes_it(open_page: Callable[..., Page]) -> None:
    page = open_page("/cuenta/entrar/", viewport=PHONE)
    sign_in(page, "organizacion@example.org")
    page.goto("/admin/")
    look(page)
    page.get_by_role("link", name=re.compile("Mover.*Cierre de inscripciones")).click()
    look(page)
    year, month, day = page.input_value("#id_on").split("-")
    page.fill("#id_on", f"{int(year) + 1}-{month}-{day}")
    page.fill("#id_reason", "Piden más tiempo")
    page.get_by_role("button", name="Ver qué pasaría").click()
    expect(page.get_by_role("heading", name="A quién afecta")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Mover y avisar").click()
    expect(page.get_by_label("Para Discord")).to_have_value(re.compile("<t:[0-9]+:F>"))
    look(page)
    result = page.url
    page.goto("/demo/novedades/")
    expect(page.get_by_role("heading", name="Cierre de inscripciones: nueva fecha")).to_be_visible()
    look(page)
    page.goto(result)
    page.get_by_role("button", name="Deshacer").click()
    expect(page.get_by_text("vuelven a su fecha anterior")).to_be_visible()
    look(page)
