"""The teams and the crowd of the demo edition."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from events.models import Edition
from registrations.models import Offer, Registration, Team, TeamProfile
from registrations.states.teams import OfferKind, OfferStatus, TeamStatus
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.states import Status as MailStatus
from tests.database import rows_for_a_module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def _demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo edition, seeded once."""
    with django_db_blocker.unblock(), rows_for_a_module():
        call_command("seed_demo", verbosity=0)
        yield


def test_demo_has_teams_of_all_states_and_people_who_look_for_one() -> None:
    states = Counter(Team.objects.values_list("status", flat=True))
    assert set(states) == set(TeamStatus.values)
    assert states[TeamStatus.LOOKING] >= 8
    listed = TeamProfile.objects.filter(is_listed=True, registration__membership=None)
    assert listed.count() >= 30
    assert {"es", "pt"} <= {code for team in Team.objects.all() for code in team.languages}
    assert len(set(Team.objects.values_list("time_zone", flat=True))) >= 8


def test_demo_leaves_the_captain_requests_and_the_participant_an_invitation() -> None:
    team = Team.objects.get(memberships__registration__user__email="capitana@example.org")
    assert team.free_places
    waiting = Offer.objects.filter(team=team, status=OfferStatus.OPEN)
    assert Counter(offer.kind for offer in waiting) == {OfferKind.REQUEST: 2, OfferKind.INVITATION: 1}
    participant = Registration.objects.get(user__email="participante@example.org")
    assert not hasattr(participant, "membership")
    assert participant.team_profile.hours
    assert Offer.objects.filter(email="participante@example.org", status=OfferStatus.OPEN).count() == 1


def test_demo_writes_only_to_those_who_can_read_it() -> None:
    written = set(OutgoingEmail.objects.filter(status=MailStatus.QUEUED).values_list("to", flat=True))
    invented = {address for address in written if address.startswith(("demo", "equipo", "gente"))}
    assert not invented
    assert {"capitana@example.org", "participante@example.org"} <= written


def test_demo_again_makes_no_second_team() -> None:
    before = [model.objects.count() for model in (Team, Offer, TeamProfile, OutgoingEmail)]

    call_command("seed_demo", verbosity=0)

    assert before == [model.objects.count() for model in (Team, Offer, TeamProfile, OutgoingEmail)]


def test_demo_people_fills_up_to_the_number_wanted() -> None:
    wanted = TeamProfile.objects.filter(wants_match=True).count()
    out = StringIO()

    call_command("demo_people", "6", stdout=out)
    call_command("demo_people", "8", stdout=out)

    assert out.getvalue().splitlines() == ["6 of 6 people new", "2 of 8 people new"]
    assert TeamProfile.objects.filter(wants_match=True).count() == wanted + 8


def test_demo_people_without_a_demo_is_refused() -> None:
    Edition.objects.filter(slug="demo").update(slug="2099")
    with pytest.raises(CommandError, match="no demo edition"):
        call_command("demo_people", "1")
    with override_settings(DEMO_PASSWORD=""), pytest.raises(CommandError, match="DEMO_PASSWORD"):
        call_command("demo_people", "1")
