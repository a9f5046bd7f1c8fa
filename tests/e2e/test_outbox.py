"""The pages about mail, asked by axe: the forecast, texts, letters and what one wants to hear of."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from events.models import Call
from somosnlp.outbox.topics import Reader, unsubscribe_url
from tests.e2e.conftest import DESKTOP, PHONE, sign_in
from tests.e2e.test_pages import check, violations

ADMIN = "/admin/outbox"
REGISTERED = "registrations/mail/registered"


def test_public_pages_about_mail(open_page: Callable[..., Page]) -> None:
    page = open_page("/healthz", viewport=PHONE)
    check(page, "/" + unsubscribe_url("registration", Reader("ana@example.org"), "es").split("/", 3)[3])
    for call in Call.objects.filter(edition__slug="demo"):
        check(page, f"/avisame/call/{call.pk}/")
    sign_in(open_page("/cuenta/entrar/", viewport=PHONE), "participante@example.org")
    check(page, "/correos/temas/")


def test_pages_of_organisers_about_mail(open_page: Callable[..., Page]) -> None:
    page = open_page("/cuenta/entrar/", viewport=DESKTOP)
    sign_in(page, "organizacion@example.org")
    for path in (
        f"{ADMIN}/reminderrule/",
        f"{ADMIN}/reminderrule/add/",
        f"{ADMIN}/reminderrule/prevision/",
        f"{ADMIN}/mailtext/",
        f"{ADMIN}/mailtext/add/?template={REGISTERED}",
        f"{ADMIN}/circular/",
        f"{ADMIN}/circular/add/",
        f"{ADMIN}/replyaddress/add/",
        f"{ADMIN}/digestpreference/",
    ):
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        assert violations(page) == [], path


def test_organiser_writes_a_letter_and_looks_at_it(open_page: Callable[..., Page]) -> None:
    page = open_page("/cuenta/entrar/", viewport=DESKTOP)
    sign_in(page, "organizacion@example.org")
    page.goto(f"{ADMIN}/circular/add/")
    page.fill("#id_title", "Carta de prueba")
    page.fill("#id_subject_es", "Hola, {nombre}")
    page.fill("#id_body_es", "{saludo}\n\nMira [esto](https://example.org/).")
    page.get_by_role("button", name="Escribir los borradores").click()
    expect(page.frame_locator("iframe").get_by_role("link", name="esto")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Cancelar").click()
    expect(page.get_by_text("Ya no sale")).to_be_visible()


def test_organiser_previews_changed_words(open_page: Callable[..., Page]) -> None:
    page = open_page("/cuenta/entrar/", viewport=DESKTOP)
    sign_in(page, "organizacion@example.org")
    page.goto(f"{ADMIN}/mailtext/add/?template={REGISTERED}&language=es")
    page.fill("#id_subject", "¡Ya estás, {nombre}!")
    page.fill("#id_body", "{saludo}\n\n[Entra]({enlace}).")
    button = page.get_by_role("button", name="Ver cómo queda")
    button.evaluate("button => button.removeAttribute('formtarget')")  # a tab of its own is not watched
    button.click()
    expect(page.get_by_role("heading", name="¡Ya estás, Ana!").first).to_be_visible()
    assert violations(page) == []


def test_organiser_sees_who_gets_a_reminder_and_sends_it_to_themselves(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/cuenta/entrar/", viewport=DESKTOP)
    sign_in(page, "organizacion@example.org")
    page.goto(f"{ADMIN}/reminderrule/prevision/")
    page.locator("a[href*='/prevision/personas/']").first.click()
    assert violations(page) == []
    button = page.get_by_role("button", name="Enviarme el correo de")
    if button.count():
        button.first.click()
        expect(page.locator(".messagelist")).to_be_visible()
        assert violations(page) == []
