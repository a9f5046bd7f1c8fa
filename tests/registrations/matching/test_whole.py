"""The matching from end to end: 200 people, half of whom accept; and a worker that is killed on the way."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.models import Count, F

from events.models import Edition
from registrations.models import MatchRun, Membership, Offer, Team
from registrations.services import match_sending
from registrations.services.match_answers import accept_match, decline_match
from registrations.services.matching import calculate, resume_runs, start_run
from registrations.states.teams import OfferStatus, RunStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.matching import PLACES, PROFILES, boxes
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import make_profile

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PEOPLE = 200
CALCULATE = (
    "import django; django.setup(); from registrations.services.matching import calculate; calculate({})"
)


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(team_size_max=5, time_zone="America/Bogota")
    MilestoneFactory(edition=edition, kind="teams", at=in_days(20))
    random = Random(7)
    for number in range(PEOPLE):
        country, zone, _weight = PLACES[number % len(PLACES)]
        person = UserFactory(time_zone=zone, country=country)
        seeker = RegistrationFactory(edition=edition, user=person, countries=[country])
        make_profile(seeker, hours=boxes(random), profiles=[PROFILES[number % len(PROFILES)]])
    return edition


@pytest.fixture
def organiser() -> User:
    person: User = UserFactory(is_staff=True)
    return person


def answer(offer: Offer) -> None:
    """Accept or decline, at the same time as others."""
    assert offer.registration is not None
    person = offer.registration.user
    try:
        if offer.pk % 2:
            accept_match(offer, by=person)
        elif offer.pk % 4:
            decline_match(offer, by=person)
    finally:
        connections.close_all()


def test_half_of_two_hundred_accept_and_teams_appear(edition: Edition, organiser: User) -> None:
    run = start_run(edition, by=organiser)
    calculate(run.pk)
    run.refresh_from_db()
    assert run.report["figures"]["placed"] > PEOPLE * 0.95
    match_sending.send_proposals(run, by=organiser)
    offers = list(Offer.objects.select_related("registration__user", "edition"))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(answer, offers))
    accepted = Offer.objects.filter(status=OfferStatus.ACCEPTED)
    together = accepted.values("group").annotate(people=Count("pk")).filter(people__gt=1)
    assert Team.objects.count() == together.count() > 20
    assert Membership.objects.count() == sum(row["people"] for row in together)
    counted = Team.objects.annotate(inside=Count("memberships"))
    assert not counted.exclude(members=F("inside")).exists()
    Offer.objects.filter(status=OfferStatus.OPEN).update(expires_at=in_days(-1))
    assert match_sending.finish_run(run)
    run.refresh_from_db()
    answers = run.report["answers"]
    alone = OutgoingEmail.objects.filter(template="registrations/mail/team_match_failed")
    assert alone.count() == answers["alone"] == accepted.count() - answers["in_a_team"]
    second = start_run(edition, by=organiser)
    calculate(second.pk)
    second.refresh_from_db()
    assert second.report["figures"]["seekers"] == PEOPLE - Membership.objects.count()


def test_a_run_survives_a_killed_worker(edition: Edition, organiser: User) -> None:
    run = start_run(edition, by=organiser)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.outbox.worker_settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "TEST_DATABASE": connection.settings_dict["NAME"],
        "TEST_SMTP_PORT": "1",
    }
    worker = subprocess.Popen([sys.executable, "-c", CALCULATE.format(run.pk)], env=environment)
    ends_at = time.monotonic() + 120
    while not MatchRun.objects.filter(pk=run.pk, progress__gte=20).exists():
        assert time.monotonic() < ends_at
        assert worker.poll() is None
        time.sleep(0.05)
    assert not calculate(run.pk)
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=120)
    run.refresh_from_db()
    assert run.status == RunStatus.RUNNING
    while run.status == RunStatus.RUNNING:
        resume_runs()
        run.refresh_from_db()
    assert (run.status, run.report["attempts"]) == (RunStatus.DONE, 2)
