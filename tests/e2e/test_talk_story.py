"""The whole way of a talk: from the form to its calendars, its recording and an answered question."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from events.models import Attendance, Edition, KeynoteProposal, Session
from events.page_cache import touch
from events.states import CallKind, MilestoneKind
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reminders import plan
from somosnlp.outbox.rendering import Content, compose
from somosnlp.review.states import Status
from tests.e2e.conftest import PHONE, sign_in
from tests.e2e.test_newcomer import new_address
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.review import round_for

TITLE = "Evaluar modelos en guaraní, aimara; y también en español"
BOGOTA = ZoneInfo("America/Bogota")


@pytest.fixture
def edition(site: str) -> Edition:
    """An edition that takes talks and tells its decisions later."""
    edition = EditionFactory(time_zone="Europe/Madrid")
    deadline = MilestoneFactory(edition=edition, kind=MilestoneKind.KEYNOTES)
    round_for(edition, CallKind.KEYNOTE, holds_decisions=True)
    edition.calls.update(closes_with=deadline, answers_by=in_days(20).date())
    return edition


@pytest.fixture
def organiser(site: str) -> User:
    return cast(
        User,
        UserFactory(email=new_address(), password=settings.DEMO_PASSWORD, is_staff=True, is_superuser=True),
    )


def words_to(email: str, template: str) -> str:
    """Return the text of the newest mail of that template to an address."""
    row = OutgoingEmail.objects.filter(to=email, template=f"events/mail/{template}").latest("pk")
    content = compose(row)
    assert isinstance(content, Content), content
    return content.text


def link_in(text: str, part: str) -> str:
    """Return the path of the first link in a mail that has `part` in it."""
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", text)
    assert found, text
    return found[1]


def test_a_talk_from_the_form_to_an_answered_question(
    open_page: Callable[..., Page],
    code_of: Callable[[str], str],
    site: str,
    edition: Edition,
    organiser: User,
) -> None:
    speaker_address, listener_address = new_address(), new_address()
    speaker = open_page(f"/{edition.slug}/ponencias/proponer/", viewport=PHONE)
    propose(speaker, speaker_address, code_of)
    proposal = KeynoteProposal.objects.get(edition=edition)
    assert (proposal.status, proposal.title) == (Status.SUBMITTED, TITLE)

    desk = open_page("/cuenta/entrar/")
    sign_in(desk, organiser.email)
    accept(desk, proposal)
    assert not OutgoingEmail.objects.filter(
        to=speaker_address, template__endswith="_accepted", status="queued"
    )
    tell(desk)

    speaker.goto(link_in(words_to(speaker_address, "proposal_accepted"), "ponencias"))
    confirm_from(speaker)
    proposal.refresh_from_db()
    assert proposal.confirmed_at

    session = Session.objects.get(edition=edition)
    starts_at = place(desk, session)
    listener = open_page("/healthz", viewport=PHONE)
    programme = f"/{edition.slug}/programa/"
    listener.goto(programme)
    expect(listener.get_by_text(TITLE)).to_have_count(0)
    publish(desk, edition)

    page = f"{programme}{session.slug}/"
    sign_up(listener, page, listener_address)
    expect_in_calendar(site, edition, starts_at)
    expect_reminder_in_bogota(listener_address, starts_at)

    record(desk, session)
    listener.goto(f"{page}preguntas/")
    listener.get_by_label("Tu pregunta").fill("¿Con qué corpus empezaste?")
    listener.get_by_role("button", name="Enviar mi pregunta").click()
    answer(desk, page)
    Session.objects.filter(pk=session.pk).update(starts_at=in_days(-1))
    touch(edition)
    listener.goto(page)
    listener.get_by_text("¿Con qué corpus empezaste?").click()
    expect(listener.get_by_text("Con cuentos grabados en Asunción.")).to_be_visible()
    expect(listener.get_by_role("link", name=re.compile("12:30"))).to_be_visible()


def propose(page: Page, address: str, code_of: Callable[[str], str]) -> None:
    """Fill the form without an account, with the code from the mail."""
    page.get_by_label("Taller con cuaderno", exact=False).check()
    page.fill("#id_title", TITLE)
    page.fill("#id_abstract", "Qué se mide y con qué datos cuando la lengua tiene pocos recursos.")
    for place, text in enumerate(("Elegir datos", "Medir con poco", "Publicar")):
        page.locator("[name=takeaways]").nth(place).fill(text)
    page.locator("[name=level][value='2']").check()
    page.fill("#id_name", "Irupé Benítez")
    page.fill("#id_bio", "Estudia lenguas de la región guaranítica.")
    page.fill("#id_email", address)
    page.locator("[name=may_record]").check()
    page.get_by_role("button", name="Recibir mi código").click()
    page.fill("input[name=code]", code_of(address))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/ponencias/"))


def accept(page: Page, proposal: KeynoteProposal) -> None:
    """Accept by keyboard: the decision, then the page with its mail."""
    page.goto(reverse("admin:events_keynoteproposal_review", args=[proposal.pk]))
    expect(page.get_by_text(TITLE).first).to_be_visible()
    page.get_by_role("button", name="Aceptar").click()
    page.get_by_role("button", name="Confirmar", exact=True).click()
    proposal.refresh_from_db()
    assert proposal.status == Status.ACCEPTED


def tell(page: Page) -> None:
    """Let the held decisions leave, after a look at them."""
    page.goto(reverse("admin:events_keynoteproposal_held"))
    page.get_by_role("button", name="Ver los correos antes de enviarlos").click()
    page.locator("button.default").click()


def confirm_from(page: Page) -> None:
    """Go from the proposal's own page to «confirmo que voy»."""
    link = page.get_by_role("link", name="Confirmar que voy")
    if link.count():
        link.click()
    page.get_by_role("button", name="Confirmo que voy").click()


def place(page: Page, session: Session) -> datetime:
    """Put the session at 18:00 in Madrid, in three days."""
    day = timezone.now().astimezone(ZoneInfo("Europe/Madrid")).date() + timedelta(days=3)
    page.goto(reverse("admin:events_grid_place", args=[session.pk]))
    page.fill("#id_on", day.isoformat())
    page.fill("#id_clock", "18:00")
    page.fill("#id_minutes", "45")
    page.fill("#id_venue", "YouTube")
    page.get_by_role("button", name="Poner en el plan").click()
    return datetime(day.year, day.month, day.day, 18, tzinfo=ZoneInfo("Europe/Madrid")).astimezone(UTC)


def publish(page: Page, edition: Edition) -> None:
    page.goto(reverse("admin:events_grid_publish", args=[edition.pk]))
    page.get_by_role("button", name="Publicar y avisar").click()
    expect(page.get_by_text("Publicada la versión 1")).to_be_visible()


def sign_up(page: Page, address: str, email: str) -> None:
    """Say «me apunto» with an address alone, and confirm it from the mail."""
    page.goto(address)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    page.get_by_role("link", name="Me apunto").click()
    page.fill("#id_email", email)
    page.get_by_role("button", name="Me apunto").click()
    page.goto(link_in(words_to(email, "attendance_confirm"), "programa/lugar"))
    page.locator("main form button[type=submit]").first.click()
    assert Attendance.objects.get(email=email).status == "going"


def expect_in_calendar(site: str, edition: Edition, starts_at: datetime) -> None:
    """Read the feed of the edition as a calendar program does."""
    with urlopen(f"{site}/{edition.slug}/programa.ics") as answer:
        events = Calendar.from_ical(answer.read()).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [TITLE]
    assert events[0].decoded("DTSTART") == starts_at
    assert events[0].decoded("DTEND") - starts_at == timedelta(minutes=45)


def expect_reminder_in_bogota(email: str, starts_at: datetime) -> None:
    """A day before, the mail says the hour in Bogotá."""
    plan(starts_at - timedelta(hours=24) + timedelta(seconds=30))
    text = words_to(email, "session_tomorrow")
    local = starts_at.astimezone(BOGOTA)
    assert f"{local:%H:%M} (hora de Bogotá)" in text
    assert TITLE in text


def record(page: Page, session: Session) -> None:
    """After the talk: its recording, and its questions."""
    page.goto(reverse("admin:events_session_change", args=[session.pk]))
    page.fill("#id_video", "JzpvHRrqtSU")
    page.locator("#id_takes_questions").check()
    page.locator("[name=_save]").click()


def answer(page: Page, address: str) -> None:
    """Show the question where it waits, and mark the minute at which it was answered."""
    page.goto(f"{address}preguntas/moderar/")
    page.get_by_text("Ya se respondió").click()
    page.locator("[name=clock]").first.fill("12:30")
    page.locator("[name=answer]").first.fill("Con cuentos grabados en Asunción.")
    page.get_by_role("button", name="Marcar como respondida").first.click()
