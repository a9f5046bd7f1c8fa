"""A team: one per person and edition, led by one, logged, never over-full."""

import pytest
from django.db import IntegrityError, connection, transaction

from events.models import Edition
from registrations.models import Membership, Team
from registrations.refusals import Refusal
from registrations.services import teams
from registrations.services.registering import cancel_registration
from registrations.services.teams import TeamFacts, create_team
from registrations.states.teams import LogEvent, TeamStatus
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import add_member, captain_of, make_team
from tests.registrations.teams.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(team_size_max=3)
    MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    return edition


def test_who_creates_a_team_leads_it(edition: Edition) -> None:
    person = RegistrationFactory(edition=edition)
    team = create_team(
        edition=edition, facts=TeamFacts(name="Ñandú & Cía", idea="**Coplas**"), by=person.user
    )
    assert (team.slug, team.members, team.places, team.status) == ("nandu-cia", 1, 3, TeamStatus.LOOKING)
    assert captain_of(team) == person.user
    assert [entry.event for entry in team.log.all()] == [LogEvent.CREATED]


def test_a_double_click_makes_one_team(edition: Edition) -> None:
    person = RegistrationFactory(edition=edition)
    made = [create_team(edition=edition, facts=TeamFacts(name="Uno"), by=person.user) for _ in range(2)]
    assert made[0] == made[1]
    with refused(Refusal.HAS_TEAM):
        create_team(edition=edition, facts=TeamFacts(name="Otro"), by=person.user)


def test_teams_of_one_name_have_two_addresses(edition: Edition) -> None:
    assert [make_team(edition, name="🦙🦙").slug for _ in range(3)] == ["equipo", "equipo-2", "equipo-3"]


@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_only_the_registered_make_teams(edition: Edition, status: str) -> None:
    person = RegistrationFactory(edition=edition, status=status, cancelled_at=in_days(-1))
    with refused(Refusal.NOT_REGISTERED):
        create_team(edition=edition, facts=TeamFacts(name="Uno"), by=person.user)


def test_no_team_is_made_after_the_deadline() -> None:
    edition = EditionFactory()
    MilestoneFactory(edition=edition, kind="teams", at=in_days(-1))
    person = RegistrationFactory(edition=edition)
    with refused(Refusal.OVER):
        create_team(edition=edition, facts=TeamFacts(name="Tarde"), by=person.user)


def test_the_last_place_completes_and_leaving_opens_it_again(edition: Edition) -> None:
    team = make_team(edition, members=2)
    third = add_member(team)
    team.refresh_from_db()
    assert (team.members, team.status) == (3, TeamStatus.COMPLETE)
    teams.leave_team(user=third.registration.user, edition=edition, by=third.registration.user)
    team.refresh_from_db()
    assert (team.members, team.status) == (2, TeamStatus.LOOKING)


def test_the_longest_standing_member_inherits_and_the_last_one_dissolves(edition: Edition) -> None:
    team = make_team(edition, members=1)
    second, third = add_member(team), add_member(team)
    teams.leave_team(user=captain_of(team), edition=edition, by=None)
    assert captain_of(team) == second.registration.user
    teams.leave_team(user=second.registration.user, edition=edition, by=None)
    assert captain_of(team) == third.registration.user
    teams.leave_team(user=third.registration.user, edition=edition, by=None)
    team.refresh_from_db()
    assert (team.members, team.status) == (0, TeamStatus.DISSOLVED)


def test_cancelling_the_registration_gives_up_the_place(edition: Edition) -> None:
    team = make_team(edition, members=2)
    member = team.memberships.get(is_captain=False)
    assert cancel_registration(member.registration, by=member.registration.user)
    team.refresh_from_db()
    assert team.members == 1


def test_a_captain_removes_with_a_reason_only_they_read(edition: Edition) -> None:
    team = make_team(edition, members=2)
    member = team.memberships.get(is_captain=False)
    teams.remove_member(team, member, reason="No contestaste en dos semanas", by=captain_of(team))
    entry = team.log.get(event=LogEvent.REMOVED)
    assert (entry.person, entry.private_note) == (member.registration.user, "No contestaste en dos semanas")
    with refused(Refusal.NOT_MEMBER):
        teams.remove_member(team, member, reason="otra vez", by=captain_of(team))
    with refused(Refusal.NOT_CAPTAIN):
        teams.edit_team(team, TeamFacts(name="Mío"), by=member.registration.user)


def test_changes_are_logged_from_old_to_new(edition: Edition) -> None:
    team = make_team(edition, name="Antes")
    teams.edit_team(team, TeamFacts(name="Después", profiles=["design"]), by=captain_of(team))
    entry = team.log.get(event=LogEvent.CHANGED)
    assert entry.changes == {"name": ["Antes", "Después"], "profiles": [[], ["design"]]}


def test_a_closed_team_opens_again_as_what_it_is(edition: Edition) -> None:
    team = make_team(edition, members=3)
    captain = captain_of(team)
    assert teams.close_team(team, by=captain)
    assert not teams.close_team(team, by=captain)
    assert teams.reopen_team(team, by=captain)
    team.refresh_from_db()
    assert team.status == TeamStatus.COMPLETE


def test_a_smaller_edition_throws_nobody_out(edition: Edition) -> None:
    full, small = make_team(edition, members=3), make_team(edition, members=1)
    Edition.objects.filter(pk=edition.pk).update(team_size_max=2)
    edition.refresh_from_db()
    assert teams.resize_teams(edition, by=None) == 1
    full.refresh_from_db()
    small.refresh_from_db()
    assert [(t.members, t.places, t.status) for t in (full, small)] == [(3, 3, "complete"), (1, 2, "looking")]
    Edition.objects.filter(pk=edition.pk).update(team_size_max=5)
    edition.refresh_from_db()
    assert teams.resize_teams(edition, by=None) == 2
    full.refresh_from_db()
    assert (full.places, full.status) == (5, TeamStatus.LOOKING)


def test_postgres_refuses_what_the_services_would_not_do(edition: Edition) -> None:
    team, other = make_team(edition, members=3), make_team(EditionFactory())
    rows = Team.objects.filter(pk=team.pk)
    for wrong in ({"members": 4}, {"members": 0}, {"status": "looking"}, {"places": 2}, {"slug": "crear"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    member = team.memberships.get(is_captain=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            registration=member.registration, team=other, edition=edition, joined_at=in_days(0)
        )
    stranger = RegistrationFactory(edition=edition)
    with transaction.atomic():
        Membership.objects.create(registration=stranger, team=other, edition=edition, joined_at=in_days(0))
        with pytest.raises(IntegrityError, match="membership_edition_of_team"):
            connection.check_constraints()
        transaction.set_rollback(True)
