"""What is left of a mail when it need not be kept any more, or its person asked to be erased."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from somosnlp.outbox import retention
from somosnlp.outbox.admin.mails import preview
from somosnlp.outbox.models import DigestPreference, NotifyMe, OutgoingEmail, TopicChoice
from somosnlp.outbox.reasons import FORGOTTEN
from somosnlp.outbox.services import resend
from somosnlp.outbox.states import Status
from somosnlp.outbox.tasks import forget_old_mails
from tests.factories.outbox import OutgoingEmailFactory

pytestmark = pytest.mark.django_db
PERSONAL = ("to", "subject", "body_text", "body_html", "reply_to", "last_reply")
PERSON = {"user_id": 7, "to": "Ana@example.org", "reply_to": "org@example.org", "context": {"name": "Ana"}}


def written(days_ago: int, **fields: Any) -> OutgoingEmail:
    mail = OutgoingEmailFactory(**{**PERSON, **fields})
    OutgoingEmail.objects.filter(pk=mail.pk).update(created_at=timezone.now() - timedelta(days=days_ago))
    return mail


def says_nothing(mail: OutgoingEmail) -> bool:
    mail.refresh_from_db()
    told = [getattr(mail, column) for column in PERSONAL]
    return not any(told) and (mail.user_id, mail.context, mail.dedupe_key) == (
        None,
        {},
        f"forgotten:{mail.pk}",
    )


def test_old_mails_that_ended_are_emptied_and_stay_countable(settings: Any) -> None:
    settings.OUTBOX_RETENTION_DAYS = 30
    old = [written(31, sent=True), written(31, failed=True), written(31, status=Status.SKIPPED)]
    kept = [written(29, sent=True), written(31), written(31, status=Status.HELD)]
    forget_old_mails()
    assert [says_nothing(mail) for mail in old] == [True, True, True]
    assert [says_nothing(mail) for mail in kept] == [False, False, False]
    assert retention.forget_old_mails() == 0
    assert OutgoingEmail.objects.filter(status=Status.SENT, template=old[0].template).count() == 2


def test_many_old_mails_are_emptied_in_batches(
    monkeypatch: pytest.MonkeyPatch, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.OUTBOX_RETENTION_DAYS = 1
    monkeypatch.setattr(retention, "BATCH", 2)
    for _number in range(5):
        written(2, sent=True)
    with django_assert_num_queries(2 * 3 + 1):
        assert retention.forget_old_mails() == 5


def test_emptied_mail_is_not_sent_again_and_its_page_says_why(admin_client: Client) -> None:
    mail = written(9999, failed=True, renderer="nadie")
    retention.forget_old_mails()
    assert resend(OutgoingEmail.objects.all()).queued == 0
    mail.refresh_from_db()
    assert "se borraron" in preview(mail)["hidden"]
    page = admin_client.get(f"/admin/outbox/outgoingemail/{mail.pk}/change/").content.decode()
    assert "Enviar otra vez" not in page


def test_erased_person_leaves_nothing_and_gets_nothing() -> None:
    waits, left = written(0), written(0, sent=True)
    by_address = written(0, user_id=None, to="ana@example.org", sent=True)
    other = written(0, user_id=8, to="luis@example.org")
    TopicChoice.objects.create(email="ana@example.org", topic="news")
    NotifyMe.objects.create(email="ana@example.org", language="es", subject_kind="call", subject_id=1)
    DigestPreference.objects.create(user_id=7, weekday=1)
    assert retention.forget_person(7, ["Ana@Example.org"]) == 3
    assert [says_nothing(mail) for mail in (waits, left, by_address, other)] == [True, True, True, False]
    assert (waits.status, waits.reason) == (Status.SKIPPED, FORGOTTEN.code)
    assert not TopicChoice.objects.exists()
    assert not NotifyMe.objects.exists()
    assert not DigestPreference.objects.exists()
