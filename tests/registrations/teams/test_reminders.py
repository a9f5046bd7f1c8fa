"""Reminders of teams: to people without one before they close, and of an invitation before it expires."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from events.models import Edition
from registrations.models import Offer
from registrations.services import offers
from registrations.teams.reminders import TEAMS, team_rules
from somosnlp.outbox.forecast import forecast, people
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reminders import plan
from somosnlp.outbox.rendering import Content, Skip, compose
from somosnlp.outbox.topics import Reader, switch
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import captain_of, make_team

pytestmark = pytest.mark.django_db
CLOSES = datetime(2040, 3, 24, 11, 59, tzinfo=UTC)
#: Nine in the morning in Bogotá, the local day before teams close.
NINE = datetime(2040, 3, 23, 14, tzinfo=UTC)


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(ends_on=CLOSES.date() + timedelta(days=30), team_size_max=3)
    MilestoneFactory(edition=edition, kind="teams", at=CLOSES)
    return edition


def sent(template: str) -> QuerySet[OutgoingEmail]:
    return OutgoingEmail.objects.filter(template=f"registrations/mail/{template}")


def invitation(edition: Edition, email: str, *, expires_in: timedelta) -> Offer:
    team = make_team(edition)
    offer = offers.invite(team, email=email, by=captain_of(team)).offer
    Offer.objects.filter(pk=offer.pk).update(expires_at=timezone.now() + expires_in)
    return offer


def test_who_has_no_team_is_told_before_they_close(edition: Edition) -> None:
    alone = RegistrationFactory(edition=edition, user__name="Ana Luz")
    make_team(edition, members=2)
    RegistrationFactory(edition=edition, begun=True)
    plan(NINE - timedelta(minutes=1))
    assert not sent("teams_closing").exists()
    plan(NINE)
    plan(NINE + timedelta(minutes=1))
    mail = sent("teams_closing").get()
    assert (mail.user_id, mail.topic) == (alone.user.pk, TEAMS.key)
    content = compose(mail)
    assert isinstance(content, Content)
    assert "06:59 (hora de Bogotá) · 23:59 AoE" in content.text
    assert "Hola, Ana" in content.text
    assert "/correos/temas/" in content.text


def test_a_week_before_is_told_too(edition: Edition) -> None:
    RegistrationFactory(edition=edition)
    plan(NINE - timedelta(days=6))
    assert sent("teams_closing").get().rule == "registrations.teams_closing_7d"


def test_who_found_a_team_meanwhile_is_not_told(edition: Edition) -> None:
    alone = RegistrationFactory(edition=edition)
    plan(NINE)
    team = make_team(edition)
    asked = offers.request_to_join(team, by=alone.user).offer
    offers.accept_request(asked, by=captain_of(team))
    assert isinstance(compose(sent("teams_closing").get()), Skip)


def test_who_left_the_topic_is_not_told(edition: Edition) -> None:
    alone = RegistrationFactory(edition=edition)
    switch(TEAMS.key, Reader(alone.user.email, alone.user.pk), on=False)
    plan(NINE)
    assert not sent("teams_closing").exists()


@pytest.mark.parametrize("hours", [25, 50])
def test_an_invitation_is_not_reminded_of_early(edition: Edition, hours: int) -> None:
    person = UserFactory()
    invitation(edition, person.email, expires_in=timedelta(hours=hours))
    plan()
    assert not sent("team_invitation_waiting").exists()


def test_an_invitation_is_reminded_of_once_a_day_before_it_expires(edition: Edition) -> None:
    person = UserFactory(language="en", time_zone="Europe/Madrid")
    offer = invitation(edition, person.email, expires_in=timedelta(hours=23))
    now = timezone.now()
    plan(now)
    plan(now + timedelta(minutes=1))
    mail = sent("team_invitation_waiting").get()
    assert (mail.to, mail.language, mail.time_zone) == (person.email, "en", "Europe/Madrid")
    content = compose(mail)
    assert isinstance(content, Content)
    assert offers.make_token(Offer.objects.get(pk=offer.pk)) in content.text


def test_a_second_invitation_is_reminded_of_too(edition: Edition) -> None:
    person = UserFactory()
    for hours in (23, 22):
        invitation(edition, person.email, expires_in=timedelta(hours=hours))
    plan()
    assert sent("team_invitation_waiting").count() == 2


def test_who_was_invited_from_the_finder_is_reminded(edition: Edition) -> None:
    person, team = RegistrationFactory(edition=edition), make_team(edition)
    offers.invite_person(team, registration=person, by=captain_of(team))
    Offer.objects.update(expires_at=timezone.now() + timedelta(hours=23))
    plan()
    assert sent("team_invitation_waiting").get().user_id == person.user.pk


def test_who_has_no_account_is_not_reminded(edition: Edition) -> None:
    invitation(edition, "nadie@example.com", expires_in=timedelta(hours=23))
    UserFactory(email="sin-probar@example.com", proven=False)
    invitation(edition, "sin-probar@example.com", expires_in=timedelta(hours=23))
    plan()
    assert not sent("team_invitation_waiting").exists()


def test_an_answered_invitation_is_not_reminded_of(edition: Edition) -> None:
    person = RegistrationFactory(edition=edition)
    first = invitation(edition, person.user.email, expires_in=timedelta(hours=23))
    other = invitation(edition, person.user.email, expires_in=timedelta(hours=22))
    plan()
    offers.decline(Offer.objects.get(pk=first.pk), by=person.user)
    told = [compose(mail) for mail in sent("team_invitation_waiting").order_by("expires_at")]
    assert [type(content) for content in told] == [Content, Skip]
    offers.decline(Offer.objects.get(pk=other.pk), by=person.user)
    assert isinstance(compose(sent("team_invitation_waiting").order_by("expires_at")[0]), Skip)


def test_the_forecast_knows_who_will_be_told_and_who_has_a_team(edition: Edition) -> None:
    alone = RegistrationFactory(edition=edition)
    in_a_team = captain_of(make_team(edition))
    rule = next(rule for rule in team_rules() if rule.key == "registrations.teams_closing_1d")
    before = NINE - timedelta(days=1)
    told, done = (people(before, rule, edition.pk, why)[0] for why in ("", "done"))
    assert [line.user_id for line in told] == [alone.user.pk]
    assert [line.user_id for line in done] == [in_a_team.pk]


def test_the_forecast_counts_the_invitations_about_to_expire(edition: Edition) -> None:
    invitation(edition, UserFactory().email, expires_in=timedelta(hours=40))
    line = next(one for one in forecast(timezone.now()) if one.rule.key == "registrations.invitation_waiting")
    assert line.people == 1
