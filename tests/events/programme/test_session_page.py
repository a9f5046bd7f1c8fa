"""Everything a session's page offers: text, people, recording, calendars, ready texts; and speakers."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone, translation

from events.calendars.links import google_event, outlook_event
from events.models import Picture, Session
from events.programme.announcing import announcements, discord_plain, poster_line, x_length
from events.programme.city_times import city_times
from events.states import PictureKind
from events.templatetags.programme import host, is_web, person_links
from tests.events.pages import Asserter, read
from tests.factories import events as make
from tests.factories.attendance import coming_session

HOSTILE = 'Uno, dos; tres\nBEGIN:VEVENT </textarea><script>alert(1)</script> @everyone "comillas" & <t:1:F>'
ZONES = ["Europe/Madrid", "America/Mexico_City", "America/Bogota"]


def page_of(session: Session) -> str:
    return f"/{session.edition.slug}/programa/{session.slug}/"


def texts(session: Session) -> dict[str, str]:
    return {one.place: one.text for one in announcements(session, ZONES)}


@pytest.mark.django_db
def test_session_page_shows_what_its_people_wrote_safely(client: Client) -> None:
    session = coming_session(
        abstract="## Plan\n\nVer [el cuaderno](https://example.org/n) <img src=x onerror=alert(1)>",
        takeaways=["Medir <b>bien</b>", "Contar"],
        slides_url="https://example.org/diapositivas.pdf",
        notebook="javascript:alert(1)",
        seats=7,
    )
    page = read(client, page_of(session))
    assert '<a href="https://example.org/n" rel="nofollow ugc noopener">el cuaderno</a>' in page
    assert "<img src=x" not in page
    assert "Medir &lt;b&gt;bien&lt;/b&gt;" in page
    assert 'href="https://example.org/diapositivas.pdf"' in page
    assert 'href="javascript' not in page
    assert "Quedan 7 plazas" in page


@pytest.mark.django_db
def test_who_speaks_comes_before_who_hosts(client: Client) -> None:
    session = coming_session()
    for name, role in (("Alba Anfitriona", "host"), ("Zoe Ponente", "speaker")):
        make.SessionPersonFactory(session=session, person__name=name, role=role)
    people = read(client, page_of(session)).split('class="people"')[1]
    assert people.index("Zoe Ponente") < people.index("Alba Anfitriona")


@pytest.mark.django_db
def test_page_is_kept_no_longer_than_its_room_is_hidden(client: Client) -> None:
    opens = timezone.now() + timedelta(seconds=20)
    session = coming_session(starts_at=opens + timedelta(hours=1))
    response: Any = client.get(page_of(session))
    assert response.wsgi_request.page_changes_at == opens


@pytest.mark.django_db
def test_recording_is_a_link_until_somebody_presses(client: Client) -> None:
    session = make.SessionFactory(video="JzpvHRrqtSU")
    response = client.get(page_of(session))
    page = response.content.decode()
    assert "<iframe" not in page
    assert 'href="https://www.youtube.com/watch?v=JzpvHRrqtSU"' in page
    assert 'data-recording="https://www.youtube-nocookie.com/embed/JzpvHRrqtSU"' in page
    assert not re.search(r'(src|poster|href)="https://(i\.ytimg|img\.youtube|www\.youtube-nocookie)', page)
    assert "frame-src https://www.youtube-nocookie.com;" in response["Content-Security-Policy"] + ";"
    elsewhere = client.get(f"/{session.edition.slug}/programa/")["Content-Security-Policy"]
    assert "youtube" not in elsewhere


@pytest.mark.django_db
def test_photos_are_shown_once_they_are_public(client: Client) -> None:
    photo = Picture.objects.create(kind=PictureKind.PHOTO, file="a.webp", small="b.webp", width=9, height=9)
    seat = make.SessionPersonFactory(session=coming_session(), person__photo=photo)
    assert "/imagen/" not in read(client, page_of(seat.session))
    Picture.objects.update(is_public=True)
    client.cookies["sessionid"] = "x"
    assert f"/imagen/{photo.pk}-480.webp" in read(client, page_of(seat.session))
    assert "/imagen/" in read(client, f"/{seat.session.edition.slug}/ponentes/{seat.person.slug}/")


@pytest.mark.django_db
def test_page_of_what_is_over_offers_no_calendar_and_no_texts(client: Client) -> None:
    page = read(client, page_of(make.SessionFactory()))
    assert "calendar.google.com" not in page
    assert "textos listos" not in page


@pytest.mark.django_db
def test_hostile_title_stays_words_everywhere(client: Client) -> None:
    session = coming_session(title=HOSTILE)
    make.SessionPersonFactory(session=session, person__name='<b>"Ana"</b> @here')
    page = read(client, page_of(session))
    assert "<script>alert" not in page
    assert "</textarea><script>" not in page
    found = parse_qs(urlsplit(google_event(session)).query)
    assert found["text"] == [HOSTILE]
    assert "\n" not in google_event(session) + outlook_event(session)
    discord = texts(session)["discord"]
    assert "@everyone" not in discord
    assert "@here" not in discord
    assert r"\<t:1:F\>" in discord


@pytest.mark.django_db
def test_calendar_links_say_the_same_instants_in_utc() -> None:
    session = coming_session(starts_at=datetime(2027, 3, 14, 7, 30, tzinfo=UTC), minutes=45)
    google = parse_qs(urlsplit(google_event(session)).query)
    assert google["dates"] == ["20270314T073000Z/20270314T081500Z"]
    outlook = parse_qs(urlsplit(outlook_event(session)).query)
    assert (outlook["startdt"], outlook["enddt"]) == (["2027-03-14T07:30:00Z"], ["2027-03-14T08:15:00Z"])
    assert outlook["path"] == ["/calendar/action/compose"]
    assert google_event(make.SessionFactory(undated=True)) == ""


def test_city_times_go_from_west_to_east() -> None:
    at = datetime(2026, 11, 5, 19, 0, tzinfo=UTC)
    assert city_times(at, ZONES) == "13:00 CDMX · 14:00 Bogotá · 20:00 Madrid"


def test_city_times_say_where_it_is_tomorrow_already() -> None:
    at = datetime(2026, 11, 5, 23, 30, tzinfo=UTC)
    assert city_times(at, ZONES) == "17:30 CDMX · 18:30 Bogotá · 00:30 Madrid (+1 día)"


@pytest.mark.parametrize(
    ("day", "line"),
    [
        # Madrid changes its clocks on 28 March 2027, New York on 14 March, Mexico never.
        (datetime(2027, 3, 13, 18, tzinfo=UTC), "12:00 CDMX · 13:00 New York · 19:00 Madrid"),
        (datetime(2027, 3, 15, 18, tzinfo=UTC), "12:00 CDMX · 14:00 New York · 19:00 Madrid"),
        (datetime(2027, 3, 29, 18, tzinfo=UTC), "12:00 CDMX · 14:00 New York · 20:00 Madrid"),
    ],
)
def test_city_times_follow_each_citys_own_summer(day: datetime, line: str) -> None:
    assert city_times(day, ["Europe/Madrid", "America/New_York", "America/Mexico_City"]) == line


@pytest.mark.django_db
def test_poster_line_names_the_day_of_its_first_city() -> None:
    session = coming_session(starts_at=datetime(2027, 3, 5, 1, 0, tzinfo=UTC))
    assert poster_line(session, ZONES) == (
        "Jueves 4 de marzo de 2027 · 19:00 CDMX · 20:00 Bogotá · 02:00 Madrid (+1 día)"
    )
    assert poster_line(make.SessionFactory(day_only=True), ZONES) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "title", ["Evaluar", "Una charla muy larga sobre todo " * 6, "🎤🇨🇴" * 40, "字" * 200]
)
@pytest.mark.parametrize("people", [0, 1, 6])
def test_ready_texts_fit_and_keep_address_and_hour(title: str, people: int) -> None:
    session = coming_session(title=title[:200], edition__hashtag="#HackathonSomosNLP")
    for _ in range(people):
        make.SessionPersonFactory(session=session, person__name="María de los Ángeles Fernández-Echeverría")
    found = texts(session)
    assert x_length(found["x"]) <= 280
    assert len(found["bluesky"]) <= 300
    for text in found.values():
        assert page_of(session) in text
    for place in ("x", "bluesky", "linkedin"):
        assert "CDMX" in found[place]
        assert "#HackathonSomosNLP" in found[place]
    stamp = int(session.starts_at.timestamp()) if session.starts_at else 0
    assert f"<t:{stamp}:F> (<t:{stamp}:R>)" in found["discord"]


def test_x_counts_addresses_as_23_and_wide_signs_twice() -> None:
    assert x_length("a" * 10 + " https://example.org/" + "b" * 90) == 34
    assert x_length("ñé") == 2
    assert x_length("字🎤") == 4


def test_discord_reads_a_title_as_it_is() -> None:
    assert discord_plain("*uno* _dos_ `tres` ||cuatro||") == r"\*uno\* \_dos\_ \`tres\` \|\|cuatro\|\|"


@pytest.mark.django_db
def test_ready_texts_speak_the_language_of_the_page(client: Client) -> None:
    session = coming_session(takeaways=["One thing"])
    with translation.override("en"):
        assert f"/en{page_of(session)}" in texts(session)["x"]
    page = unescape(read(client, f"/en{page_of(session)}"))
    assert f"/en{page_of(session)}" in page.split('id="announce-discord"')[1]


@pytest.mark.django_db
def test_session_page_query_count(client: Client, django_assert_num_queries: Asserter) -> None:
    session = coming_session()
    for _ in range(3):
        make.SessionPersonFactory(session=session)
    with django_assert_num_queries(4):
        read(client, page_of(session))
    with django_assert_num_queries(0):
        read(client, page_of(session))


@pytest.mark.django_db
def test_speaker_page_has_bio_links_and_every_edition(client: Client) -> None:
    person = make.PersonFactory(
        bio="Estudia **lenguas**. <script>alert(1)</script>",
        website="https://www.ana.example.org/yo",
        linkedin="http://linkedin.com/in/ana",
        x="@ana/../otra",
        bluesky="ana.bsky.social",
    )
    here = make.SessionPersonFactory(person=person, session__video="abc").session
    there = make.SessionPersonFactory(person=person, session__title="La de antes").session
    hidden = make.SessionPersonFactory(person=person, session__is_published=False).session
    page = read(client, f"/{here.edition.slug}/ponentes/{person.slug}/")
    assert "<strong>lenguas</strong>" in page
    assert "<script>alert" not in page
    assert (
        '<a class="chip" href="https://www.ana.example.org/yo" rel="nofollow noopener">ana.example.org</a>'
        in page
    )
    assert "http://linkedin.com" not in page
    assert 'href="https://x.com/ana%2F..%2Fotra"' in page
    assert "watch?v=abc" in page
    assert "La de antes" in page
    assert there.edition.name in page
    assert hidden.title not in page


def test_only_pages_of_the_web_are_linked() -> None:
    assert is_web("https://example.org/x")
    assert not any(map(is_web, ["javascript:alert(1)", "//example.org", "https://", "http://[", "", "Colab"]))
    assert host("https://www.example.org/x") == "example.org"
    assert host("Colab") == "Colab"
    assert person_links(make.PersonFactory.build()) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("real_editions")
def test_every_real_session_and_speaker_has_a_page(client: Client) -> None:
    sessions = Session.objects.select_related("edition").prefetch_related("people")
    assert sessions.count() == 61
    for session in sessions:
        page = read(client, page_of(session))
        assert ("fecha no consta" in page) != session.moment.known
        for person in session.people.all():
            assert session.title in unescape(read(client, f"/{session.edition.slug}/ponentes/{person.slug}/"))
