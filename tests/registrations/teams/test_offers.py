"""Ways into a team: both directions, one table; accepting one closes the person's others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Edition
from registrations.models import InvitationLink, Membership, Offer, Team
from registrations.refusals import Refusal
from registrations.services import offers, team_links
from registrations.services.offers import INVITATIONS_A_DAY, OPEN_REQUESTS, make_token
from registrations.services.registering import cancel_registration
from registrations.services.teams import close_team
from registrations.states.teams import OfferKind, OfferStatus, TeamStatus
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import captain_of, make_team
from tests.registrations.teams.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(team_size_max=3)
    MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    return edition


def mails_to(address: str) -> list[str]:
    rows = OutgoingEmail.objects.filter(to=address).order_by("pk")
    return [mail.template.rsplit("/", 1)[-1] for mail in rows]


def test_an_invitation_brings_somebody_registered_in_once(edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    invited = offers.invite(team, email=person.user.email.upper(), by=captain_of(team))
    assert (invited.is_new, invited.offer.registration) == (True, None)
    first = offers.accept_invitation(invited.offer, by=person.user)
    assert offers.accept_invitation(invited.offer, by=person.user) == first
    team.refresh_from_db()
    assert team.members == 2
    offer = Offer.objects.get()
    assert (offer.status, offer.registration, offer.email) == (OfferStatus.ACCEPTED, person, "")
    assert mails_to(person.user.email) == ["team_invitation", "team_joined"]
    assert mails_to(captain_of(team).email) == ["team_new_member"]


def test_an_invitation_is_only_for_whoever_proved_its_address(edition: Edition) -> None:
    team, other = make_team(edition), RegistrationFactory(edition=edition)
    offer = offers.invite(team, email="ana@example.org", by=captain_of(team)).offer
    with refused(Refusal.OTHER_ADDRESS):
        offers.accept_invitation(offer, by=other.user)
    unproven = RegistrationFactory(edition=edition, user=UserFactory(email="ana@example.org", proven=False))
    with refused(Refusal.OTHER_ADDRESS):
        offers.accept_invitation(offer, by=unproven.user)
    with refused(Refusal.OTHER_ADDRESS):
        offers.decline(offer, by=other.user)


def test_inviting_tells_nothing_of_who_has_an_account(edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    known = offers.invite(team, email=person.user.email, by=captain_of(team)).offer
    unknown = offers.invite(team, email="nadie@example.org", by=captain_of(team)).offer
    assert (known.registration, unknown.registration) == (None, None)
    assert mails_to("nadie@example.org") == mails_to(person.user.email) == ["team_invitation"]


def test_inviting_twice_mails_once(edition: Edition) -> None:
    team = make_team(edition)
    made = [offers.invite(team, email="ana@example.org", by=captain_of(team)) for _ in range(2)]
    assert [one.is_new for one in made] == [True, False]
    assert mails_to("ana@example.org") == ["team_invitation"]


def test_a_team_sends_so_many_invitations_a_day(edition: Edition) -> None:
    team = make_team(edition)
    for number in range(INVITATIONS_A_DAY):
        offers.invite(team, email=f"p{number}@example.org", by=captain_of(team))
    with refused(Refusal.TOO_MANY_INVITATIONS):
        offers.invite(team, email="otra@example.org", by=captain_of(team))
    Offer.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    assert offers.invite(team, email="otra@example.org", by=captain_of(team)).is_new


def test_withdrawn_invitations_count_for_the_day(edition: Edition) -> None:
    """Else inviting and withdrawing in turn would send without end."""
    team = make_team(edition)
    for number in range(INVITATIONS_A_DAY):
        invited = offers.invite(team, email=f"p{number}@example.org", by=captain_of(team))
        assert offers.withdraw(invited.offer, by=captain_of(team))
    with refused(Refusal.TOO_MANY_INVITATIONS):
        offers.invite(team, email="otra@example.org", by=captain_of(team))


def test_a_person_has_so_many_requests_open(edition: Edition) -> None:
    person = RegistrationFactory(edition=edition)
    asked = [
        offers.request_to_join(make_team(edition, name=f"E{n}"), by=person.user) for n in range(OPEN_REQUESTS)
    ]
    with refused(Refusal.TOO_MANY_REQUESTS):
        offers.request_to_join(make_team(edition), by=person.user)
    assert offers.withdraw(asked[0].offer, by=person.user)
    assert offers.request_to_join(make_team(edition), by=person.user).is_new


def test_a_request_is_accepted_by_the_captain_only(edition: Edition) -> None:
    team, person = make_team(edition, members=2), RegistrationFactory(edition=edition)
    offer = offers.request_to_join(team, message="Sé de quechua", by=person.user).offer
    mate = team.memberships.get(is_captain=False).registration.user
    for stranger in (mate, person.user):
        with refused(Refusal.NOT_CAPTAIN):
            offers.accept_request(offer, by=stranger)
    assert offers.accept_request(offer, by=captain_of(team)).registration == person
    assert offers.accept_request(offer, by=captain_of(team)).registration == person
    team.refresh_from_db()
    assert (team.members, team.status) == (3, TeamStatus.COMPLETE)


def test_accepting_one_closes_the_others_of_the_person(edition: Edition) -> None:
    person = RegistrationFactory(edition=edition)
    mine, asked, inviting = (make_team(edition, name=name) for name in "ABC")
    offers.request_to_join(asked, by=person.user)
    offers.invite(inviting, email=person.user.email, by=captain_of(inviting))
    offer = offers.invite(mine, email=person.user.email, by=captain_of(mine)).offer
    offers.accept_invitation(offer, by=person.user)
    assert sorted(Offer.objects.values_list("team__name", "status")) == [
        ("A", "accepted"),
        ("B", "closed"),
        ("C", "closed"),
    ]


def test_asking_whoever_invites_is_accepting_and_the_other_way_round(edition: Edition) -> None:
    team = make_team(edition)
    invited, asking = RegistrationFactory(edition=edition), RegistrationFactory(edition=edition)
    offers.invite(team, email=invited.user.email, by=captain_of(team))
    assert offers.request_to_join(team, by=invited.user).membership is not None
    offers.request_to_join(team, by=asking.user)
    assert offers.invite(team, email=asking.user.email, by=captain_of(team)).membership is not None
    assert Membership.objects.filter(team=team).count() == 3


def test_when_the_team_is_full_who_waits_is_told(edition: Edition) -> None:
    team = make_team(edition, members=2)
    waiting, lucky = RegistrationFactory(edition=edition), RegistrationFactory(edition=edition)
    offers.request_to_join(team, by=waiting.user)
    offer = offers.request_to_join(team, by=lucky.user).offer
    offers.accept_request(offer, by=captain_of(team))
    assert mails_to(waiting.user.email) == ["team_full"]
    with refused(Refusal.FULL):
        offers.request_to_join(team, by=waiting.user)


def test_declining_is_kind_and_final(edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    offer = offers.request_to_join(team, by=person.user).offer
    assert offers.decline(offer, answer="Ya somos muchos de datos, ¡suerte!", by=captain_of(team))
    assert not offers.decline(offer, by=captain_of(team))
    with refused(Refusal.NOT_OPEN):
        offers.accept_request(offer, by=captain_of(team))
    assert mails_to(person.user.email) == ["team_declined"]


def test_a_closed_team_takes_no_requests_but_its_invitations_count(edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    offer = offers.invite(team, email=person.user.email, by=captain_of(team)).offer
    close_team(team, by=captain_of(team))
    with refused(Refusal.NOT_LOOKING):
        offers.request_to_join(team, by=RegistrationFactory(edition=edition).user)
    assert offers.accept_invitation(offer, by=person.user).team == team


def test_an_invitation_runs_out(edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    offer = offers.invite(team, email=person.user.email, by=captain_of(team)).offer
    Offer.objects.update(expires_at=timezone.now())
    with refused(Refusal.EXPIRED):
        offers.accept_invitation(offer, by=person.user)
    assert offers.expire_offers() == 1
    assert offers.invite(team, email=person.user.email, by=captain_of(team)).is_new


def test_after_the_deadline_nobody_comes_in(edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    offer = offers.invite(team, email=person.user.email, by=captain_of(team)).offer
    edition.milestones.filter(kind="teams").update(at=in_days(-1))
    with refused(Refusal.OVER):
        offers.accept_invitation(offer, by=person.user)
    with refused(Refusal.OVER):
        offers.request_to_join(team, by=person.user)


def test_cancelling_the_registration_closes_what_was_open(edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    offer = offers.request_to_join(team, by=person.user).offer
    cancel_registration(person, by=person.user)
    offer.refresh_from_db()
    assert offer.status == OfferStatus.CLOSED
    with refused(Refusal.NOT_REGISTERED):
        offers.accept_request(offer, by=captain_of(team))


def test_tokens_open_their_offer_and_nothing_else(edition: Edition) -> None:
    team = make_team(edition)
    offer = offers.invite(team, email="ana@example.org", by=captain_of(team)).offer
    token = make_token(offer)
    assert offers.find_offer(token) == offer
    for wrong in ("", "x", token[:-1], token + "x", team_links.link_token(_link(team))):
        assert offers.find_offer(wrong) is None
        assert wrong == "" or team_links.find_link(token) is None
    Offer.objects.update(nonce="renewed")
    assert offers.find_offer(token) is None


def _link(team: Team) -> InvitationLink:
    return team_links.make_link(team, by=captain_of(team))


def test_a_link_asks_or_lets_in_as_the_team_wants(edition: Edition) -> None:
    strict, open_team = make_team(edition, name="A"), make_team(edition, name="B", approves_links=False)
    one, two = RegistrationFactory(edition=edition), RegistrationFactory(edition=edition)
    asked = team_links.use_link(_link(strict), by=one.user)
    assert asked.offer is not None
    assert asked.offer.kind == OfferKind.LINK
    assert team_links.use_link(_link(open_team), by=two.user).membership is not None
    assert offers.accept_request(asked.offer, by=captain_of(strict)).registration == one


def test_a_link_serves_so_many_and_a_second_click_uses_nothing_up(edition: Edition) -> None:
    team = make_team(edition, approves_links=False)
    link = team_links.make_link(team, by=captain_of(team), most_uses=1)
    person = RegistrationFactory(edition=edition)
    made = [team_links.use_link(link, by=person.user).membership for _ in range(2)]
    assert made[0] == made[1]
    with refused(Refusal.LINK_USED_UP):
        team_links.use_link(link, by=RegistrationFactory(edition=edition).user)


def test_a_revoked_or_old_link_brings_nobody(edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    revoked = _link(team)
    assert team_links.revoke_link(revoked, by=captain_of(team))
    assert not team_links.revoke_link(revoked, by=captain_of(team))
    old = _link(team)
    InvitationLink.objects.filter(pk=old.pk).update(created_at=in_days(-8), expires_at=timezone.now())
    for link in (revoked, old):
        with refused(Refusal.EXPIRED):
            team_links.use_link(link, by=person.user)
        assert not team_links.is_alive(team_links.find_link(team_links.link_token(link)) or link)


def test_an_invitation_carries_the_right_to_register(edition: Edition) -> None:
    """2024: registration closed on 22 March, teams formed until 7 April (facts 1.1)."""
    closed = MilestoneFactory(edition=edition, kind="registration", at=in_days(-1))
    CallFactory(edition=edition, kind="registration", closes_with=closed)
    team = make_team(edition)
    offer = offers.invite(team, email="ana@example.org", by=captain_of(team)).offer
    ana, other = UserFactory(email="ana@example.org"), UserFactory()
    right = offers.has_right_to_register
    assert right(ana, "", edition_id=edition.pk)
    assert right(None, make_token(offer), edition_id=edition.pk)
    assert not right(other, make_token(offer), edition_id=edition.pk)
    assert not right(None, "mangled", edition_id=edition.pk)
    offers.withdraw(offer, by=captain_of(team))
    assert not right(ana, make_token(offer), edition_id=edition.pk)


def test_nobody_says_the_other_sides_yes(edition: Edition) -> None:
    team, person, asking = (
        make_team(edition),
        RegistrationFactory(edition=edition),
        RegistrationFactory(edition=edition),
    )
    captain = captain_of(team)
    invitation = offers.invite_person(team, registration=person, by=captain).offer
    with refused(Refusal.NOT_OPEN):
        offers.accept_request(invitation, by=captain)
    request = offers.request_to_join(team, by=asking.user).offer
    with refused(Refusal.NOT_OPEN):
        offers.accept_invitation(request, by=asking.user)
    assert Membership.objects.filter(team=team).count() == 1
