"""What organisers look at and only people change: «avísame» and topics left; and times with their zone."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.utils import timezone

from somosnlp.accounts.models import User
from somosnlp.outbox.models import NotifyMe, OutgoingEmail, TopicChoice
from somosnlp.outbox.states import Status
from tests.factories.events import CallFactory
from tests.factories.outbox import OutgoingEmailFactory

pytestmark = pytest.mark.django_db
AWAITED, TOPICS = "/admin/outbox/notifyme/", "/admin/outbox/topicchoice/"


def ask(email: str, number: int, *, confirmed: bool = True, told: bool = False) -> NotifyMe:
    now = timezone.now()
    return NotifyMe.objects.create(
        email=email,
        language="es",
        subject_kind="call",
        subject_id=number,
        confirmed_at=now if confirmed else None,
        told_at=now if told else None,
    )


def test_awaited_are_counted_by_what_opens_and_searched(admin_client: Client) -> None:
    call = CallFactory()
    ask("ana@example.org", call.pk, told=True)
    ask("luis@example.org", call.pk)
    ask("sin@example.org", call.pk, confirmed=False)
    ask("vieja@example.org", 999_999)
    page = admin_client.get(AWAITED)
    assert sorted(page.context["counts"]) == [
        (f"Participa en el hackathon · {call.edition.name}", [3, 2, 1]),
        ("call #999999", [1, 1, 0]),
    ]
    found = admin_client.get(AWAITED, {"q": "luis"}).content.decode()
    assert "luis@example.org" in found
    assert "ana@example.org" not in found


def test_topics_left_are_counted_by_topic(admin_client: Client) -> None:
    for number in range(3):
        TopicChoice.objects.create(email=f"p{number}@example.org", topic="registration")
    TopicChoice.objects.create(email="p1@example.org", topic="calls")
    page = admin_client.get(TOPICS, {"q": "p1@"})
    assert page.context["counts"] == [("Avisos que pediste", [1]), ("Recordatorios de tu inscripción", [3])]
    assert page.content.decode().count("p1@example.org") == 2


@pytest.mark.parametrize("address", [AWAITED, TOPICS])
def test_nobody_writes_them_here(admin_client: Client, address: str) -> None:
    ask("ana@example.org", 1)
    TopicChoice.objects.create(email="p1@example.org", topic="calls")
    model = NotifyMe if address == AWAITED else TopicChoice
    pk = model.objects.get().pk
    assert admin_client.get(f"{address}add/").status_code == 403
    assert admin_client.get(f"{address}{pk}/change/").status_code == 200
    assert admin_client.post(f"{address}{pk}/change/", {"email": "x@example.org"}).status_code == 403
    assert admin_client.post(f"{address}{pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.post(address, {"action": "delete_selected", "_selected_action": pk}).status_code in (
        200,
        302,
    )
    assert model.objects.count() == 1


@pytest.mark.parametrize("address", [AWAITED, TOPICS])
def test_lists_need_their_permission(client: Client, address: str) -> None:
    user = User.objects.create_user("yo@example.org", is_staff=True)
    client.force_login(user)
    assert client.get(address).status_code == 403
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_notifyme", "view_topicchoice"]))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("zone", "words"), [("America/Bogota", "07:30 (hora de Bogotá)"), ("", "12:30 (UTC)")]
)
def test_times_of_a_mail_are_the_readers_and_name_the_zone(
    admin_client: Client, admin_user: User, zone: str, words: str
) -> None:
    User.objects.filter(pk=admin_user.pk).update(time_zone=zone)
    at = datetime(2026, 4, 10, 12, 30, tzinfo=UTC)
    mail = OutgoingEmailFactory(status=Status.SENT, sent_at=at)
    pages = "/admin/outbox/outgoingemail/"
    assert words in admin_client.get(pages).content.decode()
    assert words in admin_client.get(f"{pages}{mail.pk}/change/").content.decode()


@pytest.mark.parametrize("status", [Status.HELD, Status.FAILED, Status.SKIPPED])
def test_what_stays_behind_is_listed_by_its_own_index(status: Status) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    listed = OutgoingEmail.objects.filter(status=status).order_by("-created_at", "-pk")[:100]
    assert "outgoingemail_stuck" in listed.explain()
