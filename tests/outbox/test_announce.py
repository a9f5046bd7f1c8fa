"""«Avísame cuando abra»: asked, confirmed from the mailbox, told once in the own language."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from events.models import Call
from somosnlp.outbox.awaited import announce, announce_opened, ask_to_be_told, confirm, forget_unconfirmed
from somosnlp.outbox.models import NotifyMe, OutgoingEmail
from tests.factories.events import CallFactory

EMAIL = "ana@example.org"


@pytest.fixture
def call(db: None) -> Call:
    call: Call = CallFactory(kind="organisers", opens_on=timezone.localdate() + timedelta(days=5))
    return call


def opens(call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(opens_on=timezone.localdate() - timedelta(days=1))


def asked(call: Call, email: str = EMAIL, **kwargs: Any) -> NotifyMe:
    ask_to_be_told("call", call.pk, **{"email": email, "language": "es", "time_zone": "UTC", **kwargs})
    return NotifyMe.objects.get(email=email)


def page(call: Call) -> str:
    return f"/avisame/call/{call.pk}/"


def confirmation_link() -> str:
    mail = OutgoingEmail.objects.filter(template="outbox/mail/notify_confirm").latest("pk")
    return "/" + mail.body_text.split("http://127.0.0.1:8000/")[1].split()[0]


def told() -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(template="outbox/mail/notify_open"))


def test_whole_way_from_the_form_to_the_mail(client: Client, call: Call) -> None:
    assert "Avísame" in client.get(page(call)).content.decode()
    answer = client.post(page(call), {"email": "ANA@example.org", "time_zone": "America/Bogota"}, follow=True)
    assert "Te enviamos un correo a ana@example.org" in answer.content.decode()
    row = NotifyMe.objects.get()
    assert (row.email, row.time_zone, row.confirmed_at) == (EMAIL, "America/Bogota", None)
    link = confirmation_link()
    assert "¿Te avisamos?" in client.get(link).content.decode()
    row.refresh_from_db()
    assert row.confirmed_at is None
    assert "Te avisaremos" in client.post(link, follow=True).content.decode()
    assert announce_opened() == 0
    opens(call)
    assert [announce_opened(), announce_opened()] == [1, 0]
    (mail,) = told()
    assert (mail.to, mail.topic, mail.time_zone) == (EMAIL, "calls", "America/Bogota")
    assert f"/{call.edition.slug}/equipo-organizador/" in mail.body_text


def test_language_of_the_form_is_the_language_of_both_mails(client: Client, call: Call) -> None:
    client.post("/en" + page(call), {"email": EMAIL})
    link = confirmation_link()
    assert link.startswith("/en/avisame/si/")
    client.post(link)
    opens(call)
    announce_opened()
    assert told()[0].language == "en"
    assert f"http://127.0.0.1:8000/en/{call.edition.slug}/" in told()[0].body_text


def test_who_did_not_confirm_is_told_nothing_and_forgotten(call: Call) -> None:
    asked(call)
    opens(call)
    assert announce_opened() == 0
    assert forget_unconfirmed(timezone.now()) == 0
    assert forget_unconfirmed(timezone.now() + timedelta(days=8)) == 1


def test_asking_again_sends_one_confirmation_a_day_and_none_once_confirmed(call: Call) -> None:
    row = asked(call)
    asked(call)
    assert OutgoingEmail.objects.count() == 1
    confirm(row)
    asked(call)
    assert (OutgoingEmail.objects.count(), NotifyMe.objects.count()) == (1, 1)


def test_page_says_the_same_for_an_address_that_asked_before(client: Client, call: Call) -> None:
    answers = [client.post(page(call), {"email": EMAIL}, follow=True).content for _time in range(2)]
    assert [b"Te enviamos un correo" in answer for answer in answers] == [True, True]


def test_two_workers_announce_each_once(transactional_db: None) -> None:
    call = CallFactory(kind="organisers")
    for number in range(30):
        confirm(asked(call, f"p{number}@example.org"))
    counts: list[int] = []

    def run() -> None:
        try:
            counts.append(announce("call", call.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 30
    assert len(told()) == 30


def test_too_many_requests_for_an_address_are_refused(client: Client, call: Call) -> None:
    codes = [client.post(page(call), {"email": EMAIL}).status_code for _time in range(6)]
    assert codes == [302] * 5 + [429]


@pytest.mark.parametrize("email", ["", "nada", "a@example.org\nBcc: b@example.org"])
def test_bad_address_is_refused(client: Client, call: Call, email: str) -> None:
    assert client.post(page(call), {"email": email}).status_code == 422
    assert not NotifyMe.objects.exists()


@pytest.mark.parametrize("path", ["/avisame/call/999999/", "/avisame/nada/1/", "/avisame/si/1:falso/"])
def test_what_does_not_exist_is_not_found(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, {"email": EMAIL}).status_code == 404


def test_call_that_is_open_says_so_instead_of_asking(client: Client, call: Call) -> None:
    opens(call)
    assert "Ya está abierta" in client.get(page(call)).content.decode()


def test_landing_leads_to_the_form_before_a_call_opens(client: Client, call: Call) -> None:
    landing = client.get(f"/{call.edition.slug}/").content.decode()
    assert f'href="{page(call)}"' in landing
    assert "Avísame cuando abra" in landing
