"""The programme in a real browser: filters at once, the reader's zone, a recording only when asked for."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from events.models import Attendance, Session
from events.page_cache import touch
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.e2e.conftest import DESKTOP, PHONE, sign_in
from tests.e2e.test_pages import check, violations

RECORDING = "/2024/programa/ia-y-modelos-del-lenguaje-retos-y-oportunidades/"


@pytest.fixture
def coming() -> Session:
    """A session of the demo in two days, with everything a session can have."""
    session = Session.objects.filter(edition__slug="demo", starts_at__gt=timezone.now()).earliest("starts_at")
    Session.objects.filter(pk=session.pk).update(
        starts_at=timezone.now() + timedelta(days=2),
        seats=30,
        abstract="## De qué va\n\nUn texto con **énfasis**.",
        takeaways=["Una cosa", "Otra cosa"],
        slides_url="https://example.org/diapositivas",
    )
    touch(session.edition)
    session.refresh_from_db()
    return session


def page_of(session: Session, end: str = "") -> str:
    return f"/demo/programa/{session.slug}/{end}"


def foreign(requests: list[Request], site: str) -> list[str]:
    return [one.url for one in requests if not one.url.startswith((site, "data:"))]


def test_nothing_is_asked_of_anybody_before_the_recording_is_wanted(
    open_page: Callable[..., Page], site: str
) -> None:
    page = open_page("/healthz", viewport=PHONE)
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    page.context.route(
        "https://**/*", lambda route: route.fulfill(body="<p>player</p>", content_type="text/html")
    )
    page.goto(RECORDING)
    page.wait_for_load_state("networkidle")
    assert foreign(requests, site) == []
    page.get_by_role("button", name="Ver la grabación").click()
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("src", "https://www.youtube-nocookie.com/embed/JzpvHRrqtSU?autoplay=1")
    expect(page.frame_locator("iframe").get_by_text("player")).to_be_visible()
    asked = next(one for one in requests if "youtube-nocookie" in one.url)
    assert (
        asked.header_value("referer") == f"{site}/"
    )  # the player wants it; the page's own address stays here
    assert violations(page) == []


def test_recording_without_a_script_is_a_link(open_page: Callable[..., Page]) -> None:
    page = open_page(RECORDING, javascript=False)
    link = page.get_by_role("link", name="Ver la grabación").first
    expect(link).to_have_attribute("href", "https://www.youtube.com/watch?v=JzpvHRrqtSU")


def test_filters_work_at_once_and_stay_in_the_address(open_page: Callable[..., Page]) -> None:
    page = open_page("/2024/programa/", viewport=DESKTOP)
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    page.get_by_label("Tipo", exact=True).select_option("keynote")
    slots = page.locator(".slot:visible")
    count = slots.count()
    assert 0 < count < page.locator(".slot").count()
    expect(page.locator("[data-programme-shown]")).to_have_text(str(count))
    assert requests == []
    assert page.url.endswith("?tipo=keynote")
    page.reload()
    expect(slots).to_have_count(count)
    page.get_by_role("link", name="Ver todas").click()
    assert page.locator(".slot:visible").count() > count


def test_filters_without_a_script_are_a_form(open_page: Callable[..., Page]) -> None:
    page = open_page("/2024/programa/?tz=America/Lima", javascript=False)
    page.get_by_label("Tipo", exact=True).select_option("taller")
    page.get_by_role("button", name="Filtrar").click()
    assert "tipo=taller" in page.url
    assert "tz=America%2FLima" in page.url
    assert page.locator(".slot:visible").count() < page.locator(".slot").count()


def test_choosing_a_zone_keeps_the_filter(open_page: Callable[..., Page]) -> None:
    page = open_page("/2024/programa/")
    page.get_by_label("Tipo", exact=True).select_option("keynote")
    page.get_by_text("Cambiar zona").click()
    page.get_by_label("Zona horaria").select_option("Europe/Madrid")
    page.get_by_role("button", name="Ver en esta zona").click()
    assert "tipo=keynote" in page.url
    expect(page.locator("[data-zone-name]")).to_have_text("hora de Madrid")


@pytest.mark.parametrize("zone", ["America/Bogota", "Asia/Tashkent"])
def test_zone_to_change_is_the_one_shown(open_page: Callable[..., Page], zone: str) -> None:
    page = open_page("/2024/programa/", timezone_id=zone)
    expect(page.locator("#tz")).to_have_value(zone)
    page.get_by_text("Cambiar zona").click()
    page.get_by_role("button", name="Ver en esta zona").click()
    expect(page.locator("[data-zone-name]")).to_contain_text(zone.split("/")[1][:4])


@pytest.mark.parametrize("javascript", [True, False])
def test_address_of_a_session_opens_the_day_that_is_folded(
    open_page: Callable[..., Page], javascript: bool
) -> None:
    over = Session.objects.filter(edition__slug="demo", starts_at__lt=timezone.now() - timedelta(days=2))
    slug = over.earliest("starts_at").slug
    page = open_page("/demo/programa/", viewport=PHONE, javascript=javascript)
    expect(page.locator(f"#sesion-{slug}")).to_be_hidden()
    page.goto("about:blank")
    page.goto(f"/demo/programa/#sesion-{slug}")
    expect(page.locator(f"#sesion-{slug}")).to_be_in_viewport()


def test_filter_opens_the_days_where_it_finds_something(open_page: Callable[..., Page]) -> None:
    page = open_page("/demo/programa/", viewport=PHONE)
    past = page.locator("[data-past]")
    kind = past.locator(".slot").first.get_attribute("data-tipo") or ""
    expect(past.locator(".slot").first).to_be_hidden()
    page.get_by_label("Tipo", exact=True).select_option(kind)
    expect(past.locator(".slot").first).to_be_visible()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Marquesas", "Asia/Kathmandu"])
def test_every_session_is_on_the_day_it_has_where_one_is(open_page: Callable[..., Page], zone: str) -> None:
    page = open_page("/demo/programa/", timezone_id=zone)
    local = ZoneInfo(zone)
    today = timezone.now().astimezone(local).date().isoformat()
    seen = page.locator("[data-day]").evaluate_all(
        """days => days.flatMap(day => [...day.querySelectorAll(".slot-time time")].map(time =>
            [time.dateTime, day.dataset.day, time.textContent, day.closest("[data-past]") !== null]))"""
    )
    assert len(seen) == len({instant for instant, *_rest in seen}) > 5
    for instant, day, clock, is_past in seen:
        at = datetime.fromisoformat(instant).astimezone(local)
        assert (day, clock, is_past) == (at.date().isoformat(), f"{at:%H:%M}", day < today)
    assert [row[1] for row in seen] == sorted(row[1] for row in seen)


def test_zone_of_the_profile_decides_over_that_of_the_browser(open_page: Callable[..., Page]) -> None:
    page = open_page("/cuenta/entrar/", timezone_id="Europe/Madrid")
    sign_in(page, "jurado@example.org")
    User.objects.filter(email="jurado@example.org").update(time_zone="Asia/Tokyo")
    page.goto("/2024/programa/")
    seen = page.locator("[data-day]").evaluate_all(
        """days => days.flatMap(day => [...day.querySelectorAll(".slot-time time")].map(time =>
            [time.dateTime, day.dataset.day]))"""
    )
    assert seen
    for instant, day in seen:
        assert day == datetime.fromisoformat(instant).astimezone(ZoneInfo("Asia/Tokyo")).date().isoformat()


def test_ready_texts_are_copied_with_one_press(open_page: Callable[..., Page], coming: Session) -> None:
    page = open_page("/healthz", permissions=["clipboard-read", "clipboard-write"])
    page.goto(page_of(coming))
    page.get_by_text("textos listos").click()
    page.get_by_role("button", name="Copiar · Discord").click()
    assert "<t:" in page.evaluate("navigator.clipboard.readText()")


def test_somebody_without_an_account_comes_with_an_address(
    open_page: Callable[..., Page], coming: Session, site: str
) -> None:
    page = open_page(page_of(coming), viewport=PHONE, timezone_id="America/La_Paz")
    page.get_by_role("link", name="Me apunto").click()
    page.get_by_label("Correo electrónico").fill("navegadora@example.org")
    page.get_by_role("button", name="Me apunto").click()
    expect(page.get_by_text("Te enviamos un correo a navegadora@example.org")).to_be_visible()
    row = Attendance.objects.get(email="navegadora@example.org")
    assert row.time_zone == "America/La_Paz"
    mail = OutgoingEmail.objects.filter(to=row.email).latest("pk")
    link = next(word for word in mail.body_text.split() if "/programa/lugar/" in word)
    page.goto("/programa/lugar/" + link.split("/programa/lugar/")[1])
    assert violations(page) == []
    page.get_by_role("button", name="Sí, me apunto").click()
    expect(page.get_by_role("heading", name="Vas a esta sesión")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Ya no voy").click()
    expect(page.get_by_role("heading", name="Ya no vas a esta sesión")).to_be_visible()


def test_a_participant_comes_and_sees_it_in_their_list(
    open_page: Callable[..., Page], coming: Session
) -> None:
    page = open_page("/cuenta/entrar/", viewport=PHONE)
    sign_in(page, "participante@example.org")
    page.goto(page_of(coming))
    page.get_by_role("button", name="Me apunto").click()
    expect(page.get_by_text("Vas a esta sesión")).to_be_visible()
    assert violations(page) == []
    page.goto("/mi-hackathon/")
    expect(page.get_by_role("heading", name="Mis sesiones")).to_be_visible()
    assert violations(page) == []
    check(page, "/demo/programa/")
    expect(page.get_by_text("Vas", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_of_sessions_are_accessible(
    open_page: Callable[..., Page], coming: Session, scheme: str, language: str
) -> None:
    page = open_page("/healthz", viewport=PHONE, color_scheme=scheme)
    cancelled = Session.objects.filter(edition__slug="demo").latest("pk")
    Session.objects.filter(pk=cancelled.pk).update(status="cancelled")
    for path in (
        "/demo/programa/",
        "/2024/programa/?tipo=keynote",
        page_of(coming),
        page_of(coming, "apuntarme/"),
        page_of(cancelled),
        RECORDING,
        "/2024/ponentes/elena-gonzalez-blanco/",
    ):
        check(page, f"{language}{path}")
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert violations(page) == [], f"{path}, unfolded"
