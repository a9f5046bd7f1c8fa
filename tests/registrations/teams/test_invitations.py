"""The pages behind the links of invitations: GET shows, POST acts, later they show the present state."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from events.models import Edition, Milestone
from registrations.models import InvitationLink, Membership, Offer, Registration
from registrations.services import offers, team_links
from registrations.services.invited import invitation_url
from registrations.services.offers import make_token
from registrations.services.team_links import link_token
from registrations.services.teams import leave_team
from registrations.states import Status
from registrations.states.teams import OfferStatus
from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory, answers
from tests.factories.teams import captain_of, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    """Registration has closed, teams still form, as between 22 March and 7 April 2024."""
    edition = EditionFactory(team_size_max=3)
    MilestoneFactory(edition=edition, kind="teams", at=in_days(5))
    closed = MilestoneFactory(edition=edition, past=True)
    CallFactory(edition=edition, kind="registration", closes_with=closed)
    return edition


def invited(edition: Edition, email: str, **team: Any) -> Offer:
    found = make_team(edition, **team)
    return offers.invite(found, email=email, message="¡Ven!", by=captain_of(found)).offer


def url_of(offer: Offer) -> str:
    return reverse("team-invitation", args=[make_token(offer)])


def url_of_link(link: InvitationLink) -> str:
    return reverse("team-link", args=[link_token(link)])


def linked(edition: Edition, **team: Any) -> InvitationLink:
    found = make_team(edition, **team)
    return team_links.make_link(found, by=captain_of(found))


# --- By mail ---------------------------------------------------------------------------------------


def test_whoever_was_invited_sees_it_and_comes_in_once(client: Client, edition: Edition) -> None:
    person = RegistrationFactory(edition=edition)
    offer = invited(edition, person.user.email)
    client.force_login(person.user)
    page = client.get(url_of(offer))
    assertContains(page, "¡Ven!")
    assertContains(page, "Entrar en el equipo")
    assert Offer.objects.get().status == OfferStatus.OPEN
    for _twice in range(2):
        response = client.post(url_of(offer), {"answer": "accept"})
        assertRedirects(response, reverse("team", args=[edition.slug, "los-del-quipu"]))
    assert Membership.objects.filter(registration=person).count() == 1
    assertContains(client.get(url_of(offer)), "Ya estás en este equipo")


def test_declining_keeps_the_words_and_shows_so_later(client: Client, edition: Edition) -> None:
    person = RegistrationFactory(edition=edition)
    offer = invited(edition, person.user.email)
    client.force_login(person.user)
    for _twice in range(2):
        client.post(url_of(offer), {"answer": "decline", "words": "Ya tengo grupo, ¡gracias!"})
    offer.refresh_from_db()
    assert (offer.status, offer.answer) == (OfferStatus.DECLINED, "Ya tengo grupo, ¡gracias!")
    assertContains(client.get(url_of(offer)), "se respondió con un no", status_code=410)
    assertContains(client.post(url_of(offer), {"answer": "accept"}), "Ya no se puede", status_code=422)


def test_a_stranger_reads_how_to_come_in(client: Client, edition: Edition) -> None:
    offer = invited(edition, "ana@example.org")
    token = make_token(offer)
    url = reverse("team-invitation", args=[token])
    page = client.get(url)
    assertContains(page, f"{reverse('registration', args=[edition.slug])}?invitacion={quote(token)}")
    assertNotContains(page, "ana@example.org")
    assertRedirects(
        client.post(url, {"answer": "accept"}),
        f"{reverse('account_login')}?next={url}",
        fetch_redirect_response=False,
    )
    assert Offer.objects.get().status == OfferStatus.OPEN


def test_an_invitation_of_another_is_explained(client: Client, edition: Edition) -> None:
    offer = invited(edition, "ana@example.org")
    client.force_login(RegistrationFactory(edition=edition).user)
    page = client.get(url_of(offer))
    assertContains(page, "para otra dirección", status_code=403)
    assertNotContains(page, "ana@example.org", status_code=403)
    assertContains(client.post(url_of(offer), {"answer": "accept"}), "otra dirección", status_code=422)
    assert not Membership.objects.filter(is_captain=False).exists()


def test_a_second_proven_address_is_ones_own(client: Client, edition: Edition) -> None:
    person = RegistrationFactory(edition=edition)
    EmailAddress.objects.create(user=person.user, email="ana@example.org", verified=True)
    offer = invited(edition, "ana@example.org")
    client.force_login(person.user)
    client.post(url_of(offer), {"answer": "accept"})
    assert Membership.objects.filter(registration=person).exists()


@pytest.mark.parametrize("token", ["roto", "x:y", "WzEsImEiXQ:1abc:xyz", "%F0%9F%A6%99", "a" * 400])
@pytest.mark.parametrize("name", ["team-invitation", "team-link"])
def test_mangled_tokens_get_a_page_that_says_what_to_do(client: Client, name: str, token: str) -> None:
    url = reverse(name, args=["TOKEN"]).replace("TOKEN", token)
    for response in (client.get(url), client.post(url)):
        assertContains(response, "Este enlace no está completo", status_code=404)


def test_tokens_of_requests_and_links_are_no_invitations(client: Client, edition: Edition) -> None:
    link = linked(edition)
    asked = offers.request_to_join(link.team, by=RegistrationFactory(edition=edition).user).offer
    for token in (make_token(asked), link_token(link)):
        assert client.get(reverse("team-invitation", args=[token])).status_code == 404
    assert client.get(reverse("team-link", args=[make_token(asked)])).status_code == 404


def _expire(offer: Offer) -> None:
    offer.expires_at = timezone.now() - timedelta(minutes=1)
    offer.save(update_fields=["expires_at"])


def _withdraw(offer: Offer) -> None:
    assert offer.team
    offers.withdraw(offer, by=captain_of(offer.team))


def _fill(offer: Offer) -> None:
    assert offer.team
    for _place in range(2):
        asked = offers.request_to_join(offer.team, by=RegistrationFactory(edition=offer.edition).user).offer
        offers.accept_request(asked, by=captain_of(offer.team))


def _dissolve(offer: Offer) -> None:
    assert offer.team
    captain = captain_of(offer.team)
    leave_team(user=captain, edition=offer.edition, by=captain)


def _end(offer: Offer) -> None:
    Milestone.objects.filter(edition=offer.edition, kind="teams").update(at=in_days(-3))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_expire, "caducó"),
        (_withdraw, "retiró la invitación"),
        (_fill, "completó"),
        (_dissolve, "se cerró"),
        (_end, "plazo para formar equipos"),
    ],
)
def test_what_became_of_an_invitation_is_said(
    client: Client, edition: Edition, change: Callable[[Offer], None], words: str
) -> None:
    person = RegistrationFactory(edition=edition)
    offer = invited(edition, person.user.email)
    change(offer)
    for user in (None, person.user):
        if user:
            client.force_login(user)
        assertContains(client.get(url_of(offer)), words, status_code=410)
    assert client.post(url_of(offer), {"answer": "accept"}).status_code == 422
    assert not Membership.objects.filter(registration=person).exists()


def test_who_has_a_team_is_told_to_leave_it_first(client: Client, edition: Edition) -> None:
    mine = make_team(edition, name="El mío")
    offer = invited(edition, captain_of(mine).email)
    client.force_login(captain_of(mine))
    assertContains(client.get(url_of(offer)), "El mío")
    assertContains(client.post(url_of(offer), {"answer": "accept"}), "déjalo antes", status_code=422)


@pytest.mark.parametrize("language", ["es", "en", "pt-br"])
def test_invitations_come_in_three_languages(client: Client, edition: Edition, language: str) -> None:
    offer = invited(edition, "ana@example.org", name="<script>alert(1)</script>")
    with override(language):
        url = url_of(offer)
    page = client.get(url)
    assertContains(page, f'<html lang="{language}"')
    assertNotContains(page, "<script>alert")


# --- By link ---------------------------------------------------------------------------------------


def test_a_link_asks_the_captain_where_they_want_to_be_asked(client: Client, edition: Edition) -> None:
    link, person = linked(edition), RegistrationFactory(edition=edition)
    client.force_login(person.user)
    assertContains(client.get(url_of_link(link)), "Pedir entrar")
    for _twice in range(2):
        client.post(url_of_link(link), {"words": "Hola"})
    link.refresh_from_db()
    assert link.uses == 1
    assert Offer.objects.get().message == "Hola"
    assertContains(client.get(url_of_link(link)), "Ya pediste entrar")


def test_a_link_brings_in_where_nobody_must_be_asked(client: Client, edition: Edition) -> None:
    link, person = linked(edition, approves_links=False), RegistrationFactory(edition=edition)
    client.force_login(person.user)
    client.get(url_of_link(link))
    assert not Membership.objects.filter(registration=person).exists()
    for _twice in range(2):
        client.post(url_of_link(link))
    assert Membership.objects.filter(registration=person, team=link.team).exists()
    assertContains(client.get(url_of_link(link)), "Ya estás en este equipo")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("revoked_at", timezone.now(), "ya no sirve"),
        ("expires_at", timezone.now() + timedelta(seconds=0.2), "ya no sirve"),
        ("uses", 2, "ya lo usaron"),
    ],
)
def test_a_dead_link_says_so(client: Client, edition: Edition, column: str, value: Any, words: str) -> None:
    link, person = linked(edition), RegistrationFactory(edition=edition)
    if column == "expires_at":
        earlier = {"created_at": in_days(-8), "expires_at": in_days(-1)}
        InvitationLink.objects.filter(pk=link.pk).update(**earlier)
    else:
        InvitationLink.objects.filter(pk=link.pk).update(**{column: value})
    client.force_login(person.user)
    assertContains(client.get(url_of_link(link)), words, status_code=410)
    assert client.post(url_of_link(link)).status_code == 422
    assert not Offer.objects.exists()


# --- Registering on the way -------------------------------------------------------------------------


def register(client: Client, edition: Edition, token: str, email: str, code_of: Any) -> Any:
    """Send step 1 without an account, with the token of an invitation, and type the code."""
    url = f"{reverse('registration', args=[edition.slug])}?invitacion={token}"
    response = client.post(url, answers(email=email))
    if response.status_code != 302:
        return response
    return client.post(response["Location"], {"code": code_of(email)})


def test_somebody_without_an_account_registers_on_the_way(
    client: Client, edition: Edition, code_of: Any
) -> None:
    offer = invited(edition, "ana@example.org")
    token = make_token(offer)
    url = reverse("registration", args=[edition.slug])
    assertNotContains(client.get(url), 'name="countries"')
    assertContains(client.get(f"{url}?invitacion={token}"), 'name="countries"')
    response = register(client, edition, token, "ana@example.org", code_of)
    done = f"{reverse('registration-done', args=[edition.slug])}?invitacion={token}"
    assertRedirects(response, done, fetch_redirect_response=False)
    assertContains(client.get(done), reverse("team-invitation", args=[token]))
    assert not Membership.objects.filter(registration__user__email="ana@example.org").exists()
    client.post(url_of(offer), {"answer": "accept"})
    membership = Membership.objects.get(registration__user__email="ana@example.org")
    assert membership.team == offer.team


def test_the_right_to_register_is_for_the_address_invited(
    client: Client, edition: Edition, code_of: Any
) -> None:
    token = make_token(invited(edition, "ana@example.org"))
    response = register(client, edition, token, "otra@example.org", code_of)
    assertContains(response, "otra dirección", status_code=422)
    assertContains(response, "Lucía Benítez", status_code=422)
    assert not Registration.objects.filter(user__email="otra@example.org").exists()


def test_a_link_lets_register_as_well(client: Client, edition: Edition, code_of: Any) -> None:
    link = linked(edition)
    token = link_token(link)
    response = register(client, edition, token, "otra@example.org", code_of)
    assert response.status_code == 302
    assertContains(client.get(response["Location"]), reverse("team-link", args=[token]))


@pytest.mark.parametrize("invitation", ["", "roto", "https://mal.example/"])
def test_without_an_invitation_registration_stays_closed(
    client: Client, edition: Edition, invitation: str
) -> None:
    url = f"{reverse('registration', args=[edition.slug])}?invitacion={invitation}"
    assert client.post(url, answers(email="ana@example.org")).status_code == 422
    client.force_login(UserFactory())
    assert client.post(url, answers()).status_code == 422
    assert not Registration.objects.filter(status=Status.REGISTERED).exists()


def test_invitations_of_another_edition_or_over_open_nothing(client: Client, edition: Edition) -> None:
    other = EditionFactory()
    MilestoneFactory(edition=other, kind="teams", at=in_days(5))
    token = make_token(invited(other, "ana@example.org"))
    url = f"{reverse('registration', args=[edition.slug])}?invitacion={token}"
    assert client.post(url, answers(email="ana@example.org")).status_code == 422
    token = make_token(offer := invited(edition, "ana@example.org"))
    _end(offer)
    url = f"{reverse('registration', args=[edition.slug])}?invitacion={token}"
    assert client.post(url, answers(email="ana@example.org")).status_code == 422


def test_who_is_signed_in_registers_by_an_invitation_to_their_address(
    client: Client, edition: Edition
) -> None:
    user: User = UserFactory()
    offer = invited(edition, user.email)
    client.force_login(user)
    url = reverse("registration", args=[edition.slug])
    token = make_token(offer)
    page = client.get(reverse("team-invitation", args=[token]))
    assertContains(page, f"{url}?invitacion={quote(token)}")
    response = client.post(f"{url}?invitacion={token}", answers())
    assert response["Location"].startswith(reverse("registration-done", args=[edition.slug]))
    assertContains(client.get(url_of(offer)), "Entrar en el equipo")


@pytest.mark.parametrize(
    "token", ["https://mal.example/", "//mal.example", "javascript:alert(1)", "../../x", ""]
)
def test_nothing_leads_to_a_foreign_site(client: Client, edition: Edition, token: str) -> None:
    assert invitation_url(token) == ""
    client.force_login(RegistrationFactory(edition=edition).user)
    page = client.get(reverse("registration-done", args=[edition.slug]), {"invitacion": token})
    hrefs = re.findall(r'href="([^"]*)"', page.content.decode().split("<main")[1].split("</main")[0])
    assert all(href.startswith("/") and not href.startswith("//") for href in hrefs)
    assertNotContains(page, "Te espera un equipo")
