"""Three people in three countries make a team, each in their language and zone; the matching makes more."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from playwright.sync_api import Page, ViewportSize, expect

from events.models import Edition
from events.states import CallKind, MilestoneKind
from registrations.demo.enrolling import Cast
from registrations.demo.people import invent
from registrations.models import MatchRun, Offer, Team
from registrations.services.match_answers import accept_match
from registrations.services.match_sending import tend_runs
from registrations.services.matching import calculate
from registrations.states.teams import TeamStatus
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rendering import Content, compose
from tests.e2e.conftest import DESKTOP, PHONE, sign_in
from tests.e2e.test_newcomer import fill_step_one, new_address
from tests.e2e.test_pages import violations
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory

MONDAY_NIGHT = "#id_hours_3"


@pytest.fixture
def edition(site: str) -> Edition:
    """An edition whose teams are of three people at most, open to newcomers."""
    edition = EditionFactory(team_size_max=3, time_zone="Europe/Madrid", languages=["es", "pt"])
    CallFactory(edition=edition, kind=CallKind.REGISTRATION)
    MilestoneFactory(edition=edition, kind=MilestoneKind.REGISTRATION)
    MilestoneFactory(edition=edition, kind=MilestoneKind.TEAMS, at=in_days(20))
    return edition


@dataclass(frozen=True)
class Mail:
    """A mail as its reader gets it."""

    subject: str
    text: str
    language: str
    zone: str

    @property
    def link(self) -> str:
        """Where its button leads on this server."""
        found = re.search(r"https?://[^/\s]+(/\S*equipos/\S+)", self.text)
        assert found, self.text
        return found[1]


def mail_to(email: str, template: str) -> Mail:
    """Return the newest mail of that template to an address."""
    row = OutgoingEmail.objects.filter(to=email, template=f"registrations/mail/{template}").latest("pk")
    content = compose(row)
    assert isinstance(content, Content)
    return Mail(content.subject, content.text, row.language, row.time_zone)


def somebody_registered(edition: Edition, name: str, **person: str) -> str:
    """Return the address of somebody who takes part and signs in with the demo password."""
    user = UserFactory(email=new_address(), name=name, password=settings.DEMO_PASSWORD, **person)
    RegistrationFactory(user=user, edition=edition, languages=["es", "en"], level="intermediate")
    return str(user.email)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["390", "1280"])
def test_three_people_in_three_countries_make_a_team(
    open_page: Callable[..., Page],
    code_of: Callable[[str], str],
    edition: Edition,
    viewport: ViewportSize,
    javascript: bool,
) -> None:
    options = {"viewport": viewport, "javascript": javascript}
    finder = f"/{edition.slug}/equipos/"
    ana_address = somebody_registered(edition, "Ana Rentería", time_zone="America/Bogota")
    emma_address = somebody_registered(edition, "Emma Vidal", time_zone="Europe/Madrid", language="en")
    joana_address = new_address()
    ana = open_page("/cuenta/entrar/", **options)
    joana = open_page("/pt-br/", locale="pt-BR", timezone_id="America/Sao_Paulo", **options)
    emma = open_page("/cuenta/entrar/", locale="en-GB", timezone_id="Europe/Madrid", **options)
    sign_in(ana, ana_address)
    sign_in(emma, emma_address)

    team = create_a_team(ana, finder)
    # What is searched for is never a kept page, which may be a minute old (events.page_cache).
    stranger = open_page(f"{finder}?q=proverbio+quechuas", **options)
    expect(stranger.get_by_role("link", name=team.name, exact=True)).to_be_visible()
    invite(ana, joana_address)
    register_on_the_way(joana, joana_address, code_of)
    ask_to_join_from_the_finder(emma, f"/en{finder}", team)
    accept_who_asked(ana, ana_address, emma_address)

    people = (
        (ana, "es", "", "Bogotá"),
        (joana, "pt-br", "/pt-br", "São Paulo"),
        (emma, "en", "/en", "Madrid"),
    )
    for page, language, prefix, city in people:
        page.goto(f"{prefix}{finder}{team.slug}/")
        assert page.get_attribute("html", "lang") == language
        for name in ("Ana Rentería", "Joana Farias", "Emma Vidal"):
            expect(page.get_by_text(name).first).to_be_visible()
        # Without scripts nobody tells a newcomer's zone: Joana reads the hours of the edition's.
        place = city if javascript or page is not joana else "Madrid"
        expect(page.locator(".team-facts")).to_contain_text(place)
        page.goto(f"{prefix}{finder}?camino=todos")
        expect(page.locator(".finder-cards").get_by_role("link", name=team.name)).to_have_count(0)
    team.refresh_from_db()
    assert (team.status, team.members) == (TeamStatus.COMPLETE, 3)
    stranger.reload()
    expect(stranger.get_by_role("link", name=team.name, exact=True)).to_have_count(0)


def create_a_team(page: Page, finder: str) -> Team:
    page.goto(finder)
    page.get_by_role("link", name="Crear un equipo").first.click()
    name = f"Los del quipu {uuid.uuid4().hex[:6]}"
    page.fill("#id_name", name)
    page.fill("#id_idea", "Proverbios en **quechua** y español.")
    page.check("input[name=profiles][value=linguistic]")
    page.check(MONDAY_NIGHT, force=True)
    page.get_by_role("button", name="Crear el equipo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return Team.objects.get(name=name)


def invite(page: Page, address: str) -> None:
    page.get_by_role("link", name="Invitar y gestionar").click()
    page.fill("#invite-email", address)
    page.fill("#invite-message", "¡Ven con tus refranes!")
    page.get_by_role("button", name="Enviar la invitación").click()
    expect(page.get_by_text(f"Enviamos la invitación a {address}")).to_be_visible()


def register_on_the_way(page: Page, address: str, code_of: Callable[[str], str]) -> None:
    """From the link in the mail to the team's page, by way of step 1 and the code."""
    invitation = mail_to(address, "team_invitation")
    assert "¡Ven con tus refranes!" in invitation.text
    page.goto("/pt-br" + invitation.link)
    expect(page.get_by_text("¡Ven con tus refranes!")).to_be_visible()
    page.locator("main a[href*='invitacion=']").click()
    fill_step_one(page, address, country="BR")
    page.fill("#id_name", "Joana Farias")
    page.click("button[name=send]")
    page.fill("input[name=code]", code_of(address))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/pt-br/**")
    if "/invitacion/" not in page.url:
        page.locator("main a[href*='/equipos/invitacion/']").first.click()
    page.click("button[name=answer][value=accept]")
    page.wait_for_url("**/pt-br/*/equipos/los-del-quipu-*/")
    assert mail_to(address, "team_joined").language == "pt-br"


def ask_to_join_from_the_finder(page: Page, finder: str, team: Team) -> None:
    page.goto(f"{finder}?camino=todos")
    page.locator(f"main a[href*='/{team.slug}/#pedir-entrar']").click()
    page.fill("#ask-words", "I can train and evaluate small models.")
    page.locator("#pedir-entrar button[type=submit]").click()
    expect(page.get_by_text("I can train and evaluate small models.")).to_be_visible()


def accept_who_asked(page: Page, captain: str, asking: str) -> None:
    request = mail_to(captain, "team_request")
    assert "Emma Vidal" in request.text
    assert "(hora de Bogotá)" in request.text
    page.goto(request.link)
    expect(page.get_by_text("I can train and evaluate small models.")).to_be_visible()
    page.get_by_role("button", name="Aceptar · Emma Vidal").click()
    expect(page.get_by_text("Emma Vidal ya está en el equipo.")).to_be_visible()
    expect(page.get_by_text("3 de 3 plazas")).to_be_visible()
    welcome = mail_to(asking, "team_joined")
    assert (welcome.language, welcome.zone) == ("en", "Europe/Madrid")
    assert "/en/" in welcome.link


def test_organiser_matches_people_and_teams_appear(open_page: Callable[..., Page], edition: Edition) -> None:
    organiser = open_page("/cuenta/entrar/", viewport=DESKTOP)
    sign_in(organiser, "organizacion@example.org")
    people = Cast(edition)
    for number in range(40):
        people.enrol(invent(number))
    run = calculate_from_the_admin(organiser, edition)
    send_from_the_admin(organiser, run)

    offers = list(Offer.objects.filter(group__run=run).order_by("pk").select_related("registration__user"))
    assert len(offers) > 20
    half = offers[::2]
    first, *others = half
    accept_in_a_browser(open_page, first)
    for offer in others:
        assert offer.registration
        accept_match(offer, by=offer.registration.user)

    made = Team.objects.filter(edition=edition)
    assert made.count() >= 5
    assert all(team.members >= 2 for team in made)
    organiser.goto(f"/admin/registrations/team/?edition__id__exact={edition.pk}")
    expect(organiser.locator("#result_list tbody tr")).to_have_count(made.count())


def calculate_from_the_admin(page: Page, edition: Edition) -> MatchRun:
    """Ask for a run; what a worker does is done here."""
    page.goto("/admin/registrations/matchrun/add/")
    page.select_option("#id_edition", str(edition.pk))
    page.fill("#id_max_size", "3")
    page.get_by_role("button", name="Ver a quién afecta").click()
    expect(page.get_by_text("40 personas sin equipo quieren")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Calcular").click()
    expect(page.get_by_label("Avance")).to_be_visible()
    assert violations(page) == []
    run = MatchRun.objects.get(edition=edition)
    assert calculate(run.pk)
    page.reload()
    expect(page.get_by_role("heading", name="Grupos propuestos")).to_be_visible()
    assert violations(page) == []
    return run


def send_from_the_admin(page: Page, run: MatchRun) -> None:
    """Send the proposals; what the clock does is done here."""
    page.get_by_role("link", name="Enviar propuestas").click()
    assert violations(page) == []
    page.get_by_role("button", name="Enviar propuestas").click()
    expect(page.get_by_text("Hecho: Enviar propuestas.")).to_be_visible()
    assert violations(page) == []
    tend_runs()


def accept_in_a_browser(open_page: Callable[..., Page], offer: Offer) -> None:
    """Follow the link of the mail, look at the proposal and say yes."""
    assert offer.registration
    user = offer.registration.user
    user.set_password(settings.DEMO_PASSWORD)
    user.save(update_fields=["password"])
    page = open_page("/cuenta/entrar/", viewport=PHONE)
    sign_in(page, user.email)
    page.goto(mail_to(user.email, "team_match").link)
    assert violations(page) == []
    page.click("button[name=answer][value=accept]")
    expect(page.locator(".messages, [role=status]").first).to_be_visible()
    assert violations(page) == []
