"""What organisers do from a person's page: each once, by those who may, with its trace."""

import re
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from somosnlp.accounts.groups import ORGANISERS
from somosnlp.accounts.links import make_token, read_token
from somosnlp.accounts.models import FormDraft, PersonNote, User
from somosnlp.accounts.services import addresses
from somosnlp.accounts.services.groups import sync_groups
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rendering import Content, compose
from somosnlp.outbox.states import Status
from tests.accounts.conftest import Handler, last_mail
from tests.factories.accounts import FormDraftFactory, UserFactory
from tests.factories.outbox import OutgoingEmailFactory

pytestmark = pytest.mark.django_db


def url(name: str, user: User, *args: int) -> str:
    return reverse(f"admin:accounts_user_{name}", args=[user.pk, *args])


def act(client: Client, name: str, user: User, *args: int, **data: Any) -> Any:
    """Do as a person does: confirm what the page says will happen."""
    return client.post(url(name, user, *args), {"confirmed": "1", **data}, follow=True)


@pytest.fixture
def organiser() -> Client:
    sync_groups()
    user = UserFactory(is_staff=True, name="Olga Organiza", email="olga@example.org")
    user.groups.set(Group.objects.filter(name=ORGANISERS))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ana() -> User:
    return UserFactory(name="Ana Ríos", email="ana@example.org")


def link_in(mail: OutgoingEmail) -> str:
    content = compose(mail)
    assert isinstance(content, Content)
    found = re.search(r"https?://[^/]+(/\S*enlace/\S+)", content.text)
    assert found, content.text
    return found[1]


def seen(client: Client, user: User) -> str:
    return str(client.get(url("address", user)).context["form"].initial["seen"])


def correct(client: Client, user: User, address: str) -> Any:
    return act(client, "address", user, address=address, seen=seen(client, user))


# --- notes and letters ---------------------------------------------------------------------------


def test_note_is_kept_once_and_shown_with_its_author(organiser: Client, ana: User) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        page = act(organiser, "note", ana, text="Llamó por teléfono.", key=key)
    assertContains(page, "Llamó por teléfono.", count=1)
    assertContains(page, "Olga Organiza")
    assert PersonNote.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, "\0"])
def test_note_without_sense_is_refused_and_kept_on_the_page(organiser: Client, ana: User, text: str) -> None:
    page = organiser.post(url("note", ana), {"text": text, "key": uuid.uuid4()})
    assert page.status_code == 422
    assert not PersonNote.objects.exists()


def test_letter_is_shown_first_and_then_sent_once(organiser: Client, ana: User) -> None:
    words = {"subject": "Tu equipo", "text": "Ya te encontramos equipo:\nescríbeles.", "key": uuid.uuid4()}
    page = organiser.post(url("letter", ana), words)
    for text in ("Hola, Ana:", "escríbeles.", "ana@example.org", "la respuesta llega a olga@example.org"):
        assertContains(page, text)
    assert not OutgoingEmail.objects.exists()
    act(organiser, "letter", ana, **words)
    page = act(organiser, "letter", ana, **words)
    assertContains(page, "Ya estaba hecho")
    assertContains(page, "Tu equipo")
    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.reply_to, mail.user_id) == ("ana@example.org", "olga@example.org", ana.pk)
    assert "Le escribió: «Tu equipo»." in LogEntry.objects.get().change_message


def test_letter_speaks_the_language_of_its_reader(organiser: Client) -> None:
    joana = UserFactory(language="pt-br", name="Joana")
    act(organiser, "letter", joana, subject="Oi\r\nBcc: x@example.org", text="<b>olá</b>", key=uuid.uuid4())
    mail = OutgoingEmail.objects.get()
    assert (mail.language, mail.subject) == ("pt-br", "Oi Bcc: x@example.org")
    assert "<b>olá</b>" not in mail.body_html


# --- mails again ---------------------------------------------------------------------------------


def test_failed_mail_goes_back_into_the_queue_once(organiser: Client, ana: User) -> None:
    mail = OutgoingEmailFactory(failed=True, user_id=ana.pk, to=ana.email)
    key = uuid.uuid4()
    act(organiser, "resend", ana, mail.pk, key=key)
    page = act(organiser, "resend", ana, mail.pk, key=key)
    assertContains(page, "Ya estaba hecho")
    mail.refresh_from_db()
    assert (mail.status, OutgoingEmail.objects.count()) == (Status.QUEUED, 1)


def test_sent_mail_is_copied_once_to_the_present_address(organiser: Client, ana: User) -> None:
    mail = OutgoingEmailFactory(sent=True, user_id=ana.pk, to="vieja@example.org", subject="Bienvenida")
    key = uuid.uuid4()
    for _ in range(2):
        act(organiser, "resend", ana, mail.pk, key=key)
    copy = OutgoingEmail.objects.exclude(pk=mail.pk).get()
    assert (copy.to, copy.subject, copy.status) == ("ana@example.org", "Bienvenida", Status.QUEUED)
    assert copy.body_text == mail.body_text


@pytest.mark.parametrize("state", ["secret", "held", "somebody else's"])
def test_mail_that_must_not_leave_again_is_refused(organiser: Client, ana: User, state: str) -> None:
    states: dict[str, dict[str, Any]] = {
        "secret": {"sealed": True, "status": Status.FAILED, "sealed_body": None},
        "held": {"status": Status.HELD},
        "somebody else's": {"failed": True, "user_id": UserFactory().pk},
    }
    mail = OutgoingEmailFactory(**{"user_id": ana.pk, **states[state]})
    page = act(organiser, "resend", ana, mail.pk, key=uuid.uuid4())
    assert page.status_code == 409
    assertContains(page, "no puede salir otra vez", status_code=409)
    assert OutgoingEmail.objects.count() == 1


# --- a link instead of a code --------------------------------------------------------------------


def test_link_lets_the_person_in_once_and_proves_the_address(organiser: Client) -> None:
    ana = UserFactory(email="ana@example.org", proven=False)
    act(organiser, "link", ana, key=uuid.uuid4())
    mail = last_mail("ana@example.org")
    assert mail.secret
    link = link_in(mail)
    browser = Client()
    assertContains(browser.get(link), "Vas a entrar como")
    assert not EmailAddress.objects.get(user=ana).verified
    assert browser.post(link).headers["Location"] == "/mi-hackathon/"
    assert browser.get("/mi-hackathon/").status_code == 200
    assert EmailAddress.objects.get(user=ana).verified
    for again in (Client().get(link), Client().post(link)):
        assertContains(again, "ya no vale", status_code=410)


def test_link_sent_by_a_double_click_is_one_mail(organiser: Client, ana: User) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        act(organiser, "link", ana, key=key)
    assert OutgoingEmail.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "x:y:z", "\x7f", "a" * 3000])
def test_forged_link_is_refused(client: Client, token: str) -> None:
    assert client.get(reverse("account-link", args=[token])).status_code == 410


def test_link_dies_after_a_day_and_with_the_account(ana: User, settings: Any) -> None:
    token = make_token(ana, ana.email)
    assert read_token(token)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert read_token(token) is None
    User.objects.filter(pk=ana.pk).update(is_active=True)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert read_token(token) is None


def test_link_opened_in_a_browser_of_somebody_else_changes_who_is_in(organiser: Client, ana: User) -> None:
    browser = Client()
    browser.force_login(UserFactory(email="otra@example.org"))
    browser.post(reverse("account-link", args=[make_token(ana, ana.email)]))
    assert browser.session["_auth_user_id"] == str(ana.pk)


# --- another address -----------------------------------------------------------------------------


def test_corrected_address_counts_only_once_it_is_proven(organiser: Client, ana: User) -> None:
    correct(organiser, ana, "Ana.Nueva@example.org")
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"
    told = last_mail("ana@example.org")
    assert told.template == "accounts/mail/address_will_change"
    assert "ana.nueva@example.org" not in told.body_text
    page = organiser.get(url("ficha", ana))
    assertContains(page, "Falta que confirme ana.nueva@example.org")
    browser = Client()
    link = link_in(last_mail("ana.nueva@example.org"))
    assertContains(browser.get(link), "Es mía: confirmar y entrar")
    assert browser.post(link).headers["Location"] == "/mi-hackathon/"
    ana.refresh_from_db()
    assert ana.email == "ana.nueva@example.org"
    assert list(EmailAddress.objects.filter(user=ana).values_list("email", "verified", "primary")) == [
        ("ana.nueva@example.org", True, True)
    ]
    assert browser.get("/mi-hackathon/").status_code == 200
    assertContains(Client().post(link), "ya no vale", status_code=410)
    page = organiser.get(url("ficha", ana))
    assertContains(page, "<del>ana@example.org</del>", html=True)


def test_proven_correction_ends_every_session_and_forgets_the_password(organiser: Client, ana: User) -> None:
    ana.set_password("una clave larga")
    ana.save(update_fields=["password"])
    elsewhere = Client()
    elsewhere.force_login(ana)
    correct(organiser, ana, "nueva@example.org")
    assert elsewhere.get("/mi-hackathon/").status_code == 200
    Client().post(link_in(last_mail("nueva@example.org")))
    assert elsewhere.get("/mi-hackathon/").status_code == 302
    assert not User.objects.get(pk=ana.pk).has_usable_password()


def test_unproven_address_is_not_told_and_its_draft_is_taken_up(
    organiser: Client, drafts_handler: Handler
) -> None:
    ana = UserFactory(email="ana@exmaple.org", proven=False)
    draft = FormDraftFactory(email="ana@exmaple.org")
    correct(organiser, ana, "ana@example.org")
    assert not OutgoingEmail.objects.filter(to="ana@exmaple.org").exists()
    Client().post(link_in(last_mail("ana@example.org")))
    assert drafts_handler.attached == [({"name": "Ana"}, "ana@example.org")]
    assert FormDraft.objects.get(pk=draft.pk).attached_to == ana


def test_draft_whose_app_fails_keeps_nobody_out(organiser: Client, drafts_handler: Handler) -> None:
    ana = UserFactory(email="ana@exmaple.org", proven=False)
    FormDraftFactory(email="ana@exmaple.org")
    correct(organiser, ana, "ana@example.org")
    drafts_handler.error = RuntimeError("roto")
    browser = Client()
    browser.post(link_in(last_mail("ana@example.org")))
    assert browser.get("/mi-hackathon/").status_code == 200


def test_address_of_another_account_is_refused_and_named(organiser: Client, ana: User) -> None:
    UserFactory(name="Otra Persona", email="otra@example.org")
    page = correct(organiser, ana, "otra@example.org")
    assertContains(page, "es de otra cuenta: Otra Persona", status_code=409)
    assert EmailAddress.objects.filter(user=ana).count() == 1


def test_account_nobody_used_makes_room(organiser: Client, ana: User) -> None:
    """She typed her right address at the entrance meanwhile, and never the code."""
    empty = UserFactory(email="nueva@example.org", proven=False)
    correct(organiser, ana, "nueva@example.org")
    assert not User.objects.filter(pk=empty.pk).exists()


def test_address_taken_between_asking_and_proving_is_refused(organiser: Client, ana: User) -> None:
    correct(organiser, ana, "nueva@example.org")
    UserFactory(email="nueva@example.org")
    assert Client().post(link_in(last_mail("nueva@example.org"))).status_code == 410
    assert User.objects.get(pk=ana.pk).email == "ana@example.org"


@pytest.mark.parametrize(
    "address", ["", "no es un correo", "a@b", "x" * 300 + "@example.org", "a\0@example.org"]
)
def test_address_that_is_none_is_refused(organiser: Client, ana: User, address: str) -> None:
    assert organiser.post(url("address", ana), {"address": address, "seen": "x"}).status_code == 422


def test_double_click_asks_once(organiser: Client, ana: User) -> None:
    known = seen(organiser, ana)
    for _ in range(2):
        page = act(organiser, "address", ana, address="nueva@example.org", seen=known)
    assertContains(page, "Ya estaba hecho")
    assert OutgoingEmail.objects.filter(to="nueva@example.org").count() == 1


def test_second_organiser_is_told_of_the_first(organiser: Client, ana: User) -> None:
    known = seen(organiser, ana)
    act(organiser, "address", ana, address="una@example.org", seen=known)
    page = act(organiser, "address", ana, address="dos@example.org", seen=known)
    assertContains(page, "alguien más cambió sus direcciones", status_code=409)
    assert not EmailAddress.objects.filter(email="dos@example.org").exists()


def test_later_correction_replaces_the_earlier_and_its_link_dies(organiser: Client, ana: User) -> None:
    correct(organiser, ana, "una@example.org")
    first = link_in(last_mail("una@example.org"))
    correct(organiser, ana, "dos@example.org")
    assert Client().post(first).status_code == 410
    assert User.objects.get(pk=ana.pk).email == "ana@example.org"


@pytest.mark.django_db(transaction=True)
def test_two_organisers_at_once_ask_for_one_address(ana: User) -> None:
    """Both read the same; whoever is second is refused, and one mail leaves."""
    by, known = UserFactory(), addresses.addresses_seen(ana, [ana.email])
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def ask(address: str) -> None:
        start.wait()
        try:
            addresses.correct_address(ana, address, seen=known, by=by)
            outcomes.append("asked")
        except addresses.ChangedMeanwhileError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=[f"{name}@example.org"]) for name in ("una", "dos")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["asked", "refused"]
    assert OutgoingEmail.objects.filter(template="accounts/mail/new_address").count() == 1


def test_address_of_who_has_rights_is_for_superusers_only(organiser: Client) -> None:
    """Else an organiser would become another, or a superuser, by reading their mail."""
    for rights in ({"is_staff": True}, {"is_superuser": True}):
        user = UserFactory(**rights)
        assert organiser.post(url("address", user), {"address": "mia@example.org"}).status_code == 403
        assertNotContains(organiser.get(url("ficha", user)), "Corregir su dirección")
    root = Client()
    root.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert root.get(url("address", user)).status_code == 200


# --- accounts that are closed meanwhile ----------------------------------------------------------


@pytest.mark.parametrize("name", ["letter", "address", "link"])
def test_account_closed_while_looking_gets_nothing(organiser: Client, ana: User, name: str) -> None:
    typed: dict[str, dict[str, Any]] = {
        "letter": {"subject": "Hola", "text": "Hola", "key": uuid.uuid4()},
        "address": {"address": "nueva@example.org", "seen": seen(organiser, ana)},
        "link": {"key": uuid.uuid4()},
    }
    User.objects.filter(pk=ana.pk).update(is_active=False, anonymised_at=timezone.now())
    assertContains(act(organiser, name, ana, **typed[name]), "cuenta está cerrada")
    assert not OutgoingEmail.objects.exists()


def test_services_refuse_a_closed_account(ana: User) -> None:
    """The page looks first; between its look and the write the row decides."""
    User.objects.filter(pk=ana.pk).update(is_active=False)
    by = UserFactory()
    calls: list[Callable[[], object]] = [
        lambda: addresses.correct_address(ana, "x@example.org", seen="", by=by),
        lambda: addresses.send_sign_in_link(ana, key=uuid.uuid4(), by=by),
        lambda: addresses.prove_address(ana, ana.email),
    ]
    for call in calls:
        with pytest.raises(addresses.AccountClosedError):
            call()


def test_note_on_a_closed_account_is_still_kept(organiser: Client, ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(is_active=False)
    act(organiser, "note", ana, text="Pidió cerrar su cuenta.", key=uuid.uuid4())
    assert PersonNote.objects.get().user == ana


def test_everything_done_is_in_the_log_and_on_the_page(organiser: Client, ana: User) -> None:
    mail = OutgoingEmailFactory(failed=True, user_id=ana.pk, to=ana.email)
    act(organiser, "note", ana, text="Nota.", key=uuid.uuid4())
    act(organiser, "letter", ana, subject="Hola", text="Hola", key=uuid.uuid4())
    act(organiser, "resend", ana, mail.pk, key=uuid.uuid4())
    act(organiser, "link", ana, key=uuid.uuid4())
    correct(organiser, ana, "nueva@example.org")
    assert LogEntry.objects.filter(object_id=str(ana.pk), user__email="olga@example.org").count() == 5
    page = organiser.get(url("ficha", ana))
    assertContains(page, "Pidió que confirme otra dirección: nueva@example.org.")
    assert timezone.now() - LogEntry.objects.latest("pk").action_time < timedelta(minutes=1)
