"""One's own profile for teams, and «denunciar»."""

from typing import Any

import pytest
from django.test import Client

from events.models import Edition
from registrations.models import Registration, Report, TeamProfile
from registrations.signed_ids import sign_registration
from somosnlp.ui.hours import mask_of
from tests.events.pages import read
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import make_profile, make_team

pytestmark = pytest.mark.django_db

URL = "/2026/equipos/perfil/"
THANKS = "/2026/equipos/personas/denuncia-recibida/"


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(slug="2026")
    MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    return edition


@pytest.fixture
def person(edition: Edition, client: Client) -> Registration:
    registration: Registration = RegistrationFactory(edition=edition)
    client.force_login(registration.user)
    return registration


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "profiles": ["linguistic", "design"],
        "tasks": ["review_data"],
        "about": "Hablo guaraní y español.",
        "hours": ["4", "27"],
        "is_listed": "on",
    } | changes


def test_nothing_is_agreed_to_beforehand(person: Registration, client: Client) -> None:
    page = read(client, URL)
    for name in ("is_listed", "wants_match", "shares_discord"):
        assert f'name="{name}"' in page
    assert " checked" not in page
    assert "hora de Bogotá" in page
    assert page.count('name="hours"') == 28


def test_answers_are_saved_and_shown_again(person: Registration, client: Client) -> None:
    assert client.post(URL, answers())["Location"] == "/2026/equipos/"
    profile = TeamProfile.objects.get(registration=person)
    assert profile.profiles == ["linguistic", "design"]
    assert profile.hours == mask_of([4, 27])
    assert (profile.is_listed, profile.wants_match, profile.shares_discord) == (True, False, False)
    page = read(client, URL)
    assert "Hablo guaraní y español." in page
    assert page.count(" checked") == 2 + 1 + 2 + 1


def test_a_yes_is_taken_back(person: Registration, client: Client) -> None:
    client.post(URL, answers(is_listed="on", wants_match="on", shares_discord="on"))
    client.post(URL, {})
    profile = TeamProfile.objects.get(registration=person)
    assert (profile.is_listed, profile.wants_match, profile.shares_discord) == (False, False, False)
    assert (profile.profiles, profile.hours, profile.about) == ([], 0, "")


def test_challenge_of_the_edition_only(edition: Edition, person: Registration, client: Client) -> None:
    assert 'name="challenge"' not in read(client, URL)
    mine = MilestoneFactory(edition=edition, kind="challenge", code="blend")
    other = MilestoneFactory(kind="challenge", code="blend")
    client.post(URL, answers(challenge=str(mine.pk)))
    assert TeamProfile.objects.get(registration=person).challenge == mine
    assert client.post(URL, answers(challenge=str(other.pk))).status_code == 422
    client.post(URL, answers(challenge=""))
    assert TeamProfile.objects.get(registration=person).challenge is None


@pytest.mark.parametrize(
    "wrong",
    [{"profiles": ["boss"]}, {"tasks": ["x"]}, {"hours": ["28"]}, {"hours": ["x"]}, {"about": "a" * 401}],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    person: Registration, client: Client, wrong: dict[str, Any]
) -> None:
    response = client.post(URL, answers(**wrong))
    page = response.content.decode()
    assert response.status_code == 422
    assert "data-error-summary" in page
    assert 'value="review_data"' in page
    assert ("Hablo guaraní" in page) is ("about" not in wrong)
    assert not TeamProfile.objects.exists()


def test_profile_is_of_people_registered(edition: Edition, client: Client) -> None:
    assert client.get(URL)["Location"].startswith("/cuenta/entrar/")
    client.force_login(RegistrationFactory(edition=edition, begun=True).user)
    assert client.get(URL).status_code == 403
    assert client.post(URL, answers()).status_code == 403
    assert not TeamProfile.objects.exists()


# --- «Denunciar» ------------------------------------------------------------------------------------


def test_a_team_is_reported_once(edition: Edition, person: Registration, client: Client) -> None:
    team = make_team(edition, name="<b>Spam</b>")
    url = f"/2026/equipos/{team.slug}/denunciar/"
    assert "Denunciar «&lt;b&gt;Spam&lt;/b&gt;»" in read(client, url)
    assert client.post(url, {"text": " "}).status_code == 422
    assert client.post(url, {"text": "Publicidad"})["Location"] == THANKS
    again = client.post(url, {"text": "Sigue ahí"})
    assert again.status_code == 422
    assert "Ya nos avisaste" in again.content.decode()
    assert "Sigue ahí" in again.content.decode()
    report = Report.objects.get()
    assert (report.team, report.reporter, report.text) == (team, person.user, "Publicidad")
    assert client.get(THANKS).status_code == 200


def test_a_listed_person_is_reported(edition: Edition, person: Registration, client: Client) -> None:
    other = make_profile(RegistrationFactory(edition=edition))
    hidden = make_profile(RegistrationFactory(edition=edition), is_listed=False)
    assert client.post(_url(other.registration_id), {"text": "Pide dinero"})["Location"] == THANKS
    assert Report.objects.get().profile == other
    assert client.get(_url(hidden.registration_id)).status_code == 404
    assert client.get(f"/2026/equipos/personas/{other.registration_id}/denunciar/").status_code == 404


def test_who_reports_is_known_to_us(edition: Edition, client: Client) -> None:
    other = make_profile(RegistrationFactory(edition=edition))
    team = make_team(edition)
    for url in (_url(other.registration_id), f"/2026/equipos/{team.slug}/denunciar/"):
        assert client.post(url, {"text": "x"}).status_code == 302
    client.force_login(RegistrationFactory().user)
    assert client.get(_url(other.registration_id)).status_code == 403
    assert not Report.objects.exists()


def test_reports_are_limited(edition: Edition, person: Registration, client: Client) -> None:
    urls = [f"/2026/equipos/{make_team(edition, name=f'Equipo {n}').slug}/denunciar/" for n in range(11)]
    statuses = [client.post(url, {"text": "x"}).status_code for url in urls]
    assert statuses == [302] * 10 + [429]


def _url(number: int) -> str:
    return f"/2026/equipos/personas/{sign_registration(number)}/denunciar/"
