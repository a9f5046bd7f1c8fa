"""What people do not want to hear of any more: links, headers, and mails that do not leave."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from somosnlp.accounts.models import Consent, User
from somosnlp.accounts.services.profile import grant_consent
from somosnlp.outbox import topics
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import OutgoingEmail, TopicChoice
from somosnlp.outbox.reasons import LEFT_TOPIC
from somosnlp.outbox.services import queue
from somosnlp.outbox.states import Status
from somosnlp.outbox.topics import Reader, switch, unsubscribe_url, wants
from tests.mail import SmtpSink

TOPIC = "registration"
ANA = Reader("ana@example.org", 7)


def queued(topic: str = TOPIC, to: str = ANA.address, **kwargs: Any) -> OutgoingEmail:
    mail = queue(
        "outbox_tests/mail/hello",
        to=to,
        language="es",
        time_zone="UTC",
        context={"name": "Ana", "at": timezone.now(), "code": 1},
        dedupe_key=f"test:{topic}:{to}",
        topic=topic,
        **{"user_id": ANA.user_id, **kwargs},
    )
    assert mail is not None
    return mail


def path(topic: str = TOPIC, reader: Reader = ANA, language: str = "es") -> str:
    return "/" + unsubscribe_url(topic, reader, language).split("/", 3)[3]


@pytest.fixture
def ana(db: None) -> User:
    return User.objects.create_user(ANA.address)


def test_topical_mail_carries_headers_and_link_that_leave_it(db: None, smtp_sink: SmtpSink) -> None:
    mail = queued()
    deliver()
    (message,) = smtp_sink.messages
    link = message["List-Unsubscribe"].strip(" <>")  # folded before the long address
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link == unsubscribe_url(TOPIC, ANA, "es")
    assert link in mail.body_text
    assert link in mail.body_html


def test_operational_mail_has_neither(db: None, smtp_sink: SmtpSink) -> None:
    mail = queued(topic="")
    deliver()
    assert smtp_sink.messages[0]["List-Unsubscribe"] is None
    assert "No recibir más" not in mail.body_text + mail.body_html


def test_get_of_the_link_changes_nothing(client: Client, db: None) -> None:
    page = client.get(path()).content.decode()
    assert "Los recibes." in page
    assert not TopicChoice.objects.exists()


def test_one_click_leaves_without_cookie_or_redirect_as_often_as_it_comes(db: None) -> None:
    program = Client(enforce_csrf_checks=True)
    for _time in range(2):
        answer = program.post(path(), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not answer.cookies
    assert TopicChoice.objects.get().email == ANA.address
    assert "No los recibes." in program.get(path()).content.decode()


def test_link_in_another_language_works_too(db: None) -> None:
    link = path(language="pt-br")
    assert link.startswith("/pt-br/")
    assert Client().post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not wants(TOPIC, ANA)


def test_buttons_of_the_page_switch_off_and_on_again(client: Client, db: None) -> None:
    client.post(path(), {"topic": TOPIC, "choice": "off"})
    assert not wants(TOPIC, ANA)
    assert wants("deadlines", ANA)
    page = client.post(path(), {"topic": TOPIC, "choice": "on"}, follow=True).content.decode()
    assert "te escribiremos sobre" in page
    assert wants(TOPIC, ANA)


@pytest.mark.parametrize("token", ["nada", path().split("/")[-2][:-1] + "X"])
def test_link_that_is_not_ours_is_not_found(client: Client, db: None, token: str) -> None:
    link = f"/correos/temas/{token}/"
    assert client.get(link).status_code == 404
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert not TopicChoice.objects.exists()


def test_topic_nobody_lists_cannot_be_switched_off(client: Client, db: None) -> None:
    assert client.post(path(), {"topic": "inventado", "choice": "off"}).status_code == 404


def test_own_page_needs_a_session_and_a_form_token(client: Client, ana: User) -> None:
    assert client.get("/correos/temas/").status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana)
    assert strict.post("/correos/temas/", {"topic": TOPIC, "choice": "off"}).status_code == 403
    client.force_login(ana)
    client.post("/correos/temas/", {"topic": TOPIC, "choice": "off"})
    assert not wants(TOPIC, Reader(ana.email, ana.pk))


def test_left_between_planning_and_sending_is_not_sent(db: None, smtp_sink: SmtpSink) -> None:
    mail = queued()
    switch(TOPIC, ANA, on=False)
    assert deliver() == {Status.SKIPPED: 1}
    mail.refresh_from_db()
    assert mail.reason == LEFT_TOPIC.code
    assert smtp_sink.messages == []


def test_operational_mail_leaves_whatever_was_switched_off(db: None, smtp_sink: SmtpSink) -> None:
    for topic in topics.topics():
        switch(topic.key, ANA, on=False)
    queued(topic="")
    assert deliver() == {Status.SENT: 1}


def test_choice_outlives_a_change_of_address(db: None) -> None:
    switch(TOPIC, ANA, on=False)
    assert not wants(TOPIC, Reader("nueva@example.org", ANA.user_id))
    assert wants(TOPIC, Reader("nueva@example.org", 8))
    assert not wants(TOPIC, Reader("ANA@example.org"))
    switch(TOPIC, Reader("nueva@example.org", ANA.user_id), on=True)
    assert wants(TOPIC, ANA)


def test_news_is_the_consent_and_nothing_else(client: Client, ana: User) -> None:
    reader = Reader(ana.email, ana.pk)
    assert not wants("news", reader)
    grant_consent(ana, "news", text_version="1")
    assert wants("news", reader)
    client.post(path("news", reader), {"List-Unsubscribe": "One-Click"})
    assert Consent.objects.get().withdrawn_at is not None
    assert not wants("news", reader)
    assert not TopicChoice.objects.exists()
    client.post(path("news", reader), {"topic": "news", "choice": "on"})
    assert wants("news", reader)


def test_news_of_an_address_without_account_changes_nothing(db: None) -> None:
    switch("news", Reader("nadie@example.org"), on=True)
    assert not wants("news", Reader("nadie@example.org"))


def test_many_clicks_at_once_leave_one_row(transactional_db: None) -> None:
    failed: list[Exception] = []

    def click() -> None:
        try:
            switch(TOPIC, ANA, on=False)
        except Exception as error:  # noqa: BLE001 (the test shows it)
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(6)]
    run: list[Callable[[], None]] = [*(t.start for t in threads), *(t.join for t in threads)]
    for step in run:
        step()
    assert (failed, TopicChoice.objects.count()) == ([], 1)
