"""Every address for every kind of person: an address nobody wrote down here fails."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from events.models import Call, Edition, KeynoteProposal, Mentorship, Person, Poster, Session
from events.proposals.co_speaker_links import make_token as co_speaker_token
from events.services.co_speakers import invite_co_speaker
from registrations.models import Offer, Registration, Team, TeamProfile
from registrations.services.offers import invite, make_token
from registrations.services.team_links import link_token, make_link
from registrations.signed_ids import sign_registration
from registrations.urls.teams import DEEDS
from somosnlp.accounts.models import User
from somosnlp.outbox.topics import Reader, unsubscribe_url
from tests.database import rows_for_a_module
from tests.factories.accounts import UserFactory
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import captain_of, make_profile, make_proposal, make_team

pytestmark = pytest.mark.django_db

#: Who may see what, in the order anonymous, participant, stranger (no registration), reviewer, organiser.
ALL = (200, 200, 200, 200, 200)
SIGNED_IN = (302, 200, 200, 200, 200)
ENTRY = (200, 302, 302, 302, 302)
OWN_REGISTRATION = (302, 200, 404, 404, 404)
NOBODY = (404, 404, 404, 404, 404)
#: Of a poster that none of them sent.
SOMEBODY_ELSES = (302, 404, 404, 404, 404)
POST_ONLY = (405, 405, 405, 405, 405)
SIGNED_IN_POST_ONLY = (302, 405, 405, 405, 405)
#: Of a team that none of them is in.
REGISTERED = (302, 200, 403, 403, 403)
CAPTAIN = (302, 403, 403, 403, 403)
MEMBER = (302, 302, 302, 302, 302)
INVITED = (200, 403, 403, 403, 403)
PROPOSED = (302, 200, 403, 403, 403)
#: Of a mentor who is none of them.
ONLY_THE_MENTOR = (302, 404, 404, 404, 404)
#: A talk of the participant's that was accepted: seen by nobody else, and changed by nobody any more.
OWN_TALK = (302, 200, 404, 404, 404)
SEEN_BY_TEAM = (302, 302, 404, 404, 404)
#: Of people registered in the edition; to everybody else a page says how to get in.
AMONG_US = (403, 200, 403, 403, 403)

ADDRESSES: dict[str, tuple[int, ...]] = {
    "healthz": ALL,
    "readyz": ALL,
    "sitemap": ALL,
    "robots": ALL,
    "landing": ALL,
    "editions": ALL,
    "edition": ALL,
    "rules": ALL,
    "prizes": ALL,
    "universities": ALL,
    "sponsorship": ALL,
    "corpus": ALL,
    "programme": ALL,
    "notices": ALL,
    "notices-feed": ALL,
    "milestones-ics": ALL,
    "programme-ics": ALL,
    "session-ics": ALL,
    "schedule-xml": ALL,
    "schedule-json": ALL,
    "personal-ics": NOBODY,
    "my-calendar": SIGNED_IN,
    "session": ALL,
    "session-attend": ALL,
    "session-leave": SIGNED_IN_POST_ONLY,
    "attendance": NOBODY,
    "share-card": ALL,
    "site-card": ALL,
    "session-card": ALL,
    "questions": ALL,
    "question-vote": POST_ONLY,
    "question-desk": (302, 403, 403, 200, 200),
    "speaker": ALL,
    "projects": ALL,
    "legal": ALL,
    "registration": ALL,
    "organisers": ALL,
    "mentorships": ALL,
    "mentorship": ALL,
    "mentorship-offer": ALL,
    "mentorship-mine": ONLY_THE_MENTOR,
    "mentorship-desk": ONLY_THE_MENTOR,
    "mentorship-withdraw": SIGNED_IN_POST_ONLY,
    "mentorship-leave": SIGNED_IN_POST_ONLY,
    "mentorship-done": SIGNED_IN_POST_ONLY,
    "university-suggestions": ALL,
    "my-hackathon": SIGNED_IN,
    "profile": SIGNED_IN,
    "my-mail": SIGNED_IN,
    "my-data": SIGNED_IN,
    "account_email": SIGNED_IN,
    "registration-done": OWN_REGISTRATION,
    "registration-more": OWN_REGISTRATION,
    "registration-cancel": SIGNED_IN_POST_ONLY,
    "registration-resume": SIGNED_IN_POST_ONLY,
    "consent": POST_ONLY,
    "mail-topics": SIGNED_IN,
    "mail-topics-signed": ALL,
    "notify-me": ALL,
    "notify-me-confirm": NOBODY,
    "organisers-withdraw": SIGNED_IN_POST_ONLY,
    "picture": ALL,
    "picture-small": ALL,
    "picture-upload": POST_ONLY,
    "poster": ALL,
    "poster-proposal": ALL,
    "poster-edit": SOMEBODY_ELSES,
    "poster-withdraw": SIGNED_IN_POST_ONLY,
    "poster-vote": SIGNED_IN_POST_ONLY,
    "team-finder": ALL,
    "team-people": AMONG_US,
    "team-profile": REGISTERED,
    "team-report": SIGNED_IN,
    "team-profile-report": REGISTERED,
    "team-report-done": ALL,
    "team": ALL,
    "team-create": REGISTERED,
    "team-edit": CAPTAIN,
    "team-manage": CAPTAIN,
    "team-leave": MEMBER,
    "team-request": SIGNED_IN_POST_ONLY,
    "team-request-withdraw": SIGNED_IN_POST_ONLY,
    **{name: SIGNED_IN_POST_ONLY for _where, _view, name in DEEDS},
    "keynote-proposal": ALL,
    "keynotes": SIGNED_IN,
    "keynote": OWN_TALK,
    "keynote-edit": SEEN_BY_TEAM,
    "keynote-confirm": OWN_TALK,
    "keynote-slides": OWN_TALK,
    "keynote-withdraw": SIGNED_IN_POST_ONLY,
    "co-speaker-invite": SIGNED_IN_POST_ONLY,
    "co-speaker-remove": SIGNED_IN_POST_ONLY,
    "co-speaker": ALL,
    "team-invitation": INVITED,
    "team-link": ALL,
    "team-match": PROPOSED,
    "account_login": ENTRY,
    "account_signup": ENTRY,
    "account_request_login_code": ENTRY,
}
#: Steps of allauth's flows: what they answer depends on the flow, and its own tests cover them.
FLOWS = {
    "account-link",
    "account_confirm_login_code",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_email_verification_sent",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
WRITES = ("INSERT", "UPDATE", "DELETE")
PEOPLE = ("anonymous", "participant", "stranger", "reviewer", "organiser")


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str | None]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from names(pattern.url_patterns)
        else:
            yield pattern.name


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo edition with its people, made once."""
    with django_db_blocker.unblock(), rows_for_a_module():
        call_command("import_editions", verbosity=0)
        call_command("load_legal_texts", verbosity=0)
        call_command("seed_demo", verbosity=0)
        yield


@pytest.fixture
def world(demo: None, db: None) -> None:
    """The demo edition and one of each of what it lacks."""
    UserFactory(email="forastera@example.org")
    team = make_team(Edition.objects.get(slug="demo"), name="Los de las direcciones")
    make_profile(RegistrationFactory(edition=team.edition))
    invite(team, email="invitada@example.org", by=captain_of(team))
    make_link(team, by=captain_of(team))
    participant = Registration.objects.get(user__email="participante@example.org", edition__slug="demo")
    make_proposal(participant)
    talk = KeynoteProposal.objects.get(submitted_by=participant.user)
    invite_co_speaker(talk, email="coponente@example.org", by=participant.user)


#: A team of the demo that none of these people is in.
TEAM = "los-de-las-direcciones"


def team_arguments(name: str) -> list[str] | None:
    """Return what the addresses of teams need; None for any other address."""
    team = Team.objects.select_related("edition").get(edition__slug="demo", slug=TEAM)
    if name == "team-invitation":
        return [make_token(Offer.objects.get(team=team))]
    if name == "team-link":
        return [link_token(team.links.get())]
    if name == "team-profile-report":
        return ["demo", sign_registration(TeamProfile.objects.listed().latest("pk").registration_id)]
    if name == "team-match":
        return [make_token(Offer.objects.get(kind="match"))]
    deeds = {deed: where for where, _view, deed in DEEDS}
    if name in deeds and "<int:pk>" in deeds[name]:
        return ["demo", TEAM, "1"]
    own = {
        "team",
        "team-edit",
        "team-manage",
        "team-leave",
        "team-request",
        "team-request-withdraw",
        "team-report",
    }
    return ["demo", TEAM] if name in own | set(deeds) else None


def mentorship_arguments(name: str) -> list[str] | None:
    """Return what the addresses of one mentor need; None for any other address."""
    if not name.startswith("mentorship-") and name != "mentorship":
        return None
    if name == "mentorship-offer":
        return ["demo"]
    key = str(Mentorship.objects.get(submitted_by__email="mentora00@example.org").key)
    return ["demo", key, "1"] if name == "mentorship-done" else ["demo", key]


def talk_arguments() -> dict[str, list[str]]:
    """Return what the addresses of talks need: one of the participant's, accepted."""
    talk = KeynoteProposal.objects.get(submitted_by__email="participante@example.org")
    own = ["keynote", "keynote-edit", "keynote-confirm", "keynote-slides", "keynote-withdraw"]
    return {
        **{name: ["demo", str(talk.key)] for name in [*own, "co-speaker-invite"]},
        "co-speaker-remove": ["demo", str(talk.key), "1"],
        "co-speaker": [co_speaker_token(talk.co_speakers.get())],
    }


def poster_arguments() -> dict[str, list[str]]:
    """Return what the addresses of posters and pictures need: one that hangs in the demo."""
    poster = Poster.objects.filter(edition__slug="demo", status="accepted").latest("pk")
    own = ["demo", str(poster.key)]
    shown = [str(poster.picture_id)]
    return {"poster-edit": own, "poster-withdraw": own, "picture": shown, "picture-small": shown}


def arguments(name: str) -> list[str]:
    session = Session.objects.filter(edition__slug="2024")[0]
    dated = Session.objects.filter(edition__slug="2024").exclude(starts_at=None)[0]
    ama = Session.objects.filter(kind="ama").select_related("edition")[0]
    person = Person.objects.filter(appearances__session__edition__slug="2024")[0]
    if found := team_arguments(name) or mentorship_arguments(name):
        return found
    return {
        **talk_arguments(),
        **poster_arguments(),
        "session": ["2024", session.slug],
        "session-ics": ["2024", dated.slug],
        "personal-ics": ["1-nadie.firma"],
        "session-attend": ["2024", session.slug],
        "session-leave": ["2024", session.slug],
        "attendance": ["1:false"],
        "session-card": ["2024", session.slug],
        "questions": [ama.edition.slug, ama.slug],
        "question-desk": [ama.edition.slug, ama.slug],
        "question-vote": [ama.edition.slug, ama.slug, "1"],
        "speaker": ["2024", person.slug],
        "legal": ["privacidad"],
        "consent": ["news"],
        "mail-topics-signed": [unsubscribe_url("registration", Reader("a@example.org"), "es").split("/")[-2]],
        "notify-me": ["call", str(Call.objects.filter(edition__slug="demo")[0].pk)],
        "notify-me-confirm": ["1:false"],
    }.get(name, ["2024"] if name in {"projects", "edition"} else ["demo"])


def address(name: str) -> str:
    pattern_arguments = next(
        bits for bits in get_resolver().reverse_dict.getlist(name) for _shape, bits in bits[0]
    )
    return reverse(name, args=arguments(name) if pattern_arguments else [])


def test_every_address_is_known() -> None:
    known = set(ADDRESSES) | FLOWS
    found = {name for name in names(get_resolver().url_patterns) if name}
    assert found - known - {"portuguese"} == set()
    assert known - found == set()


def test_every_person_gets_what_is_written_here(world: None) -> None:
    emails = {
        "participant": "participante@example.org",
        "stranger": "forastera@example.org",
        "reviewer": "revision@example.org",
        "organiser": "organizacion@example.org",
    }
    wrong = []
    for place, person in enumerate(PEOPLE):
        client = Client()
        if person != "anonymous":
            client.force_login(User.objects.get(email=emails[person]))
        for name, expected in ADDRESSES.items():
            status = client.get(address(name)).status_code
            if status != expected[place]:
                wrong.append((person, name, status, expected[place]))
    assert not wrong, wrong


def admin_lists() -> Iterator[str]:
    for model in admin.site._registry:
        yield f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"


def test_admin_is_for_staff_with_rights(world: None) -> None:
    """Reviewers get what their groups say, organisers everything, everybody else the sign-in page."""
    lists = [reverse(name) for name in admin_lists()]
    statuses = {}
    for email in ("", "participante@example.org", "revision@example.org", "organizacion@example.org"):
        client = Client()
        if email:
            client.force_login(User.objects.get(email=email))
        statuses[email] = {url: client.get(url).status_code for url in lists}
    assert set(statuses[""].values()) == {302}
    assert set(statuses["participante@example.org"].values()) == {302}
    assert set(statuses["organizacion@example.org"].values()) == {200}
    assert set(statuses["revision@example.org"].values()) <= {200, 403}
    review = reverse("admin:events_organiserapplication_changelist")
    assert statuses["revision@example.org"][review] == 200


def test_edition_in_preparation_is_for_organisers_only(world: None) -> None:
    Edition.objects.filter(slug="2024").update(is_published=False)
    for name in ("edition", "programme", "rules", "projects", "registration", "organisers"):
        url = reverse(name, args=["2024"])
        assert Client().get(url).status_code == 404, name
        organiser = Client()
        organiser.force_login(User.objects.get(email="organizacion@example.org"))
        assert organiser.get(url).status_code == 200, name


def test_get_on_every_address_changes_nothing(world: None) -> None:
    """No GET writes, whoever asks: nothing but sessions may be written."""
    client = Client()
    client.force_login(User.objects.get(email="participante@example.org"))
    written = []
    for name in ADDRESSES:
        with CaptureQueriesContext(connection) as queries:
            client.get(address(name))
        written += [
            (name, query["sql"][:80])
            for query in queries
            if query["sql"].lstrip().startswith(WRITES) and "django_session" not in query["sql"]
        ]
    assert written == []


def test_migrations_make_the_groups_with_their_rights() -> None:
    """No command is needed after the first `migrate`."""
    rights = {
        group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()
    }
    assert set(rights) == {"Organización", "Programa", "Patrocinios", "Corpus", "Equipos", "Jurado"}
    assert "review_organiserapplication" in rights["Programa"]
    assert "review_organiserapplication" not in rights["Jurado"]
    assert "delete_user" not in rights["Organización"]
