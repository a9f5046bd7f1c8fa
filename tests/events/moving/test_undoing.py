"""Ten minutes to undo a move, and several moves within them: what each person is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from events.emails.moves import RULE
from events.models import Edition, Milestone, Notice
from events.moments import Moment
from events.services.milestones import move_milestone
from events.services.moving import (
    Move,
    TooLateToUndoError,
    move_milestones,
    undo_move,
)
from events.states import CallKind, MilestoneKind
from registrations.states import Status as RegistrationStatus
from somosnlp.accounts.models import User
from somosnlp.outbox import reminders
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rendering import Skip, compose
from somosnlp.outbox.states import Status
from tests.events.moving.acts import delivery, edition, elapse, later, move, organiser, participant
from tests.events.pages import Asserter
from tests.factories.events import CallFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.mail import SmtpSink, smtp_sink

__all__ = ["delivery", "edition", "organiser", "participant", "smtp_sink"]
pytestmark = pytest.mark.django_db


def test_undo_restores_everything_and_mails_nobody(
    delivery: Milestone, participant: User, organiser: User
) -> None:
    was = delivery.moment
    notice = move(delivery, later(delivery, 2), organiser)

    undo_move(notice, by=organiser)

    delivery.refresh_from_db()
    change = delivery.changes.get()
    assert delivery.moment == was
    assert (change.undone_by, delivery.earlier) == (organiser, [])
    assert change.undone_at
    assert list(Notice.objects.published(timezone.now())) == []
    assert OutgoingEmail.objects.get().status == Status.SKIPPED


def test_undo_twice_is_once(delivery: Milestone, organiser: User) -> None:
    notice = move(delivery, later(delivery, 2), organiser)
    undo_move(notice, by=organiser)
    again = move(delivery, later(delivery, 3), organiser)
    undo_move(notice, by=organiser)

    delivery.refresh_from_db()
    assert delivery.moment == again.changes.get().moved_to


def test_undo_after_ten_minutes_is_refused(delivery: Milestone, organiser: User) -> None:
    notice = move(delivery, later(delivery, 2), organiser)
    elapse()
    with pytest.raises(TooLateToUndoError):
        undo_move(notice, by=organiser)
    delivery.refresh_from_db()
    assert delivery.moment == notice.changes.get().moved_to


def test_undo_of_what_moved_again_is_refused(delivery: Milestone, organiser: User) -> None:
    notice = move(delivery, later(delivery, 2), organiser)
    move_milestone(delivery, to=later(delivery, 3), by=organiser)
    with pytest.raises(TooLateToUndoError):
        undo_move(notice, by=organiser)


def test_undo_is_refused_once_a_mail_has_left(
    delivery: Milestone, participant: User, organiser: User
) -> None:
    notice = move(delivery, later(delivery, 2), organiser)
    OutgoingEmail.objects.update(status=Status.SENT, sent_at=timezone.now())
    with pytest.raises(TooLateToUndoError):
        undo_move(notice, by=organiser)


def test_moved_twice_within_the_ten_minutes_tells_once_the_newest_date(
    edition: Edition, participant: User, organiser: User, smtp_sink: SmtpSink
) -> None:
    march = datetime(2030, 3, 25, 11, 59, tzinfo=UTC)
    delivery = MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY, at=march)
    for days in (2, 5):
        move(delivery, Moment(at=march + timedelta(days=days)), organiser)
    elapse()
    deliver()

    [message] = smtp_sink.messages
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "29 de marzo" in text
    assert "24 de marzo" in text
    assert "26 de marzo" not in text


def test_moved_twice_other_deadline_is_told_in_the_same_mail(
    edition: Edition, delivery: Milestone, participant: User, organiser: User, smtp_sink: SmtpSink
) -> None:
    winners = MilestoneFactory(edition=edition, kind=MilestoneKind.WINNERS, at=in_days(20))
    move(delivery, later(delivery, 2), organiser)
    move(winners, later(winners, 3), organiser)
    elapse()
    deliver()

    [message] = smtp_sink.messages
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert delivery.label in text
    assert winners.label in text


def test_moved_back_within_the_ten_minutes_tells_nothing(
    delivery: Milestone, participant: User, organiser: User
) -> None:
    was = delivery.moment
    move(delivery, later(delivery, 2), organiser)
    move(delivery, was, organiser)
    elapse()
    deliver()
    assert set(OutgoingEmail.objects.values_list("status", flat=True)) == {Status.SKIPPED}


def test_moved_twice_and_the_second_undone_tells_the_first(
    delivery: Milestone, participant: User, organiser: User, smtp_sink: SmtpSink
) -> None:
    first = move(delivery, Moment(at=datetime(2030, 3, 27, 11, 59, tzinfo=UTC)), organiser)
    second = move(delivery, Moment(at=datetime(2030, 4, 11, 11, 59, tzinfo=UTC)), organiser)
    undo_move(second, by=organiser)
    assert deliver() == {}, "it waits another ten minutes"
    elapse()
    deliver()

    first.refresh_from_db()
    [message] = smtp_sink.messages
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "26 de marzo" in text
    assert "10 de abril" not in text
    assert first.told_by is None


def test_moved_while_half_had_been_told_tells_each_from_what_they_knew(
    edition: Edition, organiser: User, smtp_sink: SmtpSink
) -> None:
    march = datetime(2030, 3, 25, 11, 59, tzinfo=UTC)
    delivery = MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY, at=march)
    told, untold = (RegistrationFactory(edition=edition).user for _ in range(2))
    move(delivery, Moment(at=march + timedelta(days=2)), organiser)
    OutgoingEmail.objects.filter(user_id=told.pk).update(status=Status.SENT, sent_at=timezone.now())
    move(delivery, Moment(at=march + timedelta(days=5)), organiser)
    elapse()
    deliver()

    before = {told: "26 de marzo", untold: "24 de marzo"}
    for person, knew in before.items():
        [message] = smtp_sink.to(person.email)
        text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert "29 de marzo" in text
        assert knew in text
        assert not [day for day in before.values() if day != knew and day in text]


def test_mail_is_not_sent_to_who_cancels_or_is_gone_meanwhile(
    edition: Edition, delivery: Milestone, organiser: User
) -> None:
    cancelled, gone = RegistrationFactory(edition=edition), RegistrationFactory(edition=edition)
    move(delivery, later(delivery, 2), organiser)
    cancelled.status, cancelled.cancelled_at = RegistrationStatus.CANCELLED, timezone.now()
    cancelled.save()
    User.objects.filter(pk=gone.user.pk).update(is_active=False)

    answers = [compose(mail) for mail in OutgoingEmail.objects.all()]
    assert len(answers) == 2
    assert all(isinstance(answer, Skip) for answer in answers)


@pytest.mark.parametrize("people", [1, 3])
def test_move_takes_as_many_queries_for_one_as_for_many(
    edition: Edition, delivery: Milestone, organiser: User, people: int, django_assert_num_queries: Asserter
) -> None:
    for _ in range(people):
        RegistrationFactory(edition=edition)
    moves = [Move(delivery.pk, delivery.moment, later(delivery, 1))]
    with django_assert_num_queries(13):
        move_milestones(edition, moves, reason="", by=organiser)
    assert OutgoingEmail.objects.filter(rule=RULE, status=Status.QUEUED).count() == people


@pytest.fixture
def closing_tomorrow(edition: Edition) -> Iterator[Milestone]:
    closing = MilestoneFactory(edition=edition, at=in_days(3))
    CallFactory(edition=edition, kind=CallKind.REGISTRATION, closes_with=closing)
    RegistrationFactory(edition=edition, begun=True, user__time_zone="UTC")
    return closing


def test_reminders_wait_while_the_move_can_be_undone(closing_tomorrow: Milestone, organiser: User) -> None:
    """Nobody is reminded of a date that may not stay."""
    nine = timezone.now().replace(hour=9, minute=5)
    to = Moment(at=nine + timedelta(days=1, hours=14))
    RegistrationFactory._meta.model.objects.update(created_at=nine - timedelta(days=2))
    notice = move(closing_tomorrow, to, organiser)
    Notice.objects.update(held_until=timezone.now() + timedelta(days=2))
    reminders.plan(nine)
    assert not OutgoingEmail.objects.filter(rule="registrations.closing_1d").exists()
    Notice.objects.filter(pk=notice.pk).update(held_until=timezone.now())
    reminders.plan(nine)
    assert OutgoingEmail.objects.filter(rule="registrations.closing_1d").exists()


def test_planned_reminder_of_the_old_date_is_dropped(closing_tomorrow: Milestone, organiser: User) -> None:
    nine = timezone.now().replace(hour=9, minute=5)
    move_milestone(closing_tomorrow, to=Moment(at=nine + timedelta(days=1, hours=14)), by=None)
    RegistrationFactory._meta.model.objects.update(created_at=nine - timedelta(days=2))
    reminders.plan(nine)
    planned = OutgoingEmail.objects.get(rule="registrations.closing_1d")
    move(closing_tomorrow, Moment(at=nine + timedelta(days=9)), organiser)
    reminders.plan(nine)
    planned.refresh_from_db()
    assert planned.status == Status.SKIPPED
