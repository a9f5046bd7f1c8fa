"""«¿Qué pasa con X?»: found in one search, answered on one screen, within a fixed number of queries."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Value
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from registrations.states import Status as RegistrationStatus
from somosnlp.accounts.groups import JURY, ORGANISERS
from somosnlp.accounts.lookup import alike, look_up
from somosnlp.accounts.models import User
from somosnlp.accounts.search import Fold
from somosnlp.accounts.services.groups import sync_groups
from somosnlp.outbox.states import Status
from tests.factories.accounts import ConsentFactory, FormDraftFactory, UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory
from tests.factories.organisers import OrganiserApplicationFactory
from tests.factories.outbox import OutgoingEmailFactory
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db

SEARCH = "/admin/accounts/user/buscar/"


def ficha(user: User) -> str:
    return f"/admin/accounts/user/{user.pk}/ficha/"


def member_of(group: str) -> Client:
    sync_groups()
    user = UserFactory(is_staff=True, name="Olga Organiza")
    user.groups.set(Group.objects.filter(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def organiser() -> Client:
    return member_of(ORGANISERS)


@pytest.fixture
def maria() -> User:
    return UserFactory(
        name="María Íñiguez Peña",
        email="maria@example.org",
        discord="mari.nlp",
        hugging_face="Mari-NLP",
        github="mariadev",
        country="PE",
        time_zone="America/Lima",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "maria iniguez",
        "PEÑA",
        "maria@example.org",
        "  MARIA@Example.org ",
        "María <maria@example.org>",
        "mailto:maria@example.org",
        "@mari.nlp",
        "@mari-nlp",
        "https://huggingface.co/mari-nlp",
        "github.com/mariadev",
        "segunda@example.org",
    ],
)
def test_the_only_one_meant_is_opened_at_once(organiser: Client, maria: User, typed: str) -> None:
    UserFactory(name="Otra Persona", discord="otra")
    EmailAddress.objects.create(user=maria, email="segunda@example.org", verified=True)
    answer = organiser.get(SEARCH, {"q": typed})
    assert (answer.status_code, answer.headers.get("Location")) == (302, ficha(maria))


def test_whole_address_beats_those_that_contain_it(organiser: Client) -> None:
    ana = UserFactory(email="ana@example.org")
    UserFactory(email="susana@example.org")
    assert organiser.get(SEARCH, {"q": "ana@example.org"}).headers["Location"] == ficha(ana)


def test_handle_beats_those_that_contain_it_but_a_plain_word_may_be_a_name(organiser: Client) -> None:
    ana = UserFactory(name="Ana Ríos", discord="ana")
    UserFactory(name="Ana Sosa", discord="anabel")
    assert organiser.get(SEARCH, {"q": "@ana"}).headers["Location"] == ficha(ana)
    assert len(organiser.get(SEARCH, {"q": "ana"}).context["found"].people) == 2


def test_several_are_listed_with_what_tells_them_apart(organiser: Client) -> None:
    UserFactory(name="José Pérez", email="uno@example.org", country="MX")
    UserFactory(name="Jose Perez", email="dos@example.org", discord="pepe")
    page = organiser.get(SEARCH, {"q": "jose perez"})
    for text in ("uno@example.org", "MX", "dos@example.org", "Discord pepe"):
        assertContains(page, text)


def test_a_long_list_is_cut_and_says_so(organiser: Client) -> None:
    UserFactory.create_batch(21, public_name="Repetida")
    page = organiser.get(SEARCH, {"q": "repetida"})
    assert len(page.context["found"].people) == 20
    assertContains(page, "Hay más")


@pytest.mark.parametrize("typed", ["Gonsales", "gonzalo iniges", "maría yñiguez"])
def test_nothing_found_suggests_what_is_spelt_alike(organiser: Client, maria: User, typed: str) -> None:
    other = UserFactory(name="Lucía González")
    page = organiser.get(SEARCH, {"q": typed})
    assert {maria.pk, other.pk} & {one.pk for one in page.context["found"].alike}
    assertContains(page, "¿Quizá…?")


def test_alike_uses_the_index() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "user_search" in alike(Fold(Value("Gonsales"))).explain()


@pytest.mark.parametrize(
    "typed", ["", "\0", "%", "x" * 5000, "'; DROP TABLE", "@", "@\0", "https://[", "//", "(" * 50]
)
def test_strange_searches_do_not_break(organiser: Client, typed: str) -> None:
    assert organiser.get(SEARCH, {"q": typed}).status_code == 200


def test_draft_never_confirmed_is_found_by_its_address(organiser: Client) -> None:
    FormDraftFactory(email="nadie@example.org", kind="registration", scope="demo")
    page = organiser.get(SEARCH, {"q": "nadie@example.org"})
    assertContains(page, "Escribió su correo y nunca tecleó el código")
    assertContains(page, "nadie@example.org")


def test_person_who_never_typed_the_code_is_told_so(organiser: Client) -> None:
    user = UserFactory(email="casi@example.org", proven=False)
    FormDraftFactory(email="casi@example.org")
    assert organiser.get(SEARCH, {"q": "casi@"}).headers["Location"] == ficha(user)
    assertContains(organiser.get(ficha(user)), "Escribió su correo y nunca tecleó el código")


def test_expired_and_attached_drafts_are_not_found() -> None:
    FormDraftFactory(email="viejo@example.org", expires_at=timezone.now() - timedelta(minutes=1))
    FormDraftFactory(email="hecho@example.org", attached_to=UserFactory(), attached_at=timezone.now())
    assert not look_up("viejo@example.org").drafts
    assert not look_up("hecho@example.org").drafts


def test_screen_answers_who_where_what_and_what_was_mailed(organiser: Client, maria: User) -> None:
    edition = EditionFactory(is_current=True, name="Hackathon 2031")
    CallFactory(edition=edition)
    RegistrationFactory(user=maria, edition=edition, status=RegistrationStatus.REGISTERED)
    OrganiserApplicationFactory(edition=edition, submitted_by=maria)
    ConsentFactory(user=maria)
    OutgoingEmailFactory(user_id=maria.pk, subject="Te damos la bienvenida", failed=True)
    page = organiser.get(ficha(maria))
    for text in (
        "maria@example.org",
        "confirmada",
        "Mari-NLP",
        "Perú",
        "hora de Lima",
        "Hackathon 2031",
        "inscrita",
        "Le toca:",
        "Solicitud para el equipo organizador",
        "el equipo revisor",
        "Te damos la bienvenida",
        "550 No such user",
        "Recibir novedades",
    ):
        assertContains(page, text)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.QUEUED, "sale <time"),
        (Status.SENT, "salió <time"),
        (Status.HELD, "espera que alguien lo deje salir"),
        (Status.SKIPPED, "Ya no hace falta"),
        (Status.FAILED, "550 5.1.1"),
    ],
)
def test_each_mail_says_its_fate(organiser: Client, maria: User, status: str, words: str) -> None:
    reply = {Status.SKIPPED: "Ya no hace falta", Status.FAILED: "550 5.1.1"}.get(Status(status), "")
    sent_at = timezone.now() if status == Status.SENT else None
    OutgoingEmailFactory(user_id=maria.pk, status=status, last_reply=reply, sent_at=sent_at)
    html = " ".join(organiser.get(ficha(maria)).content.decode().split())
    assert words in html


def test_changes_show_who_old_and_new(organiser: Client, maria: User) -> None:
    organiser.post(
        f"/admin/accounts/user/{maria.pk}/change/", {"name": "María Nueva", "language": "es", "country": "PE"}
    )
    page = organiser.get(ficha(maria))
    assertContains(page, "<del>María Íñiguez Peña</del>", html=True)
    assertContains(page, "Olga Organiza")


@pytest.mark.parametrize("mails", [1, 200])
@pytest.mark.parametrize("closed", [False, True])
def test_screen_costs_at_most_15_queries(organiser: Client, maria: User, mails: int, closed: bool) -> None:
    """Of a person with everything, read by an organiser whose rights come from a group."""
    edition = EditionFactory(is_current=True)
    closes = MilestoneFactory(edition=edition, kind="registration")
    CallFactory(edition=edition, closes_with=closes, is_closed=closed)
    for kind in ("teams", "delivery"):
        MilestoneFactory(edition=edition, kind=kind)
    RegistrationFactory(user=maria, edition=edition)
    RegistrationFactory(user=maria)
    OrganiserApplicationFactory(edition=edition, submitted_by=maria)
    ConsentFactory(user=maria)
    changes = {"name": "María Nueva", "language": "es", "country": "PE"}
    organiser.post(f"/admin/accounts/user/{maria.pk}/change/", changes)
    OutgoingEmailFactory.create_batch(mails, user_id=maria.pk)
    ContentType.objects.get_for_model(User)
    organiser.get(ficha(maria))  # what belongs to the edition and to nobody is kept from now on
    with CaptureQueriesContext(connection) as queries:
        page = organiser.get(ficha(maria))
    assert page.status_code == 200
    assert len(queries) <= 15, "\n".join(query["sql"][:180] for query in queries)


def test_mails_are_paged(organiser: Client, maria: User) -> None:
    for number in range(45):
        OutgoingEmailFactory(user_id=maria.pk, subject=f"Número {number:02d}")
    first = organiser.get(ficha(maria))
    assertContains(first, "Número 44")
    assertNotContains(first, "Número 34")
    assertContains(organiser.get(ficha(maria), {"correos": "2"}), "Número 34")
    last = organiser.get(ficha(maria), {"correos": "5"})
    assertContains(last, "Número 00")
    assertNotContains(last, 'rel="next"')
    for typed in ("0", "-1", "x", "9" * 30, "٣"):
        assert organiser.get(ficha(maria), {"correos": typed}).status_code == 200


def test_nobody_with_that_number_is_404(organiser: Client) -> None:
    for pk in (0, 999_999, 2**70):
        assert organiser.get(f"/admin/accounts/user/{pk}/ficha/").status_code == 404
        assert organiser.post(f"/admin/accounts/user/{pk}/ficha/nota/", {}).status_code == 404


@pytest.mark.parametrize("group", [JURY, "Programa", "Patrocinios", "Corpus"])
def test_reviewers_without_the_right_get_403(maria: User, group: str) -> None:
    client = member_of(group)
    assert client.get(ficha(maria)).status_code == 403
    assert client.get(SEARCH, {"q": "maria"}).status_code == 403
    for name in ("note", "letter", "address", "link"):
        assert client.get(reverse(f"admin:accounts_user_{name}", args=[maria.pk])).status_code == 403
    assertNotContains(client.get("/admin/"), SEARCH)


def test_who_only_sees_people_sees_no_mails_and_no_actions(maria: User) -> None:
    OutgoingEmailFactory(user_id=maria.pk, subject="Privado")
    client = member_of("Equipos")
    page = client.get(ficha(maria))
    assertNotContains(page, "Privado")
    for text in ("Escribirle", "Corregir su dirección", "Enviarle un enlace"):
        assertNotContains(page, text)
    for name in ("note", "letter", "address", "link"):
        assert client.post(reverse(f"admin:accounts_user_{name}", args=[maria.pk]), {}).status_code == 403


def test_strangers_are_asked_to_sign_in(maria: User) -> None:
    for client in (Client(), Client()):
        for address in (ficha(maria), SEARCH):
            assert client.get(address).status_code == 302
    participant = Client()
    participant.force_login(maria)
    assert participant.get(ficha(maria)).status_code == 302


def test_search_box_is_on_the_start_page_and_on_the_others(organiser: Client) -> None:
    assertContains(organiser.get("/admin/"), SEARCH, count=1)
    assertContains(organiser.get("/admin/accounts/user/"), SEARCH, count=1)


def test_closed_account_says_so_and_offers_nothing(organiser: Client, maria: User) -> None:
    User.objects.filter(pk=maria.pk).update(is_active=False)
    page = organiser.get(ficha(maria))
    assertContains(page, "Su cuenta está cerrada")
    for text in ("Escribirle", "Corregir su dirección", "Enviarle un enlace", "Prórroga personal"):
        assertNotContains(page, text)


def test_anonymised_person_is_shown_as_such(organiser: Client, maria: User) -> None:
    User.objects.filter(pk=maria.pk).update(is_active=False, anonymised_at=timezone.now())
    assertContains(organiser.get(ficha(maria)), "Sus datos se borraron")


def test_reading_changes_nothing(organiser: Client, maria: User) -> None:
    organiser.get(ficha(maria))
    with CaptureQueriesContext(connection) as queries:
        for name in ("note", "letter", "address", "link"):
            organiser.get(reverse(f"admin:accounts_user_{name}", args=[maria.pk]))
        organiser.get(ficha(maria))
        organiser.get(SEARCH, {"q": "nadie así"})
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_names_are_escaped(organiser: Client) -> None:
    user: Any = UserFactory(name="<script>alert(1)</script>")
    OutgoingEmailFactory(user_id=user.pk, failed=True, last_reply="<b>550</b>")
    assertNotContains(organiser.get(ficha(user)), "<script>alert(1)")
    assertNotContains(organiser.get(ficha(user)), "<b>550</b>")
