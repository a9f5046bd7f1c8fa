"""The finder of teams and of people: who sees what, filters, order, pages."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from events.models import Edition
from events.page_cache import touch
from registrations.finder import search
from registrations.finder.paging import PAGE_SIZE
from registrations.models import Registration, Team, TeamProfile
from registrations.services import teams
from registrations.signed_ids import read_registration
from registrations.states.teams import Task
from somosnlp.ui.hours import mask_of
from tests.events.pages import Asserter, Capture, read
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import add_member, captain_of, make_profile, make_team

pytestmark = pytest.mark.django_db

URL = "/2026/equipos/"
PEOPLE = "/2026/equipos/personas/"
NAMES = re.compile(r"<h3>(?:<a [^>]*>)?(.*?)(?:</a>)?</h3>")
REASON = re.compile(r'finder-fit">.*?</span> (.*?)</span></p>', re.DOTALL)


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(slug="2026")
    MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    return edition


def signed_in(registration: Registration) -> Client:
    client = Client()
    client.force_login(registration.user)
    return client


def names(client: Client, url: str) -> list[str]:
    return [unescape(name) for name in NAMES.findall(read(client, url))]


def reasons(client: Client, url: str) -> list[str]:
    return [unescape(text).replace("\xa0", " ") for text in REASON.findall(read(client, url))]


def reader_of(edition: Edition, **profile: Any) -> Client:
    person = RegistrationFactory(edition=edition, countries=["CO"])
    if profile:
        make_profile(person, **({"hours": 0, "profiles": [], "is_listed": False} | profile))
    return signed_in(person)


# --- Teams ----------------------------------------------------------------------------------------


def test_only_teams_of_the_edition_that_look_for_people_are_shown(edition: Edition, client: Client) -> None:
    make_team(edition, name="Busca")
    closed = make_team(edition, name="Cerrado")
    teams.close_team(closed, by=captain_of(closed))
    make_team(edition, name="Completo", members=edition.team_size_max)
    gone = make_team(edition, name="Disuelto")
    teams.leave_team(user=captain_of(gone), edition=edition, by=None)
    make_team(EditionFactory(), name="De otro año")
    assert names(client, f"{URL}?camino=todos") == ["Busca"]


def test_strangers_see_teams_with_most_places_first_and_no_reasons(edition: Edition, client: Client) -> None:
    for members, name in ((3, "Tres"), (1, "Uno"), (2, "Dos"), (1, "Uno, más nuevo")):
        make_team(edition, name=name, members=members, profiles=["linguistic"])
    assert names(client, URL) == ["Uno, más nuevo", "Uno", "Dos", "Tres"]
    assert reasons(client, URL) == []
    assert "Ya tengo cuenta" in read(client, f"{URL}?q=uno")


def test_the_page_without_filters_is_kept_for_strangers_whatever_else_the_address_says(
    edition: Edition, client: Client
) -> None:
    make_team(edition, name="Kusi")
    read(client, URL)
    Team.objects.update(name="Otro nombre")
    assert "Kusi" in read(client, f"{URL}?fbclid=1")
    assert "Otro nombre" in read(client, f"{URL}?q=otro")
    assert "Otro nombre" in client.get(URL, headers={"X-Requested-With": "fetch"}).content.decode()
    assert "<html" in read(client, URL)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("perfil=linguistic", ["A"]),
        ("idioma=pt", ["B"]),
        ("pais=MX", ["B"]),
        ("plazas=4", ["A"]),
        ("plazas=3", ["B", "A"]),
        ("camino=green", ["A"]),
        ("camino=red", ["B", "A"]),
        ("q=ingles", ["A"]),
        ("perfil=nadie&pais=XX&plazas=-1&camino=x&horas=9&reto=0&idioma=zz", ["A", "B"]),
        ("perfil=linguistic&idioma=pt", []),
    ],
)
def test_filters(edition: Edition, client: Client, query: str, found: list[str]) -> None:
    make_team(edition, name="A", idea="Textos en inglés", profiles=["linguistic"], tasks=["review_data"])
    team = make_team(edition, name="B", languages=["es", "pt"], tasks=["train"])
    add_member(team, RegistrationFactory(edition=edition, countries=["ES", "MX"]))
    assert sorted(names(client, f"{URL}?{query}")) == sorted(found)


def test_filter_of_a_challenge(edition: Edition, client: Client) -> None:
    blend = MilestoneFactory(edition=edition, kind="challenge", code="blend", label_es="BLEND")
    make_team(edition, name="Con reto", challenge=blend)
    make_team(edition, name="Sin reto")
    page = read(client, f"{URL}?reto={blend.pk}")
    assert NAMES.findall(page) == ["Con reto"]
    assert f'<option selected value="{blend.pk}">BLEND</option>' in page


@pytest.mark.parametrize(
    "typed", ["canción", "cancion", "CANCIONES", "canção", "cancao", '"cancion popular"']
)
def test_search_in_both_languages_with_and_without_accents(
    edition: Edition, client: Client, typed: str
) -> None:
    make_team(edition, name="Ñandú", idea="Una canción popular de cada país")
    make_team(edition, name="Sabiá", idea="Uma canção de cada estado")
    make_team(edition, name="Otra cosa", idea="Recetas")
    found = names(client, f"{URL}?q={typed}")
    assert found
    assert set(found) <= {"Ñandú", "Sabiá"}
    assert ("Sabiá" if "ç" in typed or "cao" in typed else "Ñandú") in found


@pytest.mark.parametrize("typed", ["'", "a & | !", "((", "%", "\\", "-", '"', "x" * 500, "🦙"])
def test_search_takes_anything(edition: Edition, client: Client, typed: str) -> None:
    make_team(edition)
    assert client.get(URL, {"q": typed}).status_code == 200


def test_best_fit_first_with_the_reason(edition: Edition) -> None:
    make_team(edition, name="Nada en común")
    team = make_team(
        edition,
        name="Todo",
        profiles=["linguistic", "design"],
        tasks=["review_data"],
        languages=["es", "pt"],
        hours=mask_of([4]),
        time_zone="America/Bogota",
    )
    Registration.objects.filter(membership__team=team).update(countries=["MX", "ES"])
    make_team(edition, name="Más nuevo", languages=["es"])
    client = reader_of(edition, profiles=["linguistic"], hours=mask_of([4]))
    assert names(client, URL) == ["Todo", "Más nuevo", "Nada en común"]
    assert reasons(client, URL) == [
        "buscan perfil lingüístico · 6 h en común · necesitan revisar datos · España y México"
    ]


def test_portuguese_counts_for_whoever_says_they_understand_it(edition: Edition) -> None:
    make_team(edition, name="Sabiá", languages=["pt"])
    spanish = RegistrationFactory(edition=edition, languages=["es"])
    both = RegistrationFactory(edition=edition, languages=["es", "pt"])
    assert reasons(signed_in(spanish), URL) == []
    assert reasons(signed_in(both), URL) == ["trabajan en portugués"]


def test_hours_in_common_at_least(edition: Edition) -> None:
    make_team(edition, name="Seis", hours=mask_of([4]), time_zone="America/Bogota")
    make_team(edition, name="Una", hours=mask_of([4]), time_zone="America/Sao_Paulo")
    make_team(edition, name="No dijo")
    client = reader_of(edition, hours=mask_of([4]))
    assert names(client, f"{URL}?horas=6") == ["Seis"]
    page = read(client, f"{URL}?horas=3")
    assert NAMES.findall(page) == ["Una", "Seis"][::-1]
    assert "2 equipos" in page
    nobody_knows_mine = reader_of(edition)
    assert len(names(nobody_knows_mine, f"{URL}?horas=6")) == 3


def test_opens_on_the_readers_path_with_a_way_to_see_all(edition: Edition) -> None:
    make_team(edition, name="Sin programar", tasks=[Task.DATASET_CARD])
    make_team(edition, name="Con experiencia", tasks=[Task.TRAIN])
    make_team(edition, name="No dice", tasks=[])
    basic = signed_in(RegistrationFactory(edition=edition, level="basic"))
    advanced = signed_in(RegistrationFactory(edition=edition, level="advanced"))
    assert set(names(basic, URL)) == {"Sin programar", "No dice"}
    assert len(names(basic, f"{URL}?camino=todos")) == 3
    assert '?camino=todos">Todos los caminos' in read(basic, URL)
    assert names(advanced, URL)[0] == "Con experiencia"
    assert len(names(advanced, URL)) == 3


def test_who_has_a_team_is_not_compared(edition: Edition) -> None:
    team = make_team(edition, name="El mío", profiles=["linguistic"])
    client = Client()
    client.force_login(captain_of(team))
    assert reasons(client, URL) == []
    assert "Ya tienes equipo" in read(client, URL)


def test_after_the_deadline_nobody_is_sent_to_ask(django_capture_on_commit_callbacks: Capture) -> None:
    edition = EditionFactory(slug="2026")
    late = MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    make_team(edition)
    person = RegistrationFactory(edition=edition)
    assert "#pedir-entrar" in read(signed_in(person), URL)
    type(late).objects.filter(pk=late.pk).update(at=in_days(-1))
    with django_capture_on_commit_callbacks(execute=True):
        touch(edition)
    page = read(signed_in(person), URL)
    assert "#pedir-entrar" not in page
    assert "ya se cerró" in page


# --- Pages ------------------------------------------------------------------------------------------


def test_pages_are_stable_while_teams_come_in(edition: Edition, client: Client) -> None:
    make_many(edition, PAGE_SIZE + 10)
    first = read(client, f"{URL}?camino=todos")
    [following] = [unescape(url) for url in re.findall(r'rel="next" href="([^"]+)"', first)]
    before = names(client, URL + following)
    for number in range(5):
        make_team(edition, name=f"Recién llegado {number}")
    after = names(client, URL + following)
    assert after == before
    assert len(set(NAMES.findall(first)) | set(after)) == PAGE_SIZE + 10
    assert "Volver al principio" in read(client, URL + following)


def test_pages_of_equal_and_unequal_fit_show_each_team_once(edition: Edition) -> None:
    make_many(edition, PAGE_SIZE * 2 + 3)
    client = reader_of(edition, profiles=["linguistic"], hours=mask_of([4]))
    seen, url = [], f"{URL}?camino=todos"
    while url:
        page = read(client, url)
        seen += NAMES.findall(page)
        following = re.findall(r'rel="next" href="([^"]+)"', page)
        url = URL + unescape(following[0]) if following else ""
    assert len(seen) == len(set(seen)) == PAGE_SIZE * 2 + 3


@pytest.mark.parametrize("cursor", ["x", "1", "1-", "9" * 60, "-1-1", "1-1-1"])
def test_a_mangled_page_is_the_first(edition: Edition, client: Client, cursor: str) -> None:
    make_team(edition, name="Aquí")
    assert names(client, f"{URL}?desde={cursor}") == ["Aquí"]


def make_many(edition: Edition, count: int) -> None:
    """Teams by the service are slow to make; these have one member, of the first."""
    kinds = [[], ["linguistic"], ["design"]]
    for number in range(count):
        make_team(
            edition,
            name=f"Equipo {number}",
            profiles=kinds[number % 3],
            hours=0 if number % 2 else mask_of([4]),
            time_zone="America/Bogota",
        )


@pytest.mark.parametrize("rows", [1, 4])
def test_queries_are_few_whatever_is_found(
    edition: Edition, django_assert_num_queries: Asserter, rows: int
) -> None:
    """Session, person, edition, milestones, registration, and the page."""
    make_many(edition, rows)
    for _number in range(rows):
        make_profile(RegistrationFactory(edition=edition))
    client = reader_of(edition, profiles=["linguistic"], hours=mask_of([4]))
    for url in (URL, f"{URL}?horas=6&q=equipo", PEOPLE, f"{PEOPLE}?horas=6"):
        client.get(url)
        with django_assert_num_queries(4):
            client.get(url)


def test_a_zone_nobody_was_in_before_is_asked_for_once(
    edition: Edition, django_assert_num_queries: Asserter
) -> None:
    make_team(edition, name="En Asunción", hours=mask_of([4]), time_zone="America/Asuncion")
    client = reader_of(edition, hours=mask_of([4]))
    client.get(URL)
    search._zones.clear()
    for queries in (6, 4):
        with django_assert_num_queries(queries):
            assert names(client, f"{URL}?horas=3") == ["En Asunción"]


def test_strangers_cost_one_query(
    edition: Edition, client: Client, django_assert_num_queries: Asserter
) -> None:
    make_many(edition, 3)
    client.get(URL)
    with django_assert_num_queries(1):
        client.get(f"{URL}?camino=todos")


# --- People ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "not registered", "of another edition", "begun", "cancelled"])
def test_people_are_hidden_from_whoever_is_not_registered(edition: Edition, who: str) -> None:
    make_profile(RegistrationFactory(edition=edition, user__name="Yma Sumac"))
    clients: dict[str, Callable[[], Client]] = {
        "stranger": lambda: Client(),
        "not registered": lambda: signed_in(RegistrationFactory(begun=True)),
        "of another edition": lambda: signed_in(RegistrationFactory()),
        "begun": lambda: signed_in(RegistrationFactory(edition=edition, begun=True)),
        "cancelled": lambda: signed_in(
            RegistrationFactory(edition=edition, status="cancelled", cancelled_at=timezone.now())
        ),
    }
    response = clients[who]().get(PEOPLE)
    page = response.content.decode()
    assert response.status_code == 403
    assert "Yma Sumac" not in page
    assert "Inscribirme" in page
    assert 'content="noindex"' in page


def test_only_people_who_asked_for_it_and_have_no_team_are_listed(edition: Edition) -> None:
    make_profile(RegistrationFactory(edition=edition, user__name="Pidió aparecer"))
    make_profile(RegistrationFactory(edition=edition, user__name="No lo pidió"), is_listed=False)
    RegistrationFactory(edition=edition, user__name="Sin perfil")
    member = add_member(make_team(edition))
    make_profile(member.registration)
    make_profile(RegistrationFactory(edition=edition, status="cancelled", cancelled_at=timezone.now()))
    make_profile(RegistrationFactory(edition=edition, user__is_active=False))
    make_profile(RegistrationFactory(user__name="De otro año"))
    me = RegistrationFactory(edition=edition, user__name="Yo")
    make_profile(me)
    assert names(signed_in(me), PEOPLE) == ["Pidió aparecer"]


def test_neither_addresses_nor_handles_nor_numbers_are_shown(edition: Edition) -> None:
    person = RegistrationFactory(
        edition=edition,
        user__name="Chabuca Granda",
        user__public_name="Chabuca",
        user__email="chabuca@example.org",
        user__discord="flordelacanela",
        user__hugging_face="limena",
        user__github="valses",
    )
    make_profile(person)
    page = read(reader_of(edition), PEOPLE)
    assert NAMES.findall(page) == ["Chabuca"]
    for secret in ("Granda", "chabuca@", "flordelacanela", "limena", "valses"):
        assert secret not in page
    assert 'name="robots" content="noindex"' in page


def test_captains_see_first_whom_their_team_wants_and_may_invite(edition: Edition) -> None:
    make_profile(RegistrationFactory(edition=edition, user__name="Otra"), profiles=["data"])
    wanted = RegistrationFactory(edition=edition, user__name="La que falta", countries=["PE"])
    make_profile(wanted, profiles=["design"], hours=mask_of([4]))
    make_profile(RegistrationFactory(edition=edition, user__name="Una más"), profiles=["writing"])
    team = make_team(edition, profiles=["design"], hours=mask_of([4]), time_zone="America/Bogota")
    client = Client()
    client.force_login(captain_of(team))
    page = read(client, PEOPLE)
    assert NAMES.findall(page)[0] == "La que falta"
    assert reasons(client, PEOPLE)[0] == "aporta perfil de diseño · 6 h en común · Perú"
    assert f'action="/2026/equipos/{team.slug}/gestionar/invitar-persona/"' in page
    signed = re.findall(r'name="registration" value="([^"]+)"', page)
    assert read_registration(signed[0]) == wanted.pk
    assert read_registration(signed[0][:-1] + "x") is None
    member = add_member(team)
    assert 'name="registration"' not in read(signed_in(member.registration), PEOPLE)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("perfil=design", ["A"]),
        ("idioma=pt", ["B"]),
        ("pais=BR", ["B"]),
        ("camino=red", ["B"]),
        ("q=traduccion", ["A"]),
        ("q=traducao", ["B"]),
        ("pais=PE", []),
    ],
)
def test_filters_of_people(edition: Edition, query: str, found: list[str]) -> None:
    first = RegistrationFactory(edition=edition, user__name="A")
    make_profile(first, profiles=["design"], about="Me gusta la traducción")
    second = RegistrationFactory(
        edition=edition, user__name="B", languages=["pt"], countries=["BR"], level="advanced"
    )
    make_profile(second, about="Gosto de tradução")
    assert names(reader_of(edition), f"{PEOPLE}?{query}") == found


# --- Anything somebody may type -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "=cmd|'/C calc'!A0", "🦙" * 80, '"><img src=x>']
)
def test_names_are_text(edition: Edition, client: Client, name: str) -> None:
    make_team(edition, name=name, idea=f"{name} [x](javascript:alert(1)) **fuerte**")
    page = read(client, URL)
    assert NAMES.findall(page) == [name.replace("&", "&amp;").translate(ESCAPES)]
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "javascript:" not in page
    person = RegistrationFactory(edition=edition, user__public_name=name)
    make_profile(person, about=name * 4 if len(name) < 100 else name)
    assert names(reader_of(edition), PEOPLE) == [name]
    assert TeamProfile.objects.get(registration=person).about


ESCAPES = str.maketrans({"<": "&lt;", ">": "&gt;", "'": "&#x27;", '"': "&quot;"})


@pytest.mark.parametrize("prefix", ["", "/en", "/pt-br"])
def test_three_languages(edition: Edition, prefix: str) -> None:
    make_team(edition, profiles=["linguistic"])
    make_profile(RegistrationFactory(edition=edition))
    client = reader_of(edition, profiles=["linguistic"])
    for url in (URL, PEOPLE, "/2026/equipos/perfil/"):
        assert client.get(prefix + url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_team_that_completes_is_gone_for_strangers_at_once() -> None:
    edition = EditionFactory(slug="2026", is_current=True, team_size_max=2)
    team = make_team(edition, name="Casi listos")
    page = reverse("team-finder", args=["2026"])
    assertContains(Client().get(page), "Casi listos")
    add_member(team)
    assertNotContains(Client().get(page), "Casi listos")
