"""Every page we made, asked by axe and held against a phone: no violation, nothing scrolls sideways."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from events.models import Milestone, OrganiserApplication, Poster, Session
from registrations.models import Offer, Registration, Team
from registrations.services.offers import invite, make_token, withdraw
from registrations.services.team_links import link_token
from registrations.states.teams import OfferKind, OfferStatus
from somosnlp.accounts.models import User
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
    "/demo/equipos/",
    "/demo/equipos/?q=quechua&camino=todos",
    "/demo/equipos/?q=nadatienetalcosa",
    "/demo/equipos/personas/",
    "/demo/equipos/che-parce-wey/",
    "/demo/equipos/leyes-en-claro/",
    "/demo/equipos/voces-de-la-huerta/",
    "/demo/equipos/palabras-que-se-van/",
    "/en/demo/equipos/",
    "/pt-br/demo/equipos/causos-do-interior-contar-como-se-conta/",
    "/equipos/invitacion/mangled/",
    "/equipos/enlace/mangled/",
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
    "/demo/equipos/",
    "/demo/equipos/?q=quechua&camino=todos",
    "/demo/equipos/personas/",
    "/demo/equipos/perfil/",
    "/demo/equipos/crear/",
    "/demo/equipos/nuqanchik-dichos-en-quechua/",
    "/demo/equipos/chistes-que-viajan/",
    "/demo/equipos/chistes-que-viajan/denunciar/",
    "/demo/equipos/che-parce-wey/gestionar/",
    "/equipos/propuesta/mangled/",
]
CAPTAIN = [
    "/mi-hackathon/",
    "/demo/equipos/",
    "/demo/equipos/personas/",
    "/demo/equipos/che-parce-wey/",
    "/demo/equipos/che-parce-wey/editar/",
    "/demo/equipos/che-parce-wey/gestionar/",
    "/demo/equipos/che-parce-wey/gestionar/?equipo=refranes",
    "/demo/equipos/che-parce-wey/salir/",
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
    "path",
    [
        "/",
        "/2024/",
        "/2024/programa/",
        "/ediciones/",
        "/demo/inscripcion/",
        "/contacto/",
        "/demo/equipos/",
        "/demo/equipos/che-parce-wey/",
    ],
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_a_captain(open_page: Callable[..., Page], scheme: str) -> None:
    page = open_page("/cuenta/entrar/", viewport=PHONE, color_scheme=scheme)
    sign_in(page, "capitana@example.org")
    for path in CAPTAIN:
        check(page, path)
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert violations(page) == [], f"{path}, unfolded"


def test_pages_of_ways_into_a_team(open_page: Callable[..., Page]) -> None:
    team = Team.objects.get(edition__slug="demo", slug="che-parce-wey")
    captain = User.objects.get(email="capitana@example.org")
    unknown = Offer.objects.get(team=team, kind=OfferKind.INVITATION, status=OfferStatus.OPEN)
    mine = Offer.objects.get(email="participante@example.org")
    withdrawn = invite(team, email="retirada@example.org", by=captain).offer
    withdraw(withdrawn, by=captain)
    states = [f"/equipos/invitacion/{make_token(offer)}/" for offer in (unknown, mine, withdrawn)]
    states.append(f"/equipos/enlace/{link_token(team.links.all()[0])}/")
    stranger = open_page("/healthz", viewport=PHONE)
    for path in states:
        check(stranger, path)
        check(stranger, f"/pt-br{path}")
    for email in ("participante@example.org", "capitana@example.org"):
        page = open_page("/cuenta/entrar/", viewport=PHONE)
        sign_in(page, email)
        for path in states:
            check(page, path)


def test_pages_of_an_organiser_about_teams(open_page: Callable[..., Page]) -> None:
    page = open_page("/cuenta/entrar/", viewport=DESKTOP)
    sign_in(page, "organizacion@example.org")
    team = Team.objects.get(edition__slug="demo", slug="che-parce-wey")
    for path in (
        "/demo/equipos/che-parce-wey/",
        "/admin/registrations/team/",
        "/admin/registrations/team/?q=quechua",
        f"/admin/registrations/team/{team.pk}/change/",
        f"/admin/registrations/team/{team.pk}/mover/",
        f"/admin/registrations/team/{team.pk}/unir/",
        f"/admin/registrations/team/{team.pk}/capitania/",
        f"/admin/registrations/team/{team.pk}/history/",
        "/admin/registrations/registration/",
        "/admin/registrations/report/",
        "/admin/registrations/offer/",
        "/admin/registrations/matchrun/",
        "/admin/registrations/matchrun/add/",
    ):
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        assert violations(page) == [], path


def test_pages_of_calls_and_programme_in_the_admin(open_page: Callable[..., Page]) -> None:
    page = open_page("/cuenta/entrar/", viewport=DESKTOP)
    sign_in(page, "organizacion@example.org")
    session = Session.objects.filter(edition__slug="demo", people__isnull=False).first()
    poster = Poster.objects.filter(edition__slug="demo", status="accepted").first()
    assert session
    assert poster
    for path in (
        "/admin/events/keynoteproposal/",
        "/admin/events/keynoteproposal/siguiente/",
        "/admin/events/keynoteproposal/repartir/",
        "/admin/events/keynoteproposal/por-comunicar/",
        f"/admin/events/poster/{poster.pk}/elegir/",
        f"/admin/events/session/{session.pk}/change/",
        f"/admin/events/person/{session.people.all()[0].pk}/change/",
        f"/admin/events/edition/{session.edition_id}/change/",
        f"/admin/events/release/parrilla/{session.edition_id}/",
        f"/admin/events/release/parrilla/{session.edition_id}/publicar/",
        f"/admin/events/release/sesion/{session.pk}/colocar/",
        "/admin/events/call/add/",
        "/admin/review/reviewround/add/",
        "/admin/review/cannednote/",
        "/admin/sponsors/tier/add/",
    ):
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        assert violations(page) == [], path


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
