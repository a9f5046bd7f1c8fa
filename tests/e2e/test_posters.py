"""A poster in a browser: sent from a phone without an account, accepted, voted for, chosen."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from events.models import Poster
from events.page_cache import touch
from tests.e2e.conftest import DESKTOP, PHONE, sign_in
from tests.e2e.test_pages import check, violations
from tests.factories.pictures import huge_png, image_bytes

TITLE = "Un cartel desde el teléfono"
AUTHOR = "cartelista@example.org"
ADMIN = "/admin/events/poster/"


def send_from_a_phone(page: Page, code_of: Callable[[str], str], folder: Path) -> None:
    good, bad, heavy = folder / "cartel.png", folder / "trampa.png", folder / "pesado.png"
    good.write_bytes(image_bytes())
    bad.write_bytes(huge_png())
    heavy.write_bytes(bytes(21_000_000))
    check(page, "/demo/cartel/proponer/")
    page.set_input_files("#id_picture", heavy)
    expect(page.get_by_text("El archivo pesa demasiado")).to_be_visible()
    page.set_input_files("#id_picture", bad)
    expect(page.locator(".picture-refused")).to_contain_text("demasiados píxeles")
    assert violations(page) == []
    for box in page.locator("input[name=texts]").all():
        box.check()
    page.fill("#id_title", TITLE)
    page.fill("#id_description", "Un cuadrado amarillo sobre azul.")
    page.check("#id_is_own_work")
    page.get_by_text("sin IA generativa").click()
    page.fill("#id_email", AUTHOR)
    page.get_by_role("button", name="Recibir mi código").click()
    expect(page.locator("#id_picture_error")).to_be_visible()
    assert violations(page) == []
    expect(page.locator("#id_title")).to_have_value(TITLE)
    page.set_input_files("#id_picture", good)
    expect(page.get_by_text("Ya tenemos esta imagen")).to_be_visible()
    page.get_by_role("button", name="Recibir mi código").click()
    page.fill("#id_code", code_of(AUTHOR))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Lo recibimos.")).to_be_visible()
    assert violations(page) == []


def test_a_poster_is_sent_voted_for_and_chosen(
    open_page: Callable[..., Page], code_of: Callable[[str], str], tmp_path: Path
) -> None:
    send_from_a_phone(open_page("/demo/cartel/", viewport=PHONE), code_of, tmp_path)
    poster = Poster.objects.get(title=TITLE)

    organiser = open_page("/cuenta/entrar/", viewport=DESKTOP)
    sign_in(organiser, "organizacion@example.org")
    organiser.goto(f"{ADMIN}{poster.pk}/revisar/")
    expect(organiser.locator(".poster-large")).to_be_visible()
    assert violations(organiser) == []
    organiser.get_by_role("button", name="Aceptar…", exact=True).click()
    organiser.get_by_role("button", name="Confirmar y enviar").click()
    expect(organiser.locator(".messagelist")).to_be_visible()

    voter = open_page("/cuenta/entrar/", viewport=PHONE)
    sign_in(voter, "participante@example.org")
    check(voter, "/demo/cartel/")
    voter.click(f"button[name=cartel][value='{poster.key}']")
    expect(voter.get_by_text("Contamos tu voto.")).to_be_visible()
    assert violations(voter) == []

    organiser.goto(f"{ADMIN}{poster.pk}/elegir/")
    assert violations(organiser) == []
    organiser.get_by_role("button", name="Elegir este cartel").click()
    expect(organiser.get_by_text("Es la imagen de la edición.")).to_be_visible()

    stranger = open_page("/demo/", viewport=PHONE)
    expect(stranger.locator(".poster-figure img")).to_be_visible()
    assert violations(stranger) == []
    Poster.objects.filter(pk=poster.pk).update(is_winner=False)  # the other tests know a demo without one
    touch(poster.edition)
