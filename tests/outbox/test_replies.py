"""Where answers go: the edition's own address, else the one for all, else the sender's."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from somosnlp.accounts.models import User
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import ReplyAddress
from somosnlp.outbox.segments import create_mailing, release_mailing
from somosnlp.outbox.services import queue
from tests.factories.events import EditionFactory
from tests.mail import SmtpSink

pytestmark = pytest.mark.django_db
ADMIN = "/admin/outbox/replyaddress/"


def answered_to(sink: SmtpSink, edition: Any, **kwargs: Any) -> str | None:
    queue(
        "outbox_tests/mail/hello",
        to="ana@example.org",
        language="es",
        time_zone="UTC",
        context={"name": "Ana", "at": timezone.now(), "code": 1, "edition": edition},
        dedupe_key=f"test:{len(sink.messages)}",
        **kwargs,
    )
    deliver()
    answer = sink.messages[-1]["Reply-To"]
    return str(answer) if answer else None


def test_edition_wins_over_all_and_the_mail_over_both(smtp_sink: SmtpSink) -> None:
    edition, other = EditionFactory(), EditionFactory()
    assert answered_to(smtp_sink, edition) is None
    ReplyAddress.objects.create(address="todas@example.org")
    ReplyAddress.objects.create(address="esta@example.org", edition_id=edition.pk)
    assert answered_to(smtp_sink, edition) == "esta@example.org"
    assert answered_to(smtp_sink, other) == "todas@example.org"
    assert answered_to(smtp_sink, edition, reply_to="yo@example.org") == "yo@example.org"


def test_letter_to_a_group_is_answered_to_its_edition(smtp_sink: SmtpSink) -> None:
    edition = EditionFactory()
    ReplyAddress.objects.create(address="esta@example.org", edition_id=edition.pk)
    User.objects.create(email="ana@example.org")
    people = User.objects.values_list("pk", "email", "language", "time_zone")
    words = {"es": ("Hola", "Hola")}
    letter = create_mailing(
        title="Carta", topic="", words=words, recipients=people, by=1, edition_id=edition.pk
    )
    release_mailing(letter, by=1)
    deliver()
    assert smtp_sink.messages[0]["Reply-To"] == "esta@example.org"


def test_organiser_sets_one_address_per_edition(admin_client: Client) -> None:
    edition = EditionFactory()
    data = {"edition_id": edition.pk, "address": "esta@example.org"}
    assert admin_client.post(f"{ADMIN}add/", data).status_code == 302
    assert "ya tiene una dirección" in admin_client.post(f"{ADMIN}add/", data).content.decode()
    assert edition.name in admin_client.get(ADMIN).content.decode()


@pytest.mark.parametrize("address", ["nada", "a@example.org\nBcc: b@example.org"])
def test_address_that_could_forge_a_header_is_refused(admin_client: Client, address: str) -> None:
    assert admin_client.post(f"{ADMIN}add/", {"address": address}).status_code == 200
    assert not ReplyAddress.objects.exists()
