"""Applications to the organising team: what the services do, whatever is clicked twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from events.models import Edition, OrganiserApplication
from events.organisers.steps import organiser_steps
from events.services.organisers import (
    Answers,
    CallClosedError,
    decide_application,
    submit_application,
    update_application,
    withdraw_application,
)
from events.states import CallKind
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.models import history_of
from somosnlp.review.states import Status
from somosnlp.review.workflow import IllegalTransition
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory
from tests.factories.organisers import OrganiserApplicationFactory

ANSWERS = Answers(areas=["design", "video"], commitment="two_hours_total", months=[date(2026, 12, 1)])


@pytest.fixture
def edition(db: None) -> Edition:
    """An edition that looks for organisers."""
    edition: Edition = CallFactory(kind=CallKind.ORGANISERS).edition
    return edition


def moves(application: OrganiserApplication) -> list[str]:
    return [change.to_status for change in history_of(application)]


def mails() -> list[str]:
    return list(OutgoingEmail.objects.order_by("pk").values_list("template", flat=True))


def test_submit_makes_one_application_and_one_mail_however_often(edition: Edition) -> None:
    person = UserFactory()

    first = submit_application(edition, by=person, answers=ANSWERS)
    again = submit_application(edition, by=person, answers=ANSWERS)

    assert first == again
    assert moves(first) == [Status.SUBMITTED]
    assert mails() == ["events/mail/organiser_received"]


def test_submit_twice_with_other_answers_keeps_the_newest(edition: Edition) -> None:
    person = UserFactory()
    submit_application(edition, by=person, answers=ANSWERS)

    submit_application(edition, by=person, answers=Answers(areas=["writing"], commitment="more_weekly"))

    stored = OrganiserApplication.objects.get()
    assert (stored.areas, stored.commitment, stored.months) == (["writing"], "more_weekly", [])
    assert mails() == ["events/mail/organiser_received"]


def test_submit_keeps_name_and_discord_with_the_person_once(edition: Edition) -> None:
    new, known = UserFactory(name="", discord=""), UserFactory(name="Ana", discord="ana")
    facts = Answers(areas=["other"], commitment="more_weekly", name="Otro nombre", discord="otra")

    submit_application(edition, by=new, answers=facts)
    submit_application(edition, by=known, answers=facts)

    assert list(
        User.objects.filter(pk__in=[new.pk, known.pk]).order_by("pk").values_list("name", "discord")
    ) == [
        ("Otro nombre", "otra"),
        ("Ana", "ana"),
    ]


def test_submit_is_refused_where_nobody_is_looked_for(db: None) -> None:
    with pytest.raises(CallClosedError):
        submit_application(EditionFactory(), by=UserFactory(), answers=ANSWERS)
    assert not OrganiserApplication.objects.exists()


def test_submit_counts_the_moment_the_button_was_pressed(edition: Edition) -> None:
    deadline = MilestoneFactory(edition=edition, past=True)
    edition.calls.update(closes_with=deadline)

    with pytest.raises(CallClosedError):
        submit_application(edition, by=UserFactory(), answers=ANSWERS)
    in_time = timezone.now() - timedelta(days=3)
    assert submit_application(edition, by=UserFactory(), answers=ANSWERS, sent_at=in_time).pk


def test_update_after_asked_changes_waits_again_even_when_the_call_is_closed(edition: Edition) -> None:
    application = OrganiserApplicationFactory(edition=edition)
    decide_application(application, to=Status.CHANGES_REQUESTED, by=UserFactory(), note_to_author="¿Meses?")
    edition.calls.update(is_closed=True)

    update_application(application, by=application.submitted_by, answers=ANSWERS)

    stored = OrganiserApplication.objects.get()
    assert (stored.status, stored.months) == (Status.SUBMITTED, ANSWERS.months)
    assert mails() == ["events/mail/organiser_changes_requested", "events/mail/organiser_received"]


def test_update_of_a_decided_one_is_refused_and_changes_nothing(edition: Edition) -> None:
    application = OrganiserApplicationFactory(edition=edition, decided=True)

    with pytest.raises(IllegalTransition):
        update_application(application, by=application.submitted_by, answers=ANSWERS)

    assert OrganiserApplication.objects.get().areas == ["design"]


def test_withdraw_twice_and_send_again(edition: Edition) -> None:
    person = UserFactory()
    application = submit_application(edition, by=person, answers=ANSWERS)

    withdraw_application(application, by=person)
    withdraw_application(application, by=person)
    again = submit_application(edition, by=person, answers=ANSWERS)

    assert again == application
    assert moves(application) == [Status.SUBMITTED, Status.WITHDRAWN, Status.SUBMITTED]
    assert mails() == ["events/mail/organiser_received"] * 2


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (Status.ACCEPTED, "certificado de colaboración"),
        (Status.WAITLISTED, "lista de espera"),
        (Status.REJECTED, "Esta vez no podemos"),
        (Status.CHANGES_REQUESTED, "completes algo"),
    ],
)
def test_decision_tells_the_author_with_the_note_and_not_the_remark(
    edition: Edition, to: str, words: str
) -> None:
    application = OrganiserApplicationFactory(edition=edition)

    decide_application(
        application, to=to, by=UserFactory(), note_to_author="Nota <b> & más", internal_remark="SECRETO"
    )

    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.user_id) == (application.submitted_by.email, application.submitted_by.pk)
    assert words in mail.body_text
    assert "Nota <b> & más" in mail.body_text
    assert "Nota &lt;b&gt; &amp; más" in mail.body_html
    assert f"/{edition.slug}/equipo-organizador/" in mail.body_text
    assert "SECRETO" not in mail.subject + mail.body_text + mail.body_html


def test_mail_is_written_in_the_language_of_the_applicant(edition: Edition) -> None:
    application = OrganiserApplicationFactory(edition=edition, submitted_by__language="pt-br")

    decide_application(application, to=Status.ACCEPTED, by=UserFactory())

    mail = OutgoingEmail.objects.get()
    assert mail.language == "pt-br"
    assert f"/pt-br/{edition.slug}/equipo-organizador/" in mail.body_text


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_make_one_application() -> None:
    edition, person = CallFactory(kind=CallKind.ORGANISERS).edition, UserFactory()
    start = Barrier(4)

    def send(_tab: int) -> None:
        start.wait(timeout=60)
        try:
            submit_application(edition, by=person, answers=ANSWERS)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))

    assert moves(OrganiserApplication.objects.get()) == [Status.SUBMITTED]
    assert mails() == ["events/mail/organiser_received"]


def test_steps_show_only_what_was_sent(edition: Edition) -> None:
    person = UserFactory()
    assert organiser_steps(person, edition) == []

    application = OrganiserApplicationFactory(edition=edition, submitted_by=person)
    assert [step.state for step in organiser_steps(person, edition)] == ["done"]

    decide_application(application, to=Status.CHANGES_REQUESTED, by=UserFactory(), note_to_author="¿Cuándo?")
    assert [step.state for step in organiser_steps(person, edition)] == ["next"]
