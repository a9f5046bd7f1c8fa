"""Pages of a team: made, seen by each kind of person, asked to join, managed, left."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from events.models import Edition
from registrations.models import Membership, Merger, Offer, Team
from registrations.services import mergers, offers, team_links, teams
from registrations.signed_ids import sign_registration
from registrations.states.teams import LogEvent, MergerStatus, OfferStatus, TeamStatus
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.ui.hours import mask_of
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import add_member, captain_of, make_profile, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(team_size_max=5, time_zone="America/Bogota")
    MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    return edition


def address(name: str, team: Team, *args: object) -> str:
    return reverse(name, args=[team.edition.slug, team.slug, *args])


def member_of(team: Team, **user: Any) -> Membership:
    person = RegistrationFactory(edition=team.edition, user=UserFactory(**user))
    return add_member(team, person)


def as_captain(client: Client, team: Team) -> Client:
    client.force_login(captain_of(team))
    return client


# --- A new team -----------------------------------------------------------------------------------


def test_somebody_registered_makes_a_team(client: Client, edition: Edition) -> None:
    challenge = MilestoneFactory(edition=edition, kind="challenge", label_es="Reto de los refranes")
    person = RegistrationFactory(edition=edition)
    client.force_login(person.user)
    url = reverse("team-create", args=[edition.slug])
    assertContains(client.get(url), "Reto de los refranes")
    sent = {
        "name": "  Los del  quipu ",
        "idea": "Contar **nudos**",
        "challenge": challenge.pk,
        "languages": ["es", "qu"],
        "profiles": ["linguistic"],
        "tasks": ["review_data"],
        "hours": ["7", "11"],
        "meeting_place": "discord.com/channels/1",
        "approves_links": "on",
        "time_zone": "America/La_Paz",
    }
    response = client.post(url, sent)
    team = Team.objects.get()
    assertRedirects(response, address("team", team))
    assert (team.name, team.challenge, team.hours) == ("Los del quipu", challenge, mask_of([7, 11]))
    assert (team.languages, team.meeting_place) == (["es", "qu"], "https://discord.com/channels/1")
    assert team.time_zone == (person.user.time_zone or "America/La_Paz")
    assert (team.approves_links, team.takes_matches) == (True, False)
    client.post(url, sent)
    assert Team.objects.count() == 1


def test_what_is_wrong_comes_back_with_what_was_typed(client: Client, edition: Edition) -> None:
    client.force_login(RegistrationFactory(edition=edition).user)
    response = client.post(
        reverse("team-create", args=[edition.slug]), {"name": "", "idea": "Una idea larga", "hours": ["3"]}
    )
    assertContains(response, "Una idea larga", status_code=422)
    assertContains(response, 'value="3" id="id_hours_3" checked', status_code=422)
    assert not Team.objects.exists()


def test_the_preview_shows_the_idea_and_makes_nothing(client: Client, edition: Edition) -> None:
    client.force_login(RegistrationFactory(edition=edition).user)
    response = client.post(
        reverse("team-create", args=[edition.slug]),
        {"name": "Quipu", "idea": "Contar **nudos** <script>alert(1)</script>", "preview": "1"},
    )
    assertContains(response, "<strong>nudos</strong>")
    assertNotContains(response, "<script>alert")
    assert not Team.objects.exists()


def test_who_is_not_registered_reads_how_to(client: Client, edition: Edition) -> None:
    client.force_login(UserFactory())
    response = client.get(reverse("team-create", args=[edition.slug]))
    assertContains(response, reverse("registration", args=[edition.slug]), status_code=403)
    client.post(reverse("team-create", args=[edition.slug]), {"name": "Quipu"})
    assert not Team.objects.exists()


def test_after_the_milestone_no_team_is_made(client: Client, edition: Edition) -> None:
    MilestoneFactory(edition=(other := EditionFactory(slug="2031")), kind="teams", at=in_days(-3))
    client.force_login(RegistrationFactory(edition=other).user)
    url = reverse("team-create", args=[other.slug])
    assertContains(client.get(url), "ya se cerró", status_code=403)
    assertContains(client.post(url, {"name": "Quipu"}), "ya se cerró", status_code=422)


def test_who_has_a_team_is_led_to_it(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    url = reverse("team-create", args=[edition.slug])
    assertRedirects(as_captain(client, team).get(url), address("team", team))


# --- Seen -----------------------------------------------------------------------------------------


def test_strangers_see_the_facts_and_nobody(client: Client, edition: Edition) -> None:
    team = make_team(
        edition, idea="Contar nudos", profiles=["linguistic"], meeting_place="https://x.example/1"
    )
    member = member_of(team, public_name="Marisol Nsue")
    make_profile(member.registration, shares_discord=True)
    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        page = client.get(address("team", team))
        assertContains(page, "Contar nudos")
        assertContains(page, "perfil lingüístico")
        for secret in ("Marisol Nsue", member.registration.user.email, "x.example", "Historial"):
            assertNotContains(page, secret)


def test_who_takes_part_sees_names_and_countries_only(client: Client, edition: Edition) -> None:
    team = make_team(edition, meeting_place="https://x.example/1")
    member = member_of(team, public_name="Marisol Nsue", discord="marisol.nsue")
    make_profile(member.registration, shares_discord=True)
    client.force_login(RegistrationFactory(edition=edition).user)
    page = client.get(address("team", team))
    assertContains(page, "Marisol Nsue")
    assertContains(page, "Colombia")
    for secret in (member.registration.user.email, "marisol.nsue", "x.example", "Historial"):
        assertNotContains(page, secret)


def test_who_takes_part_in_another_edition_sees_no_names(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    member_of(team, public_name="Marisol Nsue")
    client.force_login(RegistrationFactory(edition=EditionFactory(slug="2031")).user)
    assertNotContains(client.get(address("team", team)), "Marisol Nsue")


def test_members_see_where_to_talk_discord_and_history(client: Client, edition: Edition) -> None:
    team = make_team(edition, meeting_place="https://x.example/1", tasks=["demo"])
    one = member_of(team, public_name="Marisol Nsue", discord="marisol.nsue")
    two = member_of(team, public_name="Wilmer Chávez", discord="wilmer.no")
    make_profile(one.registration, shares_discord=True)
    make_profile(two.registration, shares_discord=False)
    facts = teams.TeamFacts(name="Los del quipu", meeting_place="https://x.example/2", tasks=["demo"])
    teams.edit_team(team, facts, by=captain_of(team))
    client.force_login(two.registration.user)
    page = client.get(address("team", team))
    for shown in ("https://x.example/2", "marisol.nsue", "hacer la demo", "Historial", "Marisol Nsue entró"):
        assertContains(page, shown)
    assertContains(page, "<del>https://x.example/1</del> → https://x.example/2")
    assertNotContains(page, "wilmer.no")


def test_members_see_the_hours_they_share_in_their_own_zone(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    captain, member = captain_of(team), member_of(team).registration
    for user, zone in ((captain, "America/Bogota"), (member.user, "America/Sao_Paulo")):
        user.time_zone = zone
        user.save(update_fields=["time_zone"])
    # Monday evening: 18–24 in Bogotá (UTC−5) is 20–02 in São Paulo (UTC−3), where 18–24 is 16–22 in Bogotá.
    for registration in (captain.registrations.get(), member):
        make_profile(registration, hours=mask_of([3]))
    client.force_login(captain)
    page = client.get(address("team", team))
    assertContains(page, "18–22 h")
    assertContains(page, "hora de Bogotá")
    client.force_login(member.user)
    assertContains(client.get(address("team", team)), "20–24 h")


def test_members_get_a_text_for_the_channel(client: Client, edition: Edition) -> None:
    team = make_team(edition, profiles=["design"])
    page = as_captain(client, team).get(address("team", team))
    assertContains(page, "👋 Buscamos gente: Los del quipu")
    assertContains(page, f"/equipos/{team.slug}/")


def test_organisers_see_people_and_history(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    member_of(team, public_name="Marisol Nsue", discord="marisol.nsue")
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = client.get(address("team", team))
    assertContains(page, "Marisol Nsue")
    assertContains(page, "Historial")


def test_a_dissolved_team_says_so(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    captain = captain_of(team)
    teams.leave_team(user=captain, edition=edition, by=captain)
    client.force_login(captain)
    for name in ("team", "team-manage"):
        assertContains(client.get(address(name, team)), "ya no existe", status_code=410)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "🦙" * 80, "=cmd|'/C calc'!A0"])
def test_names_are_text_everywhere(client: Client, edition: Edition, name: str) -> None:
    team = make_team(edition, name=name, idea=f"# {name}")
    as_captain(client, team)
    for page in ("team", "team-manage", "team-edit", "team-leave"):
        html = client.get(address(page, team)).content.decode()
        assert "<script>alert" not in html
        assert escape(name) in html


@pytest.mark.parametrize("language", ["es", "en", "pt-br"])
def test_the_pages_come_in_three_languages(client: Client, edition: Edition, language: str) -> None:
    team = make_team(edition, members=2)
    as_captain(client, team)
    for name in ("team", "team-manage", "team-edit", "team-leave"):
        with override(language):
            url = address(name, team)
        assertContains(client.get(url), f'<html lang="{language}"')


@pytest.mark.parametrize("members", [1, 5])
def test_the_page_costs_at_most_ten_queries(
    client: Client, edition: Edition, django_assert_max_num_queries: Any, members: int
) -> None:
    team = make_team(edition, members=members, meeting_place="https://x.example/1")
    for membership in team.memberships.select_related("registration"):
        make_profile(membership.registration, hours=mask_of([3, 7]), shares_discord=True)
    stranger = RegistrationFactory(edition=edition)
    for user in (captain_of(team), stranger.user):
        client.force_login(user)
        client.get(address("team", team))
        with django_assert_max_num_queries(10):
            client.get(address("team", team))


@pytest.mark.parametrize("rows", [1, 4])
def test_the_captains_page_costs_at_most_twelve_queries(
    client: Client, edition: Edition, django_assert_max_num_queries: Any, rows: int
) -> None:
    team = make_team(edition)
    for number in range(rows):
        offers.invite(team, email=f"a{number}@example.org", by=captain_of(team))
        offers.request_to_join(team, by=RegistrationFactory(edition=edition).user)
        mergers.propose_merger(other := make_team(edition), into=team, by=captain_of(other))
    team_links.make_link(team, by=captain_of(team))
    as_captain(client, team).get(address("team-manage", team))
    with django_assert_max_num_queries(12):
        client.get(address("team-manage", team) + "?equipo=")


# --- Asking to come in -----------------------------------------------------------------------------


def test_asking_waits_and_can_be_taken_back(client: Client, edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    client.force_login(person.user)
    for _twice in range(2):
        assertRedirects(client.post(address("team-request", team), {"words": "Hola"}), address("team", team))
    offer = Offer.objects.get()
    assert (offer.message, offer.status) == ("Hola", OfferStatus.OPEN)
    assertContains(client.get(address("team", team)), "espera respuesta")
    for _twice in range(2):
        client.post(address("team-request-withdraw", team))
    offer.refresh_from_db()
    assert offer.status == OfferStatus.WITHDRAWN
    assertContains(client.get(address("team", team)), "Pedir entrar")


def test_a_refused_request_keeps_what_was_typed(client: Client, edition: Edition) -> None:
    team, person = make_team(edition), RegistrationFactory(edition=edition)
    teams.close_team(team, by=captain_of(team))
    client.force_login(person.user)
    response = client.post(address("team-request", team), {"words": "Me encanta la idea"})
    assertContains(response, "no busca gente", status_code=422)
    assertContains(response, "Me encanta la idea", status_code=422)
    response = client.post(address("team-request", team), {"words": "a" * 601})
    assert response.status_code == 422
    assert not Offer.objects.exists()


def test_who_is_not_registered_cannot_ask(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    assert client.post(address("team-request", team)).status_code == 302
    client.force_login(UserFactory())
    assertContains(client.get(address("team", team)), "Inscribirme")
    assertContains(client.post(address("team-request", team)), "inscribirse", status_code=422)
    assert not Offer.objects.exists()


def test_who_has_a_team_is_told_and_a_full_team_too(client: Client, edition: Edition) -> None:
    team, other = make_team(edition, members=5), make_team(edition, name="Otro")
    client.force_login(captain_of(other))
    assertContains(client.get(address("team", team)), "Ya tienes equipo")
    client.force_login(RegistrationFactory(edition=edition).user)
    assertContains(client.get(address("team", team)), "no busca gente")
    assertContains(client.post(address("team-request", team)), "completo", status_code=422)


# --- The captain ------------------------------------------------------------------------------------


def test_only_the_captain_manages(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    member, stranger = member_of(team), RegistrationFactory(edition=edition)
    deeds = ("team-invite", "team-link-make", "team-close", "team-merge")
    for user in (member.registration.user, stranger.user, UserFactory(is_staff=True, is_superuser=True)):
        client.force_login(user)
        assert client.get(address("team-manage", team)).status_code == 403
        assert client.get(address("team-edit", team)).status_code == 403
        assert client.post(address("team-edit", team), {"name": "Mío"}).status_code == 403
        for name in deeds:
            assert client.post(address(name, team), {"email": "a@example.org"}).status_code == 403
        assert client.post(address("team-remove", team, member.pk), {"words": "x"}).status_code == 403
    team.refresh_from_db()
    assert (team.name, team.members, team.status) == ("Los del quipu", 2, TeamStatus.LOOKING)
    assert not Offer.objects.exists()


def test_nothing_happens_by_get(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    as_captain(client, team)
    for name in ("team-request", "team-request-withdraw", "team-invite", "team-link-make", "team-close"):
        assert client.get(address(name, team)).status_code == 405


def test_inviting_by_mail_once_and_taking_it_back(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    as_captain(client, team)
    for _twice in range(2):
        sent = {"email": "Ana@example.org", "message": "¡Ven!"}
        assertRedirects(client.post(address("team-invite", team), sent), address("team-manage", team))
    offer = Offer.objects.get()
    assert OutgoingEmail.objects.filter(to="ana@example.org").count() == 1
    assertContains(client.get(address("team-manage", team)), "ana@example.org")
    for _twice in range(2):
        client.post(address("team-invitation-withdraw", team, offer.pk))
    offer.refresh_from_db()
    assert offer.status == OfferStatus.WITHDRAWN


def test_a_wrong_address_is_explained_beside_the_form(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    sent = {"email": "ana@", "message": "Ven <b>ya</b>"}
    response = as_captain(client, team).post(address("team-invite", team), sent)
    assertContains(response, "Escribe el correo completo", status_code=422)
    assertContains(response, 'value="ana@"', status_code=422)
    assertContains(response, "Ven &lt;b&gt;ya&lt;/b&gt;", status_code=422)


def test_inviting_somebody_of_the_finder(client: Client, edition: Edition) -> None:
    team, listed, hidden = (
        make_team(edition),
        RegistrationFactory(edition=edition),
        RegistrationFactory(edition=edition),
    )
    make_profile(listed)
    make_profile(hidden, is_listed=False)
    as_captain(client, team)
    url = address("team-invite-person", team)
    assertRedirects(
        client.post(url, {"registration": sign_registration(listed.pk)}), address("team-manage", team)
    )
    assert Offer.objects.get().registration == listed
    assertNotContains(client.get(address("team-manage", team)), listed.user.email)
    for signed in (sign_registration(hidden.pk), str(listed.pk), "", "roto"):
        assert client.post(url, {"registration": signed}).status_code == 404


def test_links_are_made_and_revoked(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    as_captain(client, team).post(address("team-link-make", team))
    link = team.links.get()
    # A token carries the second it was written at; before it stands which link it is.
    token = team_links.link_token(link).partition(":")[0]
    assertContains(client.get(address("team-manage", team)), token)
    for _twice in range(2):
        client.post(address("team-link-revoke", team, link.pk))
    link.refresh_from_db()
    assert link.revoked_at is not None
    assertNotContains(client.get(address("team-manage", team)), token)


def test_requests_are_accepted_and_declined_kindly(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    yes, no = RegistrationFactory(edition=edition), RegistrationFactory(edition=edition)
    first, second = (offers.request_to_join(team, message="Hola", by=one.user).offer for one in (yes, no))
    page = as_captain(client, team).get(address("team-manage", team))
    assertNotContains(page, yes.user.email)
    for _twice in range(2):
        client.post(address("team-request-accept", team, first.pk))
        client.post(address("team-request-decline", team, second.pk), {"words": "Será la próxima"})
    assert Membership.objects.filter(registration=yes, team=team).exists()
    second.refresh_from_db()
    assert (second.status, second.answer) == (OfferStatus.DECLINED, "Será la próxima")
    client.force_login(no.user)
    assertContains(client.get(address("team", team)), "Será la próxima")


def test_what_belongs_to_another_team_is_not_found(client: Client, edition: Edition) -> None:
    team, other = make_team(edition), make_team(edition, name="Otro")
    asked = offers.request_to_join(other, by=RegistrationFactory(edition=edition).user).offer
    member = member_of(other)
    as_captain(client, team)
    assert client.post(address("team-request-accept", team, asked.pk)).status_code == 404
    assert client.post(address("team-hand-over", team, member.pk)).status_code == 404
    client.post(address("team-remove", team, member.pk), {"words": "x"})
    assert Membership.objects.filter(pk=member.pk).exists()


def test_handing_over_and_taking_out(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    one, two = member_of(team, public_name="Marisol"), member_of(team)
    as_captain(client, team)
    response = client.post(address("team-remove", team, two.pk), {"words": " "})
    assertContains(response, "Cuenta por qué", status_code=422)
    for _twice in range(2):
        client.post(address("team-remove", team, two.pk), {"words": "No responde hace días"})
    assert not Membership.objects.filter(pk=two.pk).exists()
    assert team.log.get(event=LogEvent.REMOVED).private_note == "No responde hace días"
    assertNotContains(client.get(address("team", team)), "No responde hace días")
    response = client.post(address("team-hand-over", team, one.pk))
    assert captain_of(team) == one.registration.user
    assertRedirects(response, address("team-manage", team), target_status_code=403)


def test_closing_and_opening_again(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    as_captain(client, team)
    for name, status in (("team-close", TeamStatus.CLOSED), ("team-reopen", TeamStatus.LOOKING)):
        for _twice in range(2):
            client.post(address(name, team))
        team.refresh_from_db()
        assert team.status == status


def test_two_teams_become_one(client: Client, edition: Edition) -> None:
    team, into = make_team(edition), make_team(edition, name="Los del charango", members=2)
    as_captain(client, team)
    page = client.get(address("team-manage", team) + "?equipo=charango")
    assertContains(page, "Los del charango")
    for _twice in range(2):
        client.post(address("team-merge", team), {"into": into.slug, "words": "¿Juntamos?"})
    merger = Merger.objects.get()
    as_captain(client, into)
    assertContains(client.get(address("team-manage", into)), "¿Juntamos?")
    assertRedirects(client.post(address("team-merger-accept", into, merger.pk)), address("team-manage", into))
    into.refresh_from_db()
    assert into.members == 3
    assert client.get(address("team", team)).status_code == 410


def test_a_merger_is_declined_or_taken_back(client: Client, edition: Edition) -> None:
    team, into = make_team(edition), make_team(edition, name="Otro")
    first = mergers.propose_merger(team, into=into, by=captain_of(team))
    as_captain(client, into).post(address("team-merger-decline", into, first.pk))
    second = mergers.propose_merger(team, into=into, by=captain_of(team))
    as_captain(client, team).post(address("team-merger-withdraw", team, second.pk))
    assert list(Merger.objects.order_by("pk").values_list("status", flat=True)) == [
        MergerStatus.DECLINED,
        MergerStatus.WITHDRAWN,
    ]
    response = client.post(address("team-merge", team), {"into": "no-existe", "words": "Hola"})
    assertContains(response, "Elige un equipo", status_code=422)


# --- Leaving ----------------------------------------------------------------------------------------


def test_who_leaves_is_told_what_happens(client: Client, edition: Edition) -> None:
    team = make_team(edition)
    heir = member_of(team, public_name="Marisol Nsue")
    as_captain(client, team)
    assertContains(client.get(address("team-leave", team)), "Marisol Nsue")
    for _twice in range(2):
        client.post(address("team-leave", team))
    assert captain_of(team) == heir.registration.user
    client.force_login(heir.registration.user)
    assertContains(client.get(address("team-leave", team)), "se disuelve")
    client.post(address("team-leave", team))
    team.refresh_from_db()
    assert team.status == TeamStatus.DISSOLVED


def test_a_stranger_leaves_nothing(client: Client, edition: Edition) -> None:
    team, other = make_team(edition), make_team(edition, name="Otro")
    as_captain(client, other).post(address("team-leave", team))
    other.refresh_from_db()
    assert other.members == 1


def test_the_captain_edits_what_the_team_says(client: Client, edition: Edition) -> None:
    team = make_team(edition, idea="Antes", hours=mask_of([4]), time_zone="America/La_Paz")
    as_captain(client, team)
    url = address("team-edit", team)
    assertContains(client.get(url), "La_Paz".replace("_", " "))
    client.post(url, {"name": "Quipu 2", "idea": "Después", "hours": ["4"]})
    team.refresh_from_db()
    assert (team.name, team.slug, team.idea) == ("Quipu 2", "los-del-quipu", "Después")
    assert (team.hours, team.time_zone) == (mask_of([4]), "America/La_Paz")
    assert set(team.log.get(event=LogEvent.CHANGED).changes) == {"name", "idea", "approves_links"}


def test_links_of_an_idea_are_its_peoples(client: Client) -> None:
    edition = EditionFactory(slug="2026", is_current=True)
    team = make_team(edition, idea="[Mi sitio](https://example.org)")
    page = client.get(reverse("team", args=["2026", team.slug]))
    assertContains(page, '<a href="https://example.org" rel="nofollow ugc noopener">Mi sitio</a>', html=True)
