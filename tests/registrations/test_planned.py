"""A reminder is planned, and then its person is merged, cancels, is anonymised or leaves the topic."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.models import Edition
from registrations.models import Registration
from registrations.states import Status as State
from somosnlp.accounts.models import User
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import OutgoingEmail, OwnRule
from somosnlp.outbox.own_rules import save_own_rule
from somosnlp.outbox.reasons import LEFT_TOPIC, NOT_CONCERNED
from somosnlp.outbox.reminders import plan
from somosnlp.outbox.states import Status
from somosnlp.outbox.topics import Reader, switch
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory
from tests.factories.registrations import RegistrationFactory
from tests.mail import SmtpSink, smtp_sink

__all__ = ["smtp_sink"]
pytestmark = pytest.mark.django_db
ANA, BIS, LUIS = "ana@example.org", "ana.bis@example.org", "luis@example.org"


@pytest.fixture
def edition() -> Edition:
    now = timezone.now()
    edition = EditionFactory(ends_on=(now + timedelta(days=30)).date())
    CallFactory(edition=edition, closes_with=MilestoneFactory(edition=edition, at=now + timedelta(days=20)))
    return edition


@pytest.fixture(params=["of the code", "added"])
def planned(request: Any, edition: Edition) -> Registration:
    """Ana's reminder in the queue, and Luis's; by a rule of the code, or one that organisers added."""
    begun = [RegistrationFactory(edition=edition, begun=True, user__email=email) for email in (ANA, LUIS)]
    long_ago = timezone.now() - timedelta(hours=25 if request.param == "of the code" else 200)
    Registration.objects.update(created_at=long_ago)
    if request.param == "added":
        in_an_hour = timezone.now() + timedelta(hours=1)
        MilestoneFactory(edition=edition, kind="delivery", at=in_an_hour)
        words = {"es": ("Quedan horas", "{saludo} {plazo}")}
        own = OwnRule(title="x", edition_id=edition.pk, deadline="delivery", days=1, at="00:00", lateness=72)
        own.segment = "registrations.draft"
        save_own_rule(own, words)
    plan()
    assert OutgoingEmail.objects.filter(status=Status.QUEUED).count() == 2
    return begun[0]


def cancel(registration: Registration) -> None:
    now = timezone.now()
    Registration.objects.filter(pk=registration.pk).update(status=State.CANCELLED, cancelled_at=now, **WHOLE)


def anonymise(registration: Registration) -> None:
    User.objects.filter(pk=registration.user_id).update(
        is_active=False,
        anonymised_at=timezone.now(),
        name="",
        email=f"borrada-{registration.user_id}@invalid",
    )


def unsubscribe(registration: Registration) -> None:
    for topic in ("registration", "reminders"):
        switch(topic, Reader(ANA), on=False)


WHOLE = {
    "countries": ["CO"],
    "languages": ["es"],
    "level": "basic",
    "terms_version": "1",
    "submitted_at": timezone.now(),
}


@pytest.mark.parametrize(
    ("happens", "reason"),
    [(cancel, NOT_CONCERNED), (anonymise, NOT_CONCERNED), (unsubscribe, LEFT_TOPIC)],
)
def test_person_who_left_while_planned_is_not_told(
    planned: Registration, smtp_sink: SmtpSink, happens: Callable[[Registration], None], reason: Any
) -> None:
    happens(planned)
    plan()
    assert deliver() == {Status.SENT: 1, Status.SKIPPED: 1}
    assert [message["To"] for message in smtp_sink.messages] == [LUIS]
    assert OutgoingEmail.objects.get(status=Status.SKIPPED).reason == reason.code


def test_person_merged_while_planned_is_told_once_at_the_account_that_stays(
    planned: Registration, smtp_sink: SmtpSink
) -> None:
    kept = UserFactory(email=BIS)
    User.objects.filter(pk=planned.user_id).update(is_active=False)
    Registration.objects.filter(pk=planned.pk).update(user=kept)
    plan()
    assert deliver() == {Status.SENT: 2, Status.SKIPPED: 1}
    assert sorted(message["To"] for message in smtp_sink.messages) == [BIS, LUIS]
    assert (plan(), deliver()) == (0, {})
