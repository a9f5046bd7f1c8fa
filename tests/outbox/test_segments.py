"""Letters to groups: drafts in one statement, let go once, stopped, and who is left out."""

import threading
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client

from registrations.models import Registration
from somosnlp.accounts.models import User
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import Circular, OutgoingEmail
from somosnlp.outbox.reasons import CANCELLED, GONE
from somosnlp.outbox.segments import (
    RefusedWordsError,
    cancel_mailing,
    create_mailing,
    release_mailing,
)
from somosnlp.outbox.states import Status
from somosnlp.outbox.topics import Reader, switch
from tests.factories.events import EditionFactory
from tests.factories.registrations import RegistrationFactory
from tests.mail import SmtpSink

WORDS = {"es": ("Novedades, {nombre}", "{saludo}\n\nMira [esto](https://example.org/).")}
LETTERS = "/admin/outbox/circular/"


def crowd(count: int) -> None:
    User.objects.bulk_create(
        User(email=f"p{number}@example.org", name=f"Ana {number}", time_zone="America/Bogota")
        for number in range(count)
    )


def everybody() -> Any:
    return User.objects.filter(email__endswith="@example.org").values_list(
        "pk", "email", "language", "time_zone"
    )


def written(**kwargs: Any) -> Circular:
    given = {"title": "Carta", "topic": "registration", "words": WORDS, "recipients": everybody(), "by": 1}
    return create_mailing(**{**given, **kwargs})


def statuses() -> dict[str, int]:
    rows = list(OutgoingEmail.objects.values_list("status", flat=True))
    return {status: rows.count(status) for status in rows}


def test_drafts_are_held_and_written_by_one_statement(db: None, django_assert_num_queries: Any) -> None:
    crowd(300)
    with django_assert_num_queries(6):  # savepoint, letter, its words, drafts, counts, release
        circular = written()
    assert (circular.people, circular.left_out) == (300, 0)
    assert statuses() == {Status.HELD: 300}
    assert deliver() == {}


def test_person_listed_twice_gets_one_draft(db: None) -> None:
    user = User.objects.create(email="ana@example.org")
    for _year in range(2):
        RegistrationFactory(user=user, begun=True, edition=EditionFactory())
    people = Registration.objects.values_list("user_id", "user__email", "user__language", "user__time_zone")
    assert written(recipients=people).people == 1


def test_who_left_the_topic_is_left_out_and_counted(db: None) -> None:
    crowd(5)
    switch("registration", Reader("p1@example.org"), on=False)
    circular = written()
    assert (circular.people, circular.left_out) == (4, 1)
    assert (written(topic="").people, written(topic="news").people) == (5, 0)


def test_letter_says_the_name_of_each_in_their_language(db: None, smtp_sink: SmtpSink) -> None:
    User.objects.create(email="ana@example.org", name="Ana Luz", language="en")
    User.objects.create(email="bia@example.org", name="", language="pt-br")
    circular = written(words={**WORDS, "en": ("News, {nombre}", "{saludo} Look.")})
    release_mailing(circular, by=1)
    assert deliver() == {Status.SENT: 2}
    ana = OutgoingEmail.objects.get(to="ana@example.org")
    assert (ana.subject, ana.language) == ("News, Ana", "en")
    bia = OutgoingEmail.objects.get(to="bia@example.org")
    assert (bia.subject, bia.language) == ("Novedades,", "es")
    assert "Hola:" in bia.body_text
    assert "Mira esto: https://example.org/." in bia.body_text
    assert smtp_sink.to("ana@example.org")[0]["List-Unsubscribe"]


def test_five_thousand_released_twice_at_once_leave_once(transactional_db: None) -> None:
    crowd(5000)
    circular = written()
    released: list[int] = []
    ready = threading.Barrier(2)

    def run() -> None:
        try:
            ready.wait()
            released.append(release_mailing(circular, by=1))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(released) == [0, 5000]
    assert statuses() == {Status.QUEUED: 5000}


def test_who_leaves_between_release_and_sending_gets_nothing(db: None, smtp_sink: SmtpSink) -> None:
    crowd(2)
    circular = written()
    release_mailing(circular, by=1)
    switch("registration", Reader("p0@example.org"), on=False)
    User.objects.filter(email="p1@example.org").update(is_active=False)
    assert deliver() == {Status.SKIPPED: 2}
    assert OutgoingEmail.objects.get(to="p1@example.org").reason == GONE.code


def test_cancelled_letter_never_leaves(db: None) -> None:
    crowd(3)
    circular = written()
    assert cancel_mailing(circular, by=1) == 3
    assert (release_mailing(circular, by=1), cancel_mailing(circular, by=1)) == (0, 0)
    assert set(OutgoingEmail.objects.values_list("status", "reason")) == {(Status.SKIPPED, CANCELLED.code)}


def test_letter_on_its_way_can_be_stopped(db: None, smtp_sink: SmtpSink) -> None:
    crowd(3)
    circular = written()
    release_mailing(circular, by=1)
    deliver(limit=1)
    assert cancel_mailing(circular, by=1) == 2
    assert statuses() == {Status.SENT: 1, Status.SKIPPED: 2}


@pytest.mark.parametrize(
    "kwargs",
    [
        {"topic": "inventado"},
        {"words": {"en": ("Hi", "Hi")}},
        {"words": {"es": ("Hola", "{{ user.password }}")}},
        {"words": {"es": ("Hola {clave}", "Hola")}},
        {"words": {"es": (" ", "Hola")}},
    ],
)
def test_refused_letter_writes_nothing(db: None, kwargs: Any) -> None:
    crowd(1)
    with pytest.raises(RefusedWordsError):
        written(**kwargs)
    assert not Circular.objects.exists()


def test_nobody_is_a_letter_to_nobody(db: None) -> None:
    assert written(recipients=everybody().none()).people == 0


def form(edition: Any, **kwargs: Any) -> dict[str, Any]:
    given = {
        "title": "A las personas inscritas",
        "segment": "registrations.draft",
        "edition": edition.pk,
        "topic": "registration",
        "subject_es": "Hola, {nombre}",
        "body_es": "{saludo}",
    }
    return {**given, **kwargs}


def test_organiser_writes_looks_and_lets_go(admin_client: Client) -> None:
    edition = EditionFactory()
    RegistrationFactory.create_batch(2, edition=edition, begun=True)
    page = admin_client.post(f"{LETTERS}add/", form(edition), follow=True).content.decode()
    circular = Circular.objects.get()
    assert "La reciben 2 personas." in page
    assert "<h3>Hola, Ana</h3>" in page
    assert edition.name in circular.segment
    decide = f"{LETTERS}{circular.pk}/decidir/"
    assert (
        "Salen 2 correos" in admin_client.post(decide, {"decision": "release"}, follow=True).content.decode()
    )
    assert (
        "Salen 0 correos" in admin_client.post(decide, {"decision": "release"}, follow=True).content.decode()
    )
    assert "Ya no salen 2" in admin_client.post(decide, {"decision": "cancel"}, follow=True).content.decode()
    assert LogEntry.objects.filter(object_id=str(circular.pk)).count() == 4
    mails = admin_client.get("/admin/outbox/outgoingemail/", {"circular__id__exact": circular.pk})
    assert "2 correos" in mails.content.decode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"body_es": "{{ x }}"}, "Aquí no hay {{ }}"),
        ({"subject_en": "Hi"}, "Faltan el asunto o el texto"),
        ({"body_es": ""}, "errorlist"),
        ({"segment": "inventado"}, "inventado"),
    ],
)
def test_form_refuses_with_the_reason(admin_client: Client, data: dict[str, str], reason: str) -> None:
    answer = admin_client.post(f"{LETTERS}add/", form(EditionFactory(), **data))
    assert reason in answer.content.decode()
    assert not Circular.objects.exists()


def test_deciding_needs_its_permission_and_a_post(client: Client, admin_client: Client, db: None) -> None:
    circular = written()
    decide = f"{LETTERS}{circular.pk}/decidir/"
    client.force_login(User.objects.create_user("x@somosnlp.org", is_staff=True))
    assert client.post(decide, {"decision": "release"}).status_code in (403, 404)
    assert admin_client.get(decide).status_code == 405
    circular.refresh_from_db()
    assert circular.is_draft
