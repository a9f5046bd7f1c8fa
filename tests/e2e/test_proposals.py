"""A talk on a phone: from the form of somebody nobody knows to the speaker who confirmed."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from events.models import KeynoteProposal
from events.services.proposals import decide_proposal
from somosnlp.accounts.models import User
from somosnlp.review.states import Status
from tests.e2e.conftest import PHONE
from tests.factories.pictures import image_bytes

PHOTO: FilePayload = {"name": "yo.png", "mimeType": "image/png", "buffer": image_bytes()}


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_stranger_becomes_a_confirmed_speaker(
    open_page: Callable[..., Page], code_of: Callable[[str], str], javascript: bool
) -> None:
    email = f"ponente-{uuid.uuid4().hex[:8]}@example.org"
    page = open_page("/demo/ponencias/proponer/", viewport=PHONE, javascript=javascript)
    page.check("input[name=format][value=talk]")
    page.fill("#id_title", "Voces del Pacífico")
    page.fill("#id_abstract", "Un corpus de radio comunitaria.")
    page.fill("#id_takeaways_0", "Pedir permisos")
    page.fill("#id_takeaways_1", "Transcribir")
    page.check("input[name=level][value='2']")
    page.fill("#id_name", "Ángela Ñandú")
    page.fill("#id_bio", "Investiga voces.")
    page.fill("#id_email", email)
    page.set_input_files("input[type=file]", PHOTO)
    page.get_by_role("button", name="Recibir mi código").click()

    expect(page.locator("#div_id_takeaways")).to_contain_text("Escribe al menos 3")
    expect(page.get_by_text("Ya tenemos esta imagen")).to_be_visible()
    page.fill("#id_takeaways_2", "Publicar")
    page.get_by_role("button", name="Recibir mi código").click()
    page.fill("input[name=code]", code_of(email))
    page.get_by_role("button", name="Confirmar").click()
    expect(page.get_by_text("La recibimos")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    proposal = KeynoteProposal.objects.get(submitted_by__email=email)
    assert (proposal.submitted_by.name, proposal.photo is None) == ("Ángela Ñandú", False)
    reviewer = User.objects.get(email="revision@example.org")
    decide_proposal(proposal, to=Status.ACCEPTED, by=reviewer)

    page.reload()
    page.get_by_role("link", name="Confirmar que voy").click()
    page.get_by_label("Fecha 1").fill("2999-03-22")
    page.get_by_role("button", name="Confirmo que voy").click()
    expect(page.get_by_text("¡Contamos contigo!")).to_be_visible()
    page.get_by_role("link", name="Añadir mis diapositivas").click()
    page.get_by_label("Enlace a tus diapositivas").fill("https://example.org/d")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("link", name="https://example.org/d")).to_be_visible()
    proposal.refresh_from_db()
    assert proposal.confirmed_at is not None


def test_keyboard_alone_reaches_the_errors(open_page: Callable[..., Page]) -> None:
    page = open_page("/demo/ponencias/proponer/", viewport=PHONE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.get_by_role("button", name="Recibir mi código").press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
