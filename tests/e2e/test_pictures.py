"""A picture chosen in a form: kept at once, there after a reload, sent with the form otherwise."""

from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, Route, expect

from events.models import KeynoteProposal, Picture
from tests.e2e.conftest import PHONE, sign_in
from tests.factories.pictures import image_bytes

FORM = "/demo/ponencias/proponer/"
PHOTO: FilePayload = {"name": "yo.png", "mimeType": "image/png", "buffer": image_bytes((400, 400))}
KEPT = "Ya tenemos esta imagen"


def test_picture_of_a_stranger_is_there_after_a_reload(open_page: Callable[..., Page]) -> None:
    page = open_page(FORM, viewport=PHONE)
    page.set_input_files("#id_photo", PHOTO)
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.reload()
    expect(page.get_by_alt_text("La imagen que subiste")).to_be_visible()
    page.get_by_label("Quitar la imagen").check()
    page.reload()
    expect(page.get_by_text(KEPT)).to_have_count(0)


def test_picture_is_part_of_the_draft(open_page: Callable[..., Page]) -> None:
    page = open_page("/cuenta/entrar/", viewport=PHONE)
    sign_in(page, "capitana@example.org")
    page.goto(FORM)
    page.set_input_files("#id_photo", PHOTO)
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")
    draft = KeynoteProposal.objects.get(submitted_by__email="capitana@example.org", status="draft")
    assert draft.photo == Picture.objects.get(uploaded_by=draft.submitted_by)
    page.reload()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.get_by_label("Quitar la imagen").check()
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")
    draft = KeynoteProposal.objects.get(pk=draft.pk)
    assert draft.photo is None
    draft.delete()


def test_picture_that_could_not_be_sent_ahead_goes_with_the_form(open_page: Callable[..., Page]) -> None:
    def fail(route: Route) -> None:
        route.abort()

    page = open_page(FORM, viewport=PHONE)
    page.route("**/imagen/", fail)
    page.set_input_files("#id_photo", PHOTO)
    expect(page.locator(".picture-chosen")).to_be_visible()
    page.get_by_role("button", name="Recibir mi código").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
