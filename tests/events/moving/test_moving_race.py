"""A deadline moves while people submit: each is judged by one clock and one date."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Milestone
from events.moments import Moment
from events.permissions import hold_window
from events.services.moving import Move, move_milestones
from events.states import CallKind
from registrations.models import Registration
from registrations.services.registering import Answers, RegistrationClosedError, register
from registrations.states import Status
from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import answers

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50
ANSWERS = Answers("Ana", ["CO"], ["es"], "basic", "", "2026-11-23")


@pytest.fixture
def closing() -> Milestone:
    edition = EditionFactory(slug="2026", is_current=True)
    milestone: Milestone = MilestoneFactory(edition=edition, at=in_days(2))
    CallFactory(edition=edition, kind=CallKind.REGISTRATION, closes_with=milestone)
    return milestone


@pytest.fixture
def organiser() -> User:
    person: User = UserFactory(is_staff=True)
    return person


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(PEOPLE + 1) as executor:
        yield executor


def alone(function: Callable[[], Any]) -> Callable[[], Any]:
    """Run `function` in a thread of its own and give its connection back."""

    def run() -> Any:
        try:
            return function()
        finally:
            connection.close()

    return run


def close_now(milestone: Milestone, organiser: User) -> None:
    moves = [Move(milestone.pk, milestone.moment, Moment(at=in_days(-1)))]
    move_milestones(milestone.edition, moves, reason="", by=organiser, even_past=True)


def waits(future: "Future[Any]") -> bool:
    try:
        future.result(timeout=0.4)
    except FutureTimeoutError:
        return True
    return False


def test_move_waits_for_who_is_submitting(
    closing: Milestone, organiser: User, pool: ThreadPoolExecutor
) -> None:
    with transaction.atomic():
        assert hold_window(closing.edition, CallKind.REGISTRATION, timezone.now()).is_open
        moving = pool.submit(alone(lambda: close_now(closing, organiser)))
        assert waits(moving)
    moving.result(timeout=60)


def test_submission_waits_for_the_move_and_is_judged_by_its_date(
    closing: Milestone, organiser: User, pool: ThreadPoolExecutor
) -> None:
    person = UserFactory()

    def submit() -> None:
        register(user=person, edition=closing.edition, answers=ANSWERS, sent_at=timezone.now(), by=person)

    with transaction.atomic():
        close_now(closing, organiser)
        submitting = pool.submit(alone(submit))
        assert waits(submitting)
    with pytest.raises(RegistrationClosedError):
        submitting.result(timeout=60)
    assert not Registration.objects.exists()


def test_people_submitting_do_not_wait_for_each_other(closing: Milestone, pool: ThreadPoolExecutor) -> None:
    with transaction.atomic():
        hold_window(closing.edition, CallKind.REGISTRATION, timezone.now())
        other = pool.submit(
            alone(lambda: transaction.atomic()(hold_window)(closing.edition, "registration", timezone.now()))
        )
        other.result(timeout=60)


def test_fifty_people_submit_while_it_closes(
    closing: Milestone, organiser: User, pool: ThreadPoolExecutor
) -> None:
    """Who is accepted had begun before the move was through; who is refused ended after it had begun."""
    edition: Edition = closing.edition
    people = [UserFactory() for _ in range(PEOPLE)]
    start, first, closed = Barrier(PEOPLE + 1, timeout=60), Event(), Event()

    def submit(person: User, number: int) -> tuple[int, float, float]:
        client = Client()
        client.force_login(person)
        start.wait()
        if number >= PEOPLE - 5:
            assert closed.wait(60)
        time.sleep(number * 0.02)
        began = time.monotonic()
        response = client.post(reverse("registration", args=[edition.slug]), answers(name=person.name))
        first.set()
        return response.status_code, began, time.monotonic()

    futures = [pool.submit(alone(partial(submit, person, number))) for number, person in enumerate(people)]
    start.wait()
    assert first.wait(60)
    began = time.monotonic()
    close_now(closing, organiser)
    ended = time.monotonic()
    closed.set()
    outcomes = [future.result(timeout=60) for future in futures]

    accepted = [outcome for outcome in outcomes if outcome[0] == 302]
    refused = [outcome for outcome in outcomes if outcome[0] != 302]
    assert {status for status, *_ in refused} <= {200, 422}
    assert accepted
    assert refused
    assert all(start_of < ended for _status, start_of, _end in accepted)
    assert all(end_of > began for _status, _start, end_of in refused)
    assert Registration.objects.filter(status=Status.REGISTERED).count() == len(accepted)
