"""Teams on the page of one person."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from registrations.services import offers, teams
from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import add_member, captain_of, make_team

pytestmark = pytest.mark.django_db


def ficha(user: User) -> str:
    return f"/admin/accounts/user/{user.pk}/ficha/"


def test_organisers_see_the_teams_of_a_person(client: Client, organiser: User) -> None:
    edition = EditionFactory()
    MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    team, other = make_team(edition, name="<b>Quipu</b>"), make_team(edition, name="Charango")
    member, seeker = add_member(team), RegistrationFactory(edition=edition)
    offers.invite(other, email=seeker.user.email, by=captain_of(other))
    page = client.get(ficha(member.registration.user))
    assertContains(page, "&lt;b&gt;Quipu&lt;/b&gt;")
    assertContains(client.get(ficha(seeker.user)), "Charango")
    teams.remove_member(team, member, reason="Insultó a otra persona", by=captain_of(team))
    assertContains(client.get(ficha(member.registration.user)), "Insultó a otra persona")
    assertNotContains(client.get(ficha(UserFactory())), 'id="equipos"')
