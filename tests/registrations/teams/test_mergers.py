"""Two teams become one when both captains agree and the sum fits."""

import pytest

from events.models import Edition
from registrations.models import Membership, Merger, Offer
from registrations.refusals import Refusal
from registrations.services import mergers, offers
from registrations.states.teams import MergerStatus, OfferStatus, TeamStatus
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import captain_of, make_team
from tests.registrations.teams.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(team_size_max=4)
    MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    return edition


def test_a_merger_moves_everybody_and_dissolves_the_other(edition: Edition) -> None:
    one, two = make_team(edition, members=2, name="Uno"), make_team(edition, members=2, name="Dos")
    waiting = RegistrationFactory(edition=edition)
    offers.request_to_join(one, by=waiting.user)
    merger = mergers.propose_merger(one, into=two, by=captain_of(one))
    assert mergers.propose_merger(one, into=two, by=captain_of(one)) == merger
    mergers.accept_merger(merger, by=captain_of(two))
    one.refresh_from_db()
    two.refresh_from_db()
    assert [(t.members, t.status) for t in (one, two)] == [
        (0, TeamStatus.DISSOLVED),
        (4, TeamStatus.COMPLETE),
    ]
    assert Membership.objects.filter(team=two, is_captain=True).count() == 1
    assert Offer.objects.get().status == OfferStatus.CLOSED
    with refused(Refusal.NOT_OPEN):
        mergers.accept_merger(merger, by=captain_of(two))


def test_only_the_two_captains_decide(edition: Edition) -> None:
    one, two = make_team(edition, members=2, name="Uno"), make_team(edition, name="Dos")
    member = one.memberships.get(is_captain=False).registration.user
    with refused(Refusal.NOT_CAPTAIN):
        mergers.propose_merger(one, into=two, by=member)
    merger = mergers.propose_merger(one, into=two, by=captain_of(one))
    with refused(Refusal.NOT_CAPTAIN):
        mergers.accept_merger(merger, by=captain_of(one))
    assert mergers.decline_merger(merger, by=captain_of(two))
    assert not mergers.withdraw_merger(merger, by=captain_of(one))


def test_what_does_not_fit_is_refused_also_when_somebody_came_meanwhile(edition: Edition) -> None:
    one, two = make_team(edition, members=2, name="Uno"), make_team(edition, members=2, name="Dos")
    merger = mergers.propose_merger(one, into=two, by=captain_of(one))
    newcomer = RegistrationFactory(edition=edition)
    offer = offers.request_to_join(two, by=newcomer.user).offer
    offers.accept_request(offer, by=captain_of(two))
    with refused(Refusal.TOO_BIG):
        mergers.accept_merger(merger, by=captain_of(two))
    assert Merger.objects.get().status == MergerStatus.OPEN
    with refused(Refusal.TOO_BIG):
        mergers.propose_merger(two, into=one, by=captain_of(two))


def test_teams_of_two_editions_do_not_merge(edition: Edition) -> None:
    one, other = make_team(edition), make_team(EditionFactory())
    with refused(Refusal.OTHER_EDITION):
        mergers.propose_merger(one, into=other, by=captain_of(one))
