"""Answers to a proposal: two make a team, the rest join; nobody ends up in two, whatever happens at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Edition
from registrations.models import MatchGroup, Membership, Offer, Team
from registrations.path import person_steps
from registrations.refusals import Refusal, RefusedError
from registrations.services.match_answers import accept_match, decline_match
from registrations.services.offers import make_token
from registrations.states.teams import OfferStatus, TeamStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import add_member, captain_of, make_group, make_profile, make_proposal, make_team
from tests.registrations.teams.refusing import refused

pytestmark = pytest.mark.django_db
RACE = pytest.mark.django_db(transaction=True)
CLICKS = 50
EVENINGS = sum(0b1000 << (4 * day) for day in range(7))


@pytest.fixture
def edition() -> Edition:
    return an_edition()


def an_edition(size: int = 5) -> Edition:
    edition = EditionFactory(team_size_max=size, time_zone="America/Bogota")
    MilestoneFactory(edition=edition, kind="teams", at=in_days(20))
    return edition


def proposed(edition: Edition, people: int, team: Team | None = None) -> list[Offer]:
    """Return the open proposals of one group."""
    group = make_group(edition, team=team)
    seekers = [RegistrationFactory(edition=edition) for _ in range(people)]
    for one in seekers:
        make_profile(one, hours=EVENINGS)
    return [make_proposal(one, group) for one in seekers]


def accept(offer: Offer) -> Membership | None:
    return accept_match(offer, by=person_of(offer))


def person_of(offer: Offer) -> User:
    assert offer.registration is not None
    return offer.registration.user


def mails_to(offer: Offer) -> list[str]:
    rows = OutgoingEmail.objects.filter(to=person_of(offer).email).order_by("pk")
    return [mail.template.rsplit("/", 1)[-1] for mail in rows]


def test_the_first_waits_the_second_makes_the_team_the_third_joins_it(edition: Edition) -> None:
    one, two, three = proposed(edition, 3)
    assert accept(two) is None
    assert Team.objects.count() == 0
    membership = accept(one)
    assert membership is not None
    team = membership.team
    assert (team.members, team.languages, team.takes_matches) == (2, ["es"], True)
    assert captain_of(team) == person_of(two)
    assert mails_to(one) == mails_to(two) == ["team_match_formed"]
    third = accept(three)
    assert third is not None
    assert third.team == team
    assert mails_to(three) == ["team_joined"]
    assert set(Offer.objects.values_list("status", "team")) == {(OfferStatus.ACCEPTED, team.pk)}


def test_a_second_click_finds_what_the_first_did(edition: Edition) -> None:
    one, two = proposed(edition, 2)
    assert [accept(one), accept(one)] == [None, None]
    made = accept(two)
    assert accept(one) is not None
    assert accept(two) == made


def test_two_who_decline_make_no_team_and_stay_opted_in(edition: Edition) -> None:
    one, two, three = proposed(edition, 3)
    assert decline_match(one, by=person_of(one))
    assert not decline_match(one, by=person_of(one))
    accept(two)
    assert decline_match(three, by=person_of(three))
    assert Team.objects.count() == 0
    assert person_of(one).registrations.get().team_profile.wants_match
    with refused(Refusal.NOT_OPEN):
        accept(one)


def test_only_whom_it_was_made_to_answers(edition: Edition) -> None:
    one, two = proposed(edition, 2)
    with refused(Refusal.OTHER_ADDRESS):
        accept_match(one, by=person_of(two))
    with refused(Refusal.OTHER_ADDRESS):
        decline_match(one, by=person_of(two))


def test_who_has_a_team_already_is_refused_and_does_not_count(edition: Edition) -> None:
    one, two, three = proposed(edition, 3)
    accept(one)
    add_member(make_team(edition), one.registration)
    with refused(Refusal.HAS_TEAM):
        accept(one)
    assert accept(two) is None
    made = accept(three)
    assert made is not None
    assert made.team.members == 2


def test_joining_a_team_closes_the_proposal(edition: Edition) -> None:
    one, two = proposed(edition, 2)
    add_member(make_team(edition), one.registration)
    one.refresh_from_db()
    assert one.status == OfferStatus.CLOSED
    assert accept(two) is None


def test_it_is_too_late_after_the_term_and_after_the_deadline(edition: Edition) -> None:
    one, two = proposed(edition, 2)
    Offer.objects.filter(pk=one.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with refused(Refusal.EXPIRED):
        accept(one)
    edition.milestones.update(at=in_days(-2))
    with refused(Refusal.OVER):
        accept(two)


def test_a_proposal_to_a_team_brings_each_in_while_places_last() -> None:
    edition = an_edition(size=3)
    team = make_team(edition, members=2, takes_matches=True)
    one, two = proposed(edition, 2, team)
    made = accept(one)
    assert made is not None
    assert made.team == team
    with refused(Refusal.FULL):
        accept(two)


@pytest.mark.parametrize("change", ["takes", "closed"])
def test_a_team_that_changed_its_mind_takes_nobody(edition: Edition, change: str) -> None:
    team = make_team(edition, takes_matches=True)
    (one,) = proposed(edition, 1, team)
    values = {"takes_matches": False} if change == "takes" else {"status": TeamStatus.CLOSED}
    Team.objects.filter(pk=team.pk).update(**values)
    with refused(Refusal.NOT_LOOKING):
        accept(one)


# --- At once --------------------------------------------------------------------------------------


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(CLICKS) as executor:
        yield executor


def accept_at_once(pool: ThreadPoolExecutor, offers: list[Offer]) -> list[Any]:
    """Accept all of them at the same moment; a refusal is a result."""
    barrier = Barrier(len(offers))

    def run(offer: Offer) -> Any:
        try:
            barrier.wait(30)
            return accept(offer)
        except RefusedError as refusal:
            return refusal.reason
        finally:
            connections.close_all()

    return list(pool.map(run, offers))


@RACE
def test_two_who_accept_at_once_are_in_one_team(pool: ThreadPoolExecutor) -> None:
    edition = an_edition()
    for _round in range(10):
        offers = proposed(edition, 2)
        accept_at_once(pool, offers)
        teams = Membership.objects.filter(registration__in=[one.registration_id for one in offers])
        assert len(set(teams.values_list("team", flat=True))) == 1
        assert teams.count() == teams[0].team.members == 2
        assert teams.filter(is_captain=True).count() == 1


@RACE
def test_five_who_accept_at_once_are_in_one_team(pool: ThreadPoolExecutor) -> None:
    edition = an_edition()
    for _round in range(5):
        offers = proposed(edition, 5)
        accept_at_once(pool, offers)
        group = MatchGroup.objects.get(offers=offers[0])
        assert group.team is not None
        assert (group.team.members, group.team.status) == (5, TeamStatus.COMPLETE)


@RACE
def test_fifty_replays_are_one_membership(pool: ThreadPoolExecutor) -> None:
    one, two = proposed(an_edition(), 2)
    accept(one)
    accept_at_once(pool, [two] * CLICKS)
    assert Membership.objects.count() == 2
    assert Team.objects.get().members == 2
    assert mails_to(two) == ["team_match_formed"]


@RACE
def test_somebody_in_two_groups_is_in_one_team(pool: ThreadPoolExecutor) -> None:
    edition = an_edition()
    for _round in range(5):
        one, two = proposed(edition, 2)
        three, four = proposed(edition, 2)
        assert one.registration is not None
        both = make_proposal(one.registration, three.group)
        accept(two)
        accept(three)
        accept_at_once(pool, [one, both, four])
        assert Membership.objects.filter(registration=one.registration).count() == 1
        for team in Team.objects.all():
            assert team.members == team.memberships.count()


@RACE
def test_the_last_place_of_a_team_is_given_once(pool: ThreadPoolExecutor) -> None:
    edition = an_edition(size=3)
    team = make_team(edition, members=2, takes_matches=True)
    offers = proposed(edition, 5, team)
    results = accept_at_once(pool, offers)
    assert sorted(isinstance(one, Membership) for one in results) == [False] * 4 + [True]
    assert results.count(Refusal.FULL) == 4
    team.refresh_from_db()
    assert team.members == team.memberships.count() == 3


# --- The page -------------------------------------------------------------------------------------


def page(offer: Offer) -> str:
    return reverse("team-match", args=[make_token(offer)])


def test_the_page_shows_who_why_and_when_and_changes_nothing(client: Client, edition: Edition) -> None:
    one, two, _three = proposed(edition, 3)
    User.objects.filter(pk=person_of(two).pk).update(public_name="<script>Nadia</script>")
    client.force_login(person_of(one))
    shown = client.get(page(one))
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "&lt;script&gt;Nadia" in text
    assert "6 horas a la semana en común" in text
    assert "Colombia" in text
    assert person_of(two).email not in text
    one.refresh_from_db()
    assert one.status == OfferStatus.OPEN


def test_the_page_takes_both_answers(client: Client, edition: Edition) -> None:
    one, two, three = proposed(edition, 3)
    client.force_login(person_of(three))
    assert "próxima ronda" in client.post(page(three), {"answer": "decline"}, follow=True).content.decode()
    client.force_login(person_of(one))
    assert "Aceptaste" in client.post(page(one), {"answer": "accept"}, follow=True).content.decode()
    client.force_login(person_of(two))
    answered = client.post(page(two), {"answer": "accept"})
    assert answered["Location"] == reverse("team", args=[edition.slug, Team.objects.get().slug])
    assert "Ya estás en este equipo" in client.get(page(two)).content.decode()


def test_nobody_else_sees_who_is_proposed(client: Client, edition: Edition) -> None:
    one, two = proposed(edition, 2)
    assert client.get(page(one)).status_code == 302
    client.force_login(person_of(two))
    shown = client.get(page(one))
    assert shown.status_code == 403
    assert person_of(one).name not in shown.content.decode()
    assert client.get(reverse("team-match", args=["mangled"])).status_code == 404


def test_the_page_says_later_how_it_stands(client: Client, edition: Edition) -> None:
    one, two = proposed(edition, 2)
    client.force_login(person_of(one))
    Offer.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    gone = client.get(page(one))
    assert gone.status_code == 410
    assert "terminó" in gone.content.decode()
    assert client.post(page(one), {"answer": "accept"}).status_code == 422
    Offer.objects.update(expires_at=in_days(2))
    add_member(make_team(edition), one.registration)
    assert "otro equipo" in client.get(page(one)).content.decode()
    client.force_login(person_of(two))
    assert client.get(page(two)).status_code == 200


def test_mi_hackathon_leads_to_the_proposal_while_it_waits(edition: Edition) -> None:
    one, _two = proposed(edition, 2)
    (step,) = [step for step in person_steps(person_of(one), edition) if step.key.startswith("team-match")]
    assert step.url == page(one)
    decline_match(one, by=person_of(one))
    assert not [step for step in person_steps(person_of(one), edition) if step.key.startswith("team-match")]
