"""Many people at once: never one too many, never twice, and nobody waits in a circle.

`TEAM_RACE_ROUNDS` and `TEAM_RACE_SECONDS` make it longer than a run of all tests needs.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import Count, F, QuerySet
from django.test import Client
from django.urls import reverse

from events.models import Edition
from registrations.models import InvitationLink, Membership, Offer, Registration, Team
from registrations.refusals import Refusal, RefusedError
from registrations.services import mergers, offers, team_links, teams
from registrations.states.teams import OfferStatus, TeamStatus
from somosnlp.outbox.row_links import new_nonce
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import captain_of, make_team

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 200
THREADS = 40
ROUNDS = int(os.environ.get("TEAM_RACE_ROUNDS", "2"))
SECONDS = float(os.environ.get("TEAM_RACE_SECONDS", "4"))


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(team_size_max=5)
    MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    return edition


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(THREADS) as executor:
        yield executor
        barrier = Barrier(THREADS)
        list(executor.map(lambda _: give_back(barrier), range(THREADS)))


def give_back(barrier: Barrier) -> None:
    """Close the connection of this thread, once every thread of the pool is here."""
    barrier.wait(timeout=60)
    connection.close()


def outcome(act: Callable[[], object]) -> str:
    """Return what came of it: "done", or why not."""
    try:
        act()
    except RefusedError as error:
        return error.reason.value
    except IntegrityError as error:
        return str(error).split('"')[3]
    return "done"


def at_once(pool: ThreadPoolExecutor, acts: Sequence[Callable[[], object]]) -> Counter[str]:
    return Counter(pool.map(outcome, acts))


def link_for_all(team: Team) -> InvitationLink:
    return InvitationLink.objects.create(
        team=team,
        nonce=new_nonce(),
        created_by=captain_of(team),
        expires_at=in_days(1),
        most_uses=1000,
    )


def last_place(pool: ThreadPoolExecutor, edition: Edition, people: Sequence[Any]) -> Counter[str]:
    """Let everybody take the last place of a new team; returns what came of it."""
    team = make_team(edition, members=4, approves_links=False)
    link = link_for_all(team)
    found = at_once(pool, [partial(team_links.use_link, link, by=person.user) for person in people])
    team.refresh_from_db()
    found["members"] = Membership.objects.filter(team=team).count()
    return found


def test_of_200_people_one_takes_the_last_place(pool: ThreadPoolExecutor, edition: Edition) -> None:
    people = [RegistrationFactory(edition=edition) for _ in range(PEOPLE + ROUNDS)]
    for _ in range(ROUNDS):
        free = [person for person in people if not Membership.objects.filter(registration=person).exists()]
        found = last_place(pool, edition, free[:PEOPLE])
        assert found == {"done": 1, Refusal.FULL.value: PEOPLE - 1, "members": 5}


def test_the_pages_tell_199_of_200_people_that_it_is_complete(
    pool: ThreadPoolExecutor, edition: Edition
) -> None:
    team = make_team(edition, members=4, approves_links=False)
    page = reverse("team-link", args=[team_links.link_token(link_for_all(team))])
    clients = [Client() for _ in range(PEOPLE)]
    for client in clients:
        client.force_login(RegistrationFactory(edition=edition).user)
    answers = list(pool.map(lambda client: client.post(page), clients))
    assert Counter(answer.status_code for answer in answers) == {302: 1, 422: PEOPLE - 1}
    assert all("completo" in answer.content.decode() for answer in answers if answer.status_code == 422)
    assert_counted()


def test_without_the_row_lock_the_constraint_still_holds(
    pool: ThreadPoolExecutor, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    found = last_place(pool, edition, [RegistrationFactory(edition=edition) for _ in range(PEOPLE)])
    assert found["members"] == 5
    assert found["done"] == 1
    assert found["team_not_over_full"] + found["team_complete_is_full"]  # who got as far as writing


def test_without_lock_and_constraint_the_team_bursts(
    pool: ThreadPoolExecutor, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two guards are what keeps the other tests of this page green."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    constraints = [
        one for one in Team._meta.constraints if one.name in ("team_not_over_full", "team_complete_is_full")
    ]
    with connection.schema_editor() as editor:
        for constraint in constraints:
            editor.remove_constraint(Team, constraint)
    try:
        found = last_place(pool, edition, [RegistrationFactory(edition=edition) for _ in range(PEOPLE)])
        assert found["members"] > 5
    finally:
        Membership.objects.all().delete()
        Team.objects.update(members=1, places=5, status=TeamStatus.LOOKING)
        with connection.schema_editor() as editor:
            for constraint in constraints:
                editor.add_constraint(Team, constraint)


def test_ten_invitations_accepted_at_once_are_one_membership(
    pool: ThreadPoolExecutor, edition: Edition
) -> None:
    person = RegistrationFactory(edition=edition)
    made = [make_team(edition, name=f"Equipo {number}") for number in range(10)]
    invited = [offers.invite(team, email=person.user.email, by=captain_of(team)).offer for team in made]
    found = at_once(pool, [partial(offers.accept_invitation, offer, by=person.user) for offer in invited])
    assert found == {"done": 1, Refusal.HAS_TEAM.value: 9}
    assert Membership.objects.filter(registration=person).count() == 1
    assert Counter(Offer.objects.values_list("status", flat=True)) == {"accepted": 1, "closed": 9}
    assert_counted()


def test_fifty_replays_of_an_invitation_let_the_invited_in_once(
    pool: ThreadPoolExecutor, edition: Edition
) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    offer = offers.invite(team, email=person.user.email, by=captain_of(team)).offer
    others = [RegistrationFactory(edition=edition) for _ in range(25)]
    acts = [partial(offers.accept_invitation, offer, by=one.user) for one in [person] * 25 + others]
    assert at_once(pool, acts) == {"done": 25, Refusal.OTHER_ADDRESS.value: 25}
    assert Membership.objects.filter(team=team).count() == 2
    assert_counted()


def test_fifty_clicks_make_one_team(pool: ThreadPoolExecutor, edition: Edition) -> None:
    person = RegistrationFactory(edition=edition)
    facts = teams.TeamFacts(name="Uno")
    make = partial(teams.create_team, edition=edition, facts=facts, by=person.user)
    assert at_once(pool, [make] * 50) == {"done": 50}
    assert Team.objects.count() == 1


def test_who_is_taken_out_lets_no_stranger_in(pool: ThreadPoolExecutor, edition: Edition) -> None:
    """The captain hands over and takes the heir out at once, while the heir accepts a request."""
    for _ in range(5):
        team = make_team(edition, members=2)
        captain, heir = captain_of(team), team.memberships.get(is_captain=False)
        stranger = RegistrationFactory(edition=edition)
        offer = offers.request_to_join(team, by=stranger.user).offer
        at_once(
            pool,
            [
                partial(teams.hand_over, team, to=heir, by=captain),
                partial(teams.remove_member, team, heir, reason="", by=captain),
                partial(offers.accept_request, offer, by=heir.registration.user),
            ],
        )
        inside = set(Membership.objects.filter(team=team).values_list("registration", flat=True))
        if heir.registration_id not in inside:
            assert stranger.pk not in inside
    assert_counted()


def test_the_edition_shrinks_while_people_join(pool: ThreadPoolExecutor, edition: Edition) -> None:
    team = make_team(edition, approves_links=False)
    link = link_for_all(team)
    people = [RegistrationFactory(edition=edition) for _ in range(30)]
    joins = [partial(team_links.use_link, link, by=person.user) for person in people]
    Edition.objects.filter(pk=edition.pk).update(team_size_max=2)
    edition.refresh_from_db()
    at_once(pool, [*joins[:2], partial(teams.resize_teams, edition, by=None), *joins[2:]])
    team.refresh_from_db()
    assert 2 <= team.members == team.places <= 5
    assert team.status == TeamStatus.COMPLETE
    assert_counted()


def test_everything_at_once_counts_right_without_deadlock(pool: ThreadPoolExecutor, edition: Edition) -> None:
    people = [RegistrationFactory(edition=edition) for _ in range(60)]
    for number, person in enumerate(people[:12]):
        facts = teams.TeamFacts(name=f"Equipo {number}", approves_links=False)
        link_for_all(teams.create_team(edition=edition, facts=facts, by=person.user))
    before = deadlocks()
    until = time.monotonic() + SECONDS
    found: Counter[str] = sum(pool.map(partial(play, edition, until), range(16)), Counter())
    assert found["done"] > 50
    assert set(found) <= {"done", *Refusal.values}
    assert deadlocks() == before
    assert_counted()


def play(edition: Edition, until: float, seed: int) -> Counter[str]:
    """Do what people do with teams, in a random order, until then and 25 times at least."""
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    while time.monotonic() < until or found.total() < 25:
        person = chance.choice(Registration.objects.filter(edition=edition).order_by("pk")).user
        team, other = chance.sample(list(Team.objects.exclude(status=TeamStatus.DISSOLVED)), 2)
        captain = captain_of_now(team) or person
        acts: list[Callable[[], object]] = [
            partial(teams.create_team, edition=edition, facts=teams.TeamFacts(name=f"N{seed}"), by=person),
            partial(teams.leave_team, user=person, edition=edition, by=person),
            partial(join_by_link, team, person),
            partial(offers.request_to_join, team, by=person),
            partial(answer_request, team, captain),
            partial(mergers.merge_teams, team, into=other, by=captain),
            partial(teams.resize_teams, edition, by=None),
            partial(offers.invite, team, email=person.email, by=captain),
        ]
        found[outcome(chance.choice(acts))] += 1
    return found


def join_by_link(team: Team, person: Any) -> None:
    link = InvitationLink.objects.filter(team=team).select_related("team__edition").first()
    if link is not None:
        team_links.use_link(link, by=person)


def answer_request(team: Team, captain: Any) -> None:
    rows = Offer.objects.filter(team=team, status=OfferStatus.OPEN, kind="request")
    offer = rows.select_related("team__edition").first()
    if offer is not None:
        offers.accept_request(offer, by=captain)


def captain_of_now(team: Team) -> Any:
    rows = Membership.objects.filter(team=team, is_captain=True).select_related("registration__user")
    found = rows.first()
    return found and found.registration.user


def deadlocks() -> int:
    """Return how many deadlocks PostgreSQL has ended in this database; what this session did is flushed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def assert_counted() -> None:
    """The counter of every team is the number of its members, and each that exists has one captain."""
    wrong = Team.objects.annotate(real=Count("memberships")).exclude(real=F("members"))
    assert not wrong.exists()
    alive = Team.objects.exclude(status=TeamStatus.DISSOLVED)
    assert Membership.objects.filter(is_captain=True).count() == alive.count()
