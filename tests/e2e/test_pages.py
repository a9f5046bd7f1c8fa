"""Every page we made, asked by axe and held against a phone: no violation, nothing scrolls sideways."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from events.models import Milestone, OrganiserApplication
from registrations.models import Registration
from somosnlp.outbox.models import OutgoingEmail
from tests.e2e.conftest import COMPLAINTS, DESKTOP, PHONE, sign_in

PUBLIC = [
    "/",
    "/ediciones/",
    "/2022/",
    "/2023/",
    "/2024/",
    "/2025/",
    "/2026/",
    "/2024/programa/",
    "/2024/programa/?tz=America/Bogota",
    "/2024/proyectos/",
    "/2024/bases/",
    "/2024/premios/",
    "/2024/universidades/",
    "/2024/patrocinios/",
    "/2022/bases/",
    "/en/2022/bases/",
    "/demo/programa/",
    "/demo/novedades/",
    "/2024/novedades/",
    "/demo/inscripcion/",
    "/2024/inscripcion/",
    "/demo/equipo-organizador/",
    "/demo/equipos/",
    "/2024/equipos/",
    "/2024/equipo-organizador/",
    "/corpus/",
    "/privacidad/",
    "/terminos/",
    "/codigo-de-conducta/",
    "/contacto/",
    "/cuenta/entrar/",
    "/cuenta/crear/",
    "/cuenta/clave/recuperar/",
    "/en/",
    "/pt-br/",
    "/en/demo/inscripcion/",
    "/pt-br/demo/inscripcion/",
    "/no-existe/",
]
PARTICIPANT = [
    "/mi-hackathon/",
    "/demo/inscripcion/",
    "/demo/inscripcion/hecha/",
    "/demo/inscripcion/mas/",
    "/demo/equipos/",
    "/demo/equipos/?q=nada-de-nada",
    "/demo/equipos/personas/",
    "/demo/equipos/perfil/",
    "/demo/equipo-organizador/",
    "/cuenta/perfil/",
    "/cuenta/correos/",
    "/cuenta/datos/",
    "/cuenta/correo/",
    "/cuenta/clave/crear/",
    "/",
]


def violations(page: Page) -> list[str]:
    complaints = COMPLAINTS[page].texts
    heard = len(complaints)
    results = Axe().run(page)
    # axe measures by styling elements, which the CSP refuses: that is not the page's doing.
    del complaints[heard:]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in results.response["violations"]
        for node in one["nodes"][:3]
    ]


def check(page: Page, path: str) -> None:
    page.goto(path)
    assert violations(page) == [], path
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), (
        f"{path} scrolls sideways"
    )


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page(open_page: Callable[..., Page], path: str) -> None:
    page = open_page("/healthz", viewport=PHONE)
    check(page, path)
    page.set_viewport_size({"width": 320, "height": 700})
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), "320 pixels"
    expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize(
    "path", ["/", "/2024/", "/2024/programa/", "/ediciones/", "/demo/inscripcion/", "/contacto/"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_page_on_a_desktop_in_both_schemes(
    open_page: Callable[..., Page], path: str, scheme: str
) -> None:
    check(open_page("/healthz", viewport=DESKTOP, color_scheme=scheme), path)


def test_pages_of_a_participant(open_page: Callable[..., Page]) -> None:
    page = open_page("/cuenta/entrar/", viewport=PHONE)
    sign_in(page, "participante@example.org")
    for path in PARTICIPANT:
        check(page, path)


def test_pages_of_an_organiser(open_page: Callable[..., Page]) -> None:
    page = open_page("/cuenta/entrar/", viewport=DESKTOP)
    sign_in(page, "organizacion@example.org")
    registration = Registration.objects.first()
    application = OrganiserApplication.objects.first()
    mail = OutgoingEmail.objects.filter(secret=False).first()
    milestone = Milestone.objects.filter(edition__slug="demo").first()
    assert registration
    assert application
    assert milestone
    assert mail
    for path in (
        "/admin/",
        "/admin/events/milestone/",
        "/admin/events/notice/",
        "/admin/events/notice/add/",
        "/admin/events/page/add/",
        f"/admin/events/milestone/{milestone.pk}/change/",
        "/admin/registrations/registration/",
        "/admin/registrations/registration/demografia/",
        f"/admin/registrations/registration/{registration.pk}/change/",
        f"/admin/registrations/registration/{registration.pk}/history/",
        "/admin/events/edition/",
        "/admin/events/organiserapplication/",
        f"/admin/events/organiserapplication/{application.pk}/change/",
        f"/admin/events/organiserapplication/{application.pk}/revisar/",
        "/admin/outbox/outgoingemail/",
        f"/admin/outbox/outgoingemail/{mail.pk}/change/",
        "/admin/accounts/user/",
        f"/admin/accounts/user/{registration.user_id}/change/",
        f"/admin/accounts/user/{registration.user_id}/ficha/",
        f"/admin/accounts/user/{registration.user_id}/ficha/escribir/",
        f"/admin/accounts/user/{registration.user_id}/ficha/direccion/",
        f"/admin/accounts/user/{registration.user_id}/ficha/nota/",
        f"/admin/registrations/registration/personas/{registration.user_id}/prorroga/demo/",
        "/admin/accounts/user/buscar/?q=demo",
        "/admin/accounts/user/buscar/?q=kispe",
    ):
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        assert violations(page) == [], path


def test_code_page(open_page: Callable[..., Page]) -> None:
    page = open_page("/cuenta/entrar/", viewport=PHONE)
    page.fill("#id_login", "axe-code@example.org")
    page.get_by_role("button", name="Continuar").click()
    assert violations(page) == []
