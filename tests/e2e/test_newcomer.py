"""A newcomer: landing, step 1, the code, Mi hackathon, step 2; also without scripts, in three languages."""

import time
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from registrations.models import Registration
from registrations.states import Status
from tests.e2e.conftest import DESKTOP, PHONE


def new_address() -> str:
    return f"nueva-{uuid.uuid4().hex[:8]}@example.org"


def fill_step_one(page: Page, email: str, *, country: str = "BO") -> None:
    page.fill("#id_name", "Ayelén Quispe")
    page.fill("#id_email", email)
    page.select_option("#id_countries", country)
    page.check("input[name=languages][value=es]")
    page.check("input[name=level][value=basic]")
    page.check("input[name=accept]")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["390", "1280"])
def test_newcomer_is_registered_in_two_minutes(
    open_page: Callable[..., Page], code_of: Callable[[str], str], viewport: ViewportSize, javascript: bool
) -> None:
    email = new_address()
    page = open_page("/", viewport=viewport, javascript=javascript)
    began = time.monotonic()
    page.get_by_role("link", name="Inscríbete").first.click()
    fill_step_one(page, email)
    page.click("button[name=send]")
    page.fill("input[name=code]", code_of(email))
    page.get_by_role("button", name="Confirmar").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ya participas")
    assert time.monotonic() - began < 120
    registration = Registration.objects.get(user__email=email)
    assert (registration.status, registration.countries) == (Status.REGISTERED, ["BO"])
    page.get_by_role("link", name="Ir a Mi hackathon").click()
    expect(page.locator(".path li.next")).to_have_count(1)
    expect(page.get_by_text("AoE").first).to_be_visible()


@pytest.mark.parametrize(
    ("prefix", "send", "done"), [("/en", "Get my code", "You"), ("/pt-br", "Receber", "participa")]
)
def test_newcomer_in_another_language(
    open_page: Callable[..., Page], code_of: Callable[[str], str], prefix: str, send: str, done: str
) -> None:
    email = new_address()
    page = open_page(f"{prefix}/demo/inscripcion/")
    fill_step_one(page, email, country="BR")
    button = page.locator("button[name=send]")
    expect(button).to_contain_text(send.split(maxsplit=1)[0])
    button.click()
    page.fill("input[name=code]", code_of(email))
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(done)
    assert prefix in page.url
    assert Registration.objects.get(user__email=email).user.language == prefix.strip("/")


def test_errors_are_beside_the_field_and_what_was_typed_stays(open_page: Callable[..., Page]) -> None:
    page = open_page("/demo/inscripcion/", viewport=PHONE)
    page.fill("#id_name", "Ayelén Quispe")
    page.fill("#id_email", "nombre@")
    page.click("button[name=send]")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("#div_id_email")).to_contain_text("Escribe el correo completo")
    expect(page.locator("#id_name")).to_have_value("Ayelén Quispe")


def test_step_two_saves_each_answer_as_it_is_given(
    open_page: Callable[..., Page], code_of: Callable[[str], str]
) -> None:
    email = new_address()
    page = open_page("/demo/inscripcion/")
    fill_step_one(page, email)
    page.click("button[name=send]")
    page.fill("input[name=code]", code_of(email))
    page.get_by_role("button", name="Confirmar").click()
    page.goto("/demo/inscripcion/mas/")
    page.fill("#id_discord", "ayelen#0042")
    page.locator("#id_discord").blur()
    expect(page.locator("[data-autosave-status]")).to_contain_text("Guardado")
    page.fill("#id_birth_year", "1890")
    page.locator("#id_birth_year").blur()
    expect(page.locator("#div_id_birth_year")).to_contain_text("Escribe un año entre")
    registration = Registration.objects.select_related("user").get(user__email=email)
    assert registration.user.discord == "ayelen#0042"
    page.reload()
    expect(page.locator("#id_discord")).to_have_value("ayelen#0042")


def test_typing_while_an_answer_is_saved_is_no_failure(
    open_page: Callable[..., Page], code_of: Callable[[str], str]
) -> None:
    email = new_address()
    page = open_page("/demo/inscripcion/")
    fill_step_one(page, email)
    page.click("button[name=send]")
    page.fill("input[name=code]", code_of(email))
    page.get_by_role("button", name="Confirmar").click()
    page.goto("/demo/inscripcion/mas/")
    page.locator("[data-autosave-status]").evaluate(
        """status => {
          window.states = [];
          new MutationObserver(() => states.push(status.dataset.state)).observe(status, {
            attributeFilter: ["data-state"] });
        }"""
    )
    held: list[Route] = []
    page.route("**/inscripcion/mas/", lambda route: held.append(route), times=1)
    with page.expect_request("**/inscripcion/mas/"):
        page.check("input[name=first_event][value=True]")
    page.fill("#id_discord", "ayelen")
    with page.expect_response("**/inscripcion/mas/"):
        held[0].continue_()
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")
    assert page.evaluate("states") == ["saving", "saving", "saved"]


def test_cancelling_and_coming_back_are_one_click_each(
    open_page: Callable[..., Page], code_of: Callable[[str], str]
) -> None:
    email = new_address()
    page = open_page("/demo/inscripcion/")
    fill_step_one(page, email)
    page.click("button[name=send]")
    page.fill("input[name=code]", code_of(email))
    page.get_by_role("button", name="Confirmar").click()
    page.goto("/mi-hackathon/")
    page.get_by_role("button", name="Cancelar mi inscripción").click()
    page.get_by_role("button", name="Volver a inscribirme").click()
    expect(page.get_by_text("Inscripción hecha")).to_be_visible()
