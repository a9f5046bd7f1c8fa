"""The matching in a browser: an organiser calculates and sends, somebody proposed to reads and accepts."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from events.models import Edition
from registrations.models import MatchRun, Offer, Registration, TeamProfile
from registrations.services.matching import calculate
from registrations.services.offers import make_token
from tests.e2e.conftest import DESKTOP, PHONE, sign_in
from tests.e2e.test_pages import check, violations

ADMIN = "/admin/registrations/matchrun/"
ALL_HOURS = (1 << 28) - 1


def seekers(edition: Edition) -> Registration:
    """Let everybody without a team want one, the demo participant too; return the participant."""
    for person in Registration.objects.filter(edition=edition, status="registered", membership=None):
        values = {"edition": edition, "wants_match": True, "hours": ALL_HOURS, "profiles": ["technical"]}
        TeamProfile.objects.update_or_create(registration=person, defaults=values)
    return Registration.objects.get(edition=edition, user__email="participante@example.org")


def test_an_organiser_matches_and_a_person_accepts(open_page: Callable[..., Page]) -> None:
    edition = Edition.objects.get(slug="demo")
    participant = seekers(edition)
    page = open_page("/cuenta/entrar/", viewport=DESKTOP)
    sign_in(page, "organizacion@example.org")
    page.goto(f"{ADMIN}add/")
    page.select_option("#id_edition", str(edition.pk))
    assert violations(page) == []
    page.get_by_role("button", name="Ver a quién afecta").click()
    expect(page.get_by_text("Calcular no escribe a nadie")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Calcular").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    run = MatchRun.objects.latest("pk")
    calculate(run.pk)
    expect(page.get_by_role("heading", name="Resultado")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Enviar propuestas").click()
    page.get_by_role("button", name="Enviar propuestas").click()
    expect(page.get_by_text("Se responde hasta:")).to_be_visible()
    offer = Offer.objects.get(registration=participant, kind="match")
    phone = open_page("/cuenta/entrar/", viewport=PHONE)
    sign_in(phone, participant.user.email)
    check(phone, f"/equipos/propuesta/{make_token(offer)}/")
    phone.get_by_role("button", name="Acepto").click()
    # Into a team that had room at once; else once somebody else accepts.
    expect(phone.get_by_text("¡Estás dentro!").or_(phone.get_by_text("¡Anotado!"))).to_be_visible()
    offer.refresh_from_db()
    assert offer.status == "accepted"
