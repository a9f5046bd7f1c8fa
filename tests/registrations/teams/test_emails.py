"""Mails of teams: to whom, once, in whose language and zone, and with nobody's address or handle in them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.models import Edition
from registrations.emails import matching as match_emails
from registrations.models import MatchGroup, MatchRun, Membership, Offer, Registration, Team
from registrations.services import mergers, offers, team_links, team_profiles, teams
from registrations.services.teams import TeamFacts
from registrations.states.teams import OfferKind
from registrations.tasks import expire_offers
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import add_member, captain_of, make_profile, make_team

pytestmark = pytest.mark.django_db
CLOSES = datetime(2040, 3, 24, 11, 59, tzinfo=UTC)
WICKED = "<script>alert(1)</script>"


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(name="Hackathon 2040", team_size_max=4)
    MilestoneFactory(edition=edition, kind="teams", at=CLOSES)
    return edition


@pytest.fixture
def brazilian(edition: Edition) -> Registration:
    return somebody(edition, "João Alves", "pt-br", "America/Sao_Paulo")


@pytest.fixture
def american(edition: Edition) -> Registration:
    return somebody(edition, "Mary Park", "en", "America/New_York")


def somebody(edition: Edition, name: str, language: str, zone: str, **kwargs: Any) -> Registration:
    user = UserFactory(name=name, language=language, time_zone=zone, discord=f"handle.{language}")
    return RegistrationFactory(edition=edition, user=user, **kwargs)


def the(template: str, **where: Any) -> OutgoingEmail:
    return OutgoingEmail.objects.get(template=f"registrations/mail/{template}", **where)


def count(template: str) -> int:
    return OutgoingEmail.objects.filter(template=f"registrations/mail/{template}").count()


def assert_nothing_leaks() -> None:
    """No mail names an address or handle other than its reader's own address."""
    for mail in OutgoingEmail.objects.all():
        words = mail.subject + mail.body_text + mail.body_html
        assert set(re.findall(r"[\w.+-]+@[\w.-]+\.\w+", words)) <= {mail.to}, mail.template
        assert "handle." not in words, mail.template
        assert not re.search(r"\{\{|\bNone\b", words), mail.template


def test_a_stranger_reads_who_invites_in_the_captains_language(
    edition: Edition, brazilian: Registration
) -> None:
    team = teams.create_team(edition=edition, facts=TeamFacts(name="GANA DINERO"), by=brazilian.user)
    offers.invite(team, email="nadie@example.com", message="Vem!", by=brazilian.user)
    mail = the("team_invitation")
    assert (mail.to, mail.user_id, mail.language) == ("nadie@example.com", None, "pt-br")
    assert "GANA DINERO" not in mail.subject
    assert "João Alves" in mail.body_text
    assert "Vem!" in mail.body_text
    assert "Hackathon 2040" in mail.body_text
    assert mail.expires_at == Offer.objects.get().expires_at
    assert_nothing_leaks()


def test_an_address_with_an_account_is_written_to_in_its_language_and_zone(
    edition: Edition, american: Registration
) -> None:
    team = make_team(edition)
    offers.invite(team, email=american.user.email, by=captain_of(team))
    mail = the("team_invitation")
    assert (mail.language, mail.time_zone, mail.user_id) == ("en", "America/New_York", american.user.pk)
    assert "/en/" in mail.body_text


def test_an_invitation_lasts_no_longer_than_teams_form() -> None:
    edition = EditionFactory(team_size_max=3)
    closes = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    MilestoneFactory(edition=edition, kind="teams", at=closes)
    team = make_team(edition)
    offers.invite(team, email="nadie@example.com", by=captain_of(team))
    mail = the("team_invitation")
    assert mail.expires_at == closes
    assert "AoE" in mail.body_text


def test_a_stranger_learns_that_nothing_needs_to_be_done(edition: Edition) -> None:
    team = make_team(edition)
    offers.invite(team, email="nadie@example.com", by=captain_of(team))
    assert "Si no conoces a esta persona, no hagas nada" in the("team_invitation").body_text
    assert "te inscribes por el camino" in the("team_invitation").body_text


def test_the_captain_reads_a_request_with_its_words(edition: Edition, american: Registration) -> None:
    team = make_team(edition)
    offers.request_to_join(team, message="I know\nGuaraní", by=american.user)
    offers.request_to_join(team, message="again", by=american.user)
    mail = the("team_request")
    assert mail.to == captain_of(team).email
    assert "Mary Park" in mail.subject
    assert "Guaraní" in mail.body_text
    assert "06:59 (hora de Bogotá) · 23:59 AoE" in mail.body_text
    assert_nothing_leaks()


def test_who_comes_by_link_is_announced_as_such(edition: Edition, american: Registration) -> None:
    team = make_team(edition)
    team_links.use_link(team_links.make_link(team, by=captain_of(team)), by=american.user)
    assert "con tu enlace de invitación" in the("team_request").body_text


def test_who_joins_reads_where_the_team_talks_and_a_first_task(
    edition: Edition, brazilian: Registration
) -> None:
    team = make_team(
        edition, members=2, meeting_place="https://chat.example.org/quipu", tasks=["train", "review_data"]
    )
    add_member(team, brazilian)
    joined = the("team_joined", user_id=brazilian.user.pk)
    assert (joined.language, joined.time_zone) == ("pt-br", "America/Sao_Paulo")
    assert "https://chat.example.org/quipu" in joined.body_text
    assert 'href="https://chat.example.org/quipu"' in joined.body_html
    mates = OutgoingEmail.objects.filter(template__endswith="team_new_member", body_text__contains="João")
    assert {mail.user_id for mail in mates} == set(
        Membership.objects.filter(team=team)
        .exclude(registration=brazilian)
        .values_list("registration__user", flat=True)
    )
    assert_nothing_leaks()


@pytest.mark.parametrize(
    ("level", "task"), [("basic", "revisar datos"), ("advanced", "entrenar o alinear un modelo")]
)
def test_the_first_task_suits_the_newcomer(edition: Edition, level: str, task: str) -> None:
    team = make_team(edition, tasks=["train", "review_data"])
    add_member(team, RegistrationFactory(edition=edition, level=level))
    assert task in the("team_joined").body_text


def test_no_first_task_beyond_the_newcomer(edition: Edition) -> None:
    team = make_team(edition, tasks=["train"])
    add_member(team)
    assert "Una manera de empezar" not in the("team_joined").body_text


def test_a_place_that_is_no_web_address_is_no_link(edition: Edition) -> None:
    team = make_team(edition, meeting_place="javascript:alert(1)")
    add_member(team)
    assert 'href="javascript' not in the("team_joined").body_html


def test_who_waited_for_a_full_team_is_told_once(edition: Edition, american: Registration) -> None:
    team = make_team(edition, members=3)
    offers.request_to_join(team, by=american.user)
    offers.invite(team, email="nadie@example.com", by=captain_of(team))
    add_member(team)
    mail = the("team_full")
    assert (mail.to, mail.language) == (american.user.email, "en")


def test_of_a_team_that_dissolved_nobody_says_it_is_full(edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    offers.request_to_join(team, by=person.user)
    teams.leave_team(user=captain_of(team), edition=edition, by=None)
    assert "ya no existe" in the("team_full").subject
    assert "ya no existe" in the("team_full").body_text


def test_a_declined_request_is_told_kindly(edition: Edition, american: Registration) -> None:
    team = make_team(edition)
    offer = offers.request_to_join(team, by=american.user).offer
    assert offers.decline(offer, answer="Ya somos\ncuatro", by=captain_of(team))
    assert not offers.decline(offer, answer="otra vez", by=captain_of(team))
    mail = the("team_declined")
    assert mail.to == american.user.email
    assert "Ya somos\ncuatro" in mail.body_text
    assert "otra vez" not in mail.body_text


def test_a_declined_invitation_is_told_to_who_leads_now_without_the_address(
    edition: Edition, american: Registration
) -> None:
    team = make_team(edition, members=2)
    offer = offers.invite(team, email=american.user.email, by=captain_of(team)).offer
    teams.leave_team(user=captain_of(team), edition=edition, by=None)
    offers.decline(offer, answer="I found another", by=american.user)
    assert the("team_declined").to == captain_of(team).email
    assert_nothing_leaks()


def test_each_handing_over_is_told(edition: Edition) -> None:
    team = make_team(edition, members=2)
    first, second = team.memberships.order_by("joined_at")
    for to in (second, first, second):
        teams.hand_over(team, to=to, by=captain_of(team))
    told = OutgoingEmail.objects.filter(template="registrations/mail/team_captain").order_by("pk")
    assert [mail.to for mail in told] == [
        person.registration.user.email for person in (second, first, second)
    ]


def test_only_who_is_removed_reads_why(edition: Edition, brazilian: Registration) -> None:
    team = make_team(edition, members=2)
    member = add_member(team, brazilian)
    teams.remove_member(team, member, reason="No respondes desde hace días", by=captain_of(team))
    assert the("team_removed").to == brazilian.user.email
    saying = OutgoingEmail.objects.filter(body_text__contains="No respondes")
    assert [mail.template for mail in saying] == ["registrations/mail/team_removed"]


def test_a_merger_is_proposed_and_told_to_everybody(edition: Edition) -> None:
    small, big = make_team(edition, name="Chico"), make_team(edition, name="Grande", members=2)
    merger = mergers.propose_merger(small, into=big, message="¿Juntos?", by=captain_of(small))
    asked = the("team_merger")
    assert asked.to == captain_of(big).email
    assert "«Chico»" in asked.subject
    assert "Serían 3 personas, de 4" in asked.body_text
    mergers.accept_merger(merger, by=captain_of(big))
    assert count("team_merged") == 3
    assert_nothing_leaks()


def test_a_declined_merger_goes_to_who_leads_the_team_that_proposed(edition: Edition) -> None:
    small, big = make_team(edition, name="Chico", members=2), make_team(edition, name="Grande")
    merger = mergers.propose_merger(small, into=big, by=captain_of(small))
    teams.leave_team(user=captain_of(small), edition=edition, by=None)
    mergers.decline_merger(merger, by=captain_of(big))
    assert the("team_merger_declined").to == captain_of(small).email


def test_names_are_text_everywhere(edition: Edition) -> None:
    person = RegistrationFactory(edition=edition, user__name=WICKED)
    facts = TeamFacts(name=f"{WICKED} {'🦙' * 40}")
    team = teams.create_team(edition=edition, facts=facts, by=person.user)
    offers.invite(team, email="nadie@example.com", message=WICKED, by=person.user)
    member = add_member(team)
    offer = offers.request_to_join(team, message=WICKED, by=RegistrationFactory(edition=edition).user).offer
    offers.decline(offer, answer=WICKED, by=person.user)
    teams.remove_member(team, member, reason=WICKED, by=person.user)
    assert OutgoingEmail.objects.count() == 6
    for mail in OutgoingEmail.objects.all():
        assert "<script" not in mail.body_html, mail.template
    assert WICKED in the("team_invitation").body_text


def test_subjects_stay_one_line(edition: Edition) -> None:
    team = make_team(edition)
    Team.objects.filter(pk=team.pk).update(name="Uno\r\nBcc: x@y.z" + "🦙" * 60)
    member = add_member(Team.objects.get(pk=team.pk))
    mail = the("team_joined", user_id=member.registration.user.pk)
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert mail.subject.count("🦙") == 60


def test_a_report_is_acknowledged_without_naming_anybody(edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    report = team_profiles.report(text="spam", by=person.user, team=team)
    assert the("team_report_received").to == report.reporter.email
    assert_nothing_leaks()


def make_match(edition: Edition, *people: Registration, team: Team | None = None) -> list[Offer]:
    run = MatchRun.objects.create(edition=edition, created_by=people[0].user)
    group = MatchGroup.objects.create(run=run, number=1, team=team)
    return [
        Offer.objects.create(
            edition=edition,
            kind=OfferKind.MATCH,
            group=group,
            team=team,
            registration=person,
            nonce=f"nonce-{person.pk}",
            expires_at=timezone.now() + timedelta(hours=72),
        )
        for person in people
    ]


def test_a_proposal_shows_the_others_in_the_readers_language(
    edition: Edition, brazilian: Registration, american: Registration
) -> None:
    make_profile(brazilian, profiles=["technical"])
    Registration.objects.filter(pk=brazilian.pk).update(countries=["BR"])
    brazilian.refresh_from_db()
    offer, _other = make_match(edition, american, brazilian)
    for _ in range(2):
        match_emails.send_match(offer, token="t", group=[american, brazilian], reasons=["3 h"])
    mail = the("team_match")
    assert (mail.to, mail.language, mail.expires_at) == (american.user.email, "en", offer.expires_at)
    assert "João Alves · Brazil · " in mail.body_text
    assert "- 3 h" in mail.body_text
    assert "- Mary Park" not in mail.body_text
    assert_nothing_leaks()


def test_the_course_of_a_proposal_is_told(edition: Edition, american: Registration) -> None:
    (offer,) = make_match(edition, american)
    match_emails.send_match_reminder(offer, token="t")
    match_emails.send_match_failed(offer)
    team = make_team(edition)
    match_emails.send_match_formed(add_member(team, american))
    assert [count(f"team_match_{what}") for what in ("reminder", "failed", "formed")] == [1, 1, 1]
    assert captain_of(team).name in the("team_match_formed").body_text
    assert_nothing_leaks()


def test_who_declines_a_proposal_sends_no_mail(edition: Edition, american: Registration) -> None:
    (offer,) = make_match(edition, american)
    assert offers.decline(offer, by=american.user)
    assert not OutgoingEmail.objects.exists()


def test_what_nobody_answered_expires_by_the_clock(edition: Edition) -> None:
    team = make_team(edition)
    old = offers.invite(team, email="nadie@example.com", by=captain_of(team)).offer
    new = offers.invite(team, email="otra@example.com", by=captain_of(team)).offer
    past = timezone.now() - timedelta(minutes=1)
    Offer.objects.filter(pk=old.pk).update(expires_at=past)
    expire_offers()
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.status, new.status) == ("expired", "open")


def test_the_clock_runs_the_expiry(settings: Any) -> None:
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert expire_offers.name in tasks
