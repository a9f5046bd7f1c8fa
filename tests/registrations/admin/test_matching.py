"""The matching in the admin: nothing happens before it is confirmed, and the page says what came out."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Edition
from registrations.models import MatchRun, Offer
from registrations.services.matching import calculate, start_run
from registrations.states.teams import RunStatus
from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import make_profile

pytestmark = pytest.mark.django_db
ADD = "/admin/registrations/matchrun/add/"


@pytest.fixture
def organiser() -> User:
    person: User = UserFactory(is_staff=True, is_superuser=True)
    return person


@pytest.fixture
def browser(client: Client, organiser: User) -> Client:
    client.force_login(organiser)
    return client


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(team_size_max=5)
    MilestoneFactory(edition=edition, kind="teams", at=in_days(20))
    MilestoneFactory(edition=edition, kind="matching", at=in_days(3))
    for _ in range(4):
        make_profile(RegistrationFactory(edition=edition))
    make_profile(RegistrationFactory(edition=edition, languages=["eu"]))
    return edition


def conditions(edition: Edition, **changes: object) -> dict[str, object]:
    known = {"min_size": 3, "max_size": 5, "least_hours": 4, "answer_hours": 72, "seed": 1}
    return {"edition": edition.pk} | known | changes


def page_of(run: MatchRun) -> str:
    return reverse("admin:registrations_matchrun_change", args=[run.pk])


def decide(run: MatchRun, move: str) -> str:
    return reverse("admin:registrations_matchrun_decide", args=[run.pk, move])


def test_a_run_starts_only_once_confirmed(browser: Client, edition: Edition) -> None:
    assert browser.get(ADD).status_code == 200
    asked = browser.post(ADD, conditions(edition)).content.decode()
    assert "<b>5</b> personas" in asked
    assert "Emparejamos equipos" in asked
    assert MatchRun.objects.count() == 0
    started = browser.post(ADD, conditions(edition, least_hours=2, confirmed="1"))
    run = MatchRun.objects.get()
    assert started["Location"] == page_of(run)
    assert run.conditions["least_hours"] == 2
    assert "js/refresh" in browser.get(page_of(run)).content.decode()
    again = browser.post(ADD, conditions(edition, confirmed="1"), follow=True)
    assert "Ya se está calculando" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"min_size": 5, "max_size": 4}, "mínimo"), ({"max_size": 9}, "caben 5"), ({"least_hours": 0}, "1")],
)
def test_impossible_conditions_are_refused(
    browser: Client, edition: Edition, changes: dict[str, object], said: str
) -> None:
    answered = browser.post(ADD, conditions(edition, confirmed="1", **changes))
    assert said in answered.content.decode()
    assert MatchRun.objects.count() == 0


def test_the_result_is_shown_and_sent_after_a_second_question(
    browser: Client, edition: Edition, organiser: User
) -> None:
    run = start_run(edition, by=organiser)
    calculate(run.pk)
    text = browser.get(page_of(run)).content.decode()
    assert "4 de 5" in text
    assert "No comparte idioma con nadie más" in text
    assert "js/refresh" not in text
    assert "Cada persona recibe un correo" in browser.get(decide(run, "enviar")).content.decode()
    assert Offer.objects.count() == 0
    browser.post(decide(run, "enviar"))
    assert Offer.objects.count() == 4
    twice = browser.post(decide(run, "enviar"), follow=True).content.decode()
    assert "Entre tanto cambió" in twice
    browser.post(decide(run, "otra-vuelta"))
    second = MatchRun.objects.get(status=RunStatus.QUEUED)
    assert second.conditions["seed"] == 2


def test_a_run_can_be_discarded_and_another_started(
    browser: Client, edition: Edition, organiser: User
) -> None:
    run = start_run(edition, by=organiser)
    browser.post(decide(run, "descartar"))
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert browser.post(ADD, conditions(edition, confirmed="1"))["Location"] != page_of(run)


def test_the_page_of_a_run_asks_the_same_for_few_and_many_groups(
    browser: Client, edition: Edition, organiser: User
) -> None:
    counts = []
    for people in (0, 12):
        for _ in range(people):
            make_profile(RegistrationFactory(edition=edition))
        run = start_run(edition, by=organiser)
        calculate(run.pk)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            browser.get(page_of(run))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15


def test_only_who_may_change_runs_starts_and_decides(
    client: Client, edition: Edition, organiser: User
) -> None:
    run = start_run(edition, by=organiser)
    client.force_login(UserFactory(is_staff=True))
    assert client.get(ADD).status_code == 403
    assert client.get(page_of(run)).status_code == 403
    assert client.post(decide(run, "descartar")).status_code == 403
