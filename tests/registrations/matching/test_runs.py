"""A run: asked for once, calculated by whoever is free, resumed after a kill, sent, reminded of, ended."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from events.models import Edition
from registrations.matching import solver
from registrations.matching.problem import Conditions
from registrations.models import MatchRun, Offer, Registration
from registrations.services import match_sending, matching
from registrations.services.match_answers import accept_match, decline_match
from registrations.services.matching import RunUnderWayError, StaleRunError, calculate, start_run
from registrations.states.teams import OfferStatus, RunStatus
from registrations.tasks import tend_matching
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import add_member, make_profile, make_team

pytestmark = pytest.mark.django_db
EVENINGS = sum(0b1000 << (4 * day) for day in range(7))


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(team_size_max=5, time_zone="America/Bogota")
    MilestoneFactory(edition=edition, kind="teams", at=in_days(20))
    return edition


@pytest.fixture
def organiser() -> User:
    person: User = UserFactory(is_staff=True)
    return person


def seek(edition: Edition, people: int, **facts: Any) -> None:
    for number in range(people):
        country = ("CO", "MX", "ES")[number % 3]
        registration = RegistrationFactory(edition=edition, countries=[country])
        profile = "technical" if number % 2 else "linguistic"
        make_profile(registration, **({"profiles": [profile], "hours": EVENINGS} | facts))


def calculated(edition: Edition, by: User, **options: Any) -> MatchRun:
    run = start_run(edition, by=by, **options)
    assert calculate(run.pk)
    run.refresh_from_db()
    return run


def sent(edition: Edition, by: User, **options: Any) -> MatchRun:
    run = calculated(edition, by, **options)
    match_sending.send_proposals(run, by=by)
    match_sending.mail_proposals(run)
    return run


def person_of(offer: Offer) -> User:
    assert offer.registration is not None
    return offer.registration.user


def mails(template: str) -> list[str]:
    rows = OutgoingEmail.objects.filter(template=f"registrations/mail/{template}")
    return sorted(rows.values_list("to", flat=True))


def test_one_run_at_a_time(edition: Edition, organiser: User) -> None:
    start_run(edition, by=organiser)
    with pytest.raises(RunUnderWayError):
        start_run(edition, by=organiser)
    start_run(EditionFactory(), by=organiser)


def test_a_run_proposes_groups_with_reasons_and_tells_who_is_left(edition: Edition, organiser: User) -> None:
    seek(edition, 8)
    lone = RegistrationFactory(edition=edition, languages=["eu"])
    make_profile(lone, hours=EVENINGS)
    run = calculated(edition, organiser)
    assert (run.status, run.progress, run.error) == (RunStatus.DONE, 100, "")
    assert run.report["unmatched"] == {str(lone.pk): "no_language"}
    assert run.report["figures"]["placed"] == 8
    assert all(3 <= len(group.reasons["people"]) <= 5 for group in run.groups.all())
    assert Offer.objects.count() == 0


def test_only_people_who_asked_and_need_a_team_are_matched(edition: Edition, organiser: User) -> None:
    seek(edition, 2)
    seek(edition, 2, wants_match=False)
    make_profile(make_team(edition).memberships.get().registration, hours=EVENINGS)
    make_profile(RegistrationFactory(edition=edition, status="cancelled", cancelled_at=in_days(-1)))
    run = calculated(edition, organiser)
    assert run.report["figures"]["seekers"] == 2


def test_a_half_empty_team_that_accepts_matches_is_completed(edition: Edition, organiser: User) -> None:
    facts = {"hours": EVENINGS, "time_zone": "America/Bogota", "languages": ["es"]}
    make_team(edition, members=2, name="Cerrada", **facts)
    team = make_team(edition, members=2, name="Abierta", takes_matches=True, **facts)
    seek(edition, 2)
    run = calculated(edition, organiser)
    assert [group.team for group in run.groups.all()] == [team]


def test_a_run_left_by_a_killed_worker_is_taken_up_again(edition: Edition, organiser: User) -> None:
    seek(edition, 3)
    run = start_run(edition, by=organiser)
    MatchRun.objects.filter(pk=run.pk).update(status=RunStatus.RUNNING, progress=40, report={"attempts": 1})
    matching.resume_runs()
    run.refresh_from_db()
    assert (run.status, run.report["attempts"], run.groups.count()) == (RunStatus.DONE, 2, 1)


def test_a_run_that_another_worker_calculates_is_left_alone(edition: Edition, organiser: User) -> None:
    run = start_run(edition, by=organiser)
    elsewhere = connection.get_connection_params()
    wanted = {
        name: elsewhere[name] for name in ("dbname", "user", "password", "host", "port") if name in elsewhere
    }
    with psycopg.connect(**wanted) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('registrations.match_run'), %s)", [run.pk])
        assert not calculate(run.pk)
        other.execute("SELECT pg_advisory_unlock_all()")  # a closed one may linger
    assert calculate(run.pk)


def test_a_run_that_kills_its_workers_is_given_up(edition: Edition, organiser: User) -> None:
    run = start_run(edition, by=organiser)
    MatchRun.objects.filter(pk=run.pk).update(
        status=RunStatus.RUNNING, report={"attempts": matching.MOST_ATTEMPTS}
    )
    assert not calculate(run.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    start_run(edition, by=organiser)


def test_an_error_is_written_on_the_run_and_blocks_no_other(
    edition: Edition, organiser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ArithmeticError("no answer")

    run = start_run(edition, by=organiser)
    monkeypatch.setattr(solver, "solve", broken)
    with pytest.raises(ArithmeticError):
        calculate(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error) == (RunStatus.FAILED, "ArithmeticError: no answer")
    start_run(edition, by=organiser)


def test_what_was_cancelled_meanwhile_is_not_written(
    edition: Edition, organiser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seek(edition, 3)
    run = start_run(edition, by=organiser)
    real = solver.solve

    def cancelled_meanwhile(*arguments: Any) -> Any:
        matching.cancel_run(run, by=organiser)
        return real(*arguments)

    monkeypatch.setattr(solver, "solve", cancelled_meanwhile)
    calculate(run.pk)
    run.refresh_from_db()
    assert (run.status, run.groups.count()) == (RunStatus.FAILED, 0)


def test_sending_mails_everybody_once(edition: Edition, organiser: User) -> None:
    seek(edition, 4)
    run = sent(edition, organiser)
    people = sorted(Offer.objects.values_list("registration__user__email", flat=True))
    assert mails("team_match") == people
    assert len(people) == 4
    assert match_sending.mail_proposals(run) == 0
    with pytest.raises(StaleRunError):
        match_sending.send_proposals(run, by=organiser)
    with pytest.raises(StaleRunError):
        matching.cancel_run(run, by=organiser)
    assert run.sent_at is not None
    expected = run.sent_at + timedelta(hours=72)
    assert set(Offer.objects.values_list("expires_at", flat=True)) == {expected}


def test_held_mails_wait_for_an_organiser(edition: Edition, organiser: User) -> None:
    seek(edition, 3)
    sent(edition, organiser, held=True)
    assert set(OutgoingEmail.objects.values_list("status", flat=True)) == {"held"}


def test_who_found_a_team_meanwhile_is_not_asked(edition: Edition, organiser: User) -> None:
    seek(edition, 3)
    run = calculated(edition, organiser)
    gone = run.groups.get().reasons["people"][0]
    add_member(make_team(edition), Registration.objects.get(pk=gone))
    assert match_sending.send_proposals(run, by=organiser) == 2


def test_the_silent_are_reminded_once_when_little_time_is_left(edition: Edition, organiser: User) -> None:
    seek(edition, 3)
    run = sent(edition, organiser)
    first, *_others = Offer.objects.order_by("pk")
    decline_match(first, by=person_of(first))
    assert match_sending.remind(run) == 0
    MatchRun.objects.filter(pk=run.pk).update(sent_at=timezone.now() - timedelta(hours=60))
    MatchRun.objects.filter(pk=run.pk).update(answer_by=timezone.now() + timedelta(hours=12))
    run.refresh_from_db()
    assert [match_sending.remind(run), match_sending.remind(run)] == [2, 0]
    assert person_of(first).email not in mails("team_match_reminder")


def test_a_run_ends_when_everybody_answered(edition: Edition, organiser: User) -> None:
    seek(edition, 3)
    run = sent(edition, organiser)
    one, two, three = Offer.objects.order_by("pk")
    accept_match(one, by=person_of(one))
    accept_match(two, by=person_of(two))
    assert not match_sending.finish_run(run)
    decline_match(three, by=person_of(three))
    assert match_sending.finish_run(run)
    run.refresh_from_db()
    assert run.status == RunStatus.FINISHED
    assert run.report["answers"] == {
        "asked": 3, "accepted": 2, "declined": 1, "silent": 0, "in_a_team": 2, "alone": 0,
    }  # fmt: skip
    assert not match_sending.finish_run(run)


def test_when_time_is_over_the_lonely_are_told_and_all_go_to_a_second_round(
    edition: Edition, organiser: User
) -> None:
    seek(edition, 3)
    run = sent(edition, organiser)
    first = Offer.objects.order_by("pk")[0]
    accept_match(first, by=person_of(first))
    again = matching.start_next_round(run, by=organiser)
    calculate(again.pk)
    again.refresh_from_db()
    assert again.report["figures"]["seekers"] == 0
    Offer.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    match_sending.tend_runs()
    run.refresh_from_db()
    assert run.status == RunStatus.FINISHED
    assert mails("team_match_failed") == [person_of(first).email]
    assert (
        sorted(Offer.objects.values_list("status", flat=True))
        == [OfferStatus.ACCEPTED] + [OfferStatus.EXPIRED] * 2
    )
    third = calculated(edition, organiser, conditions=Conditions(seed=5))
    assert third.report["figures"]["placed"] == 3


def test_the_clock_does_all_of_it(edition: Edition, organiser: User) -> None:
    seek(edition, 3)
    run = start_run(edition, by=organiser)
    tend_matching()
    run.refresh_from_db()
    assert run.status == RunStatus.DONE
    match_sending.send_proposals(run, by=organiser)
    tend_matching()
    assert len(mails("team_match")) == 3


def test_settings_tick_the_matching() -> None:
    assert settings.CELERY_BEAT_SCHEDULE["registrations.tend_matching"]["schedule"] == 60
