"""Moving deadlines so that everybody learns of it, undoing it, and the mails in between."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from events.emails.moves import RULE
from events.models import Edition, Milestone, Notice
from events.moments import Moment
from events.services.milestones import move_milestone
from events.services.moving import (
    HOLD,
    Move,
    PastMoveError,
    StaleMoveError,
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
from somosnlp.outbox.rendering import Content, Skip, compose
from somosnlp.outbox.states import Status
from tests.events.pages import Asserter, Capture
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory
from tests.mail import SmtpSink, smtp_sink

__all__ = ["smtp_sink"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> User:
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def edition() -> Edition:
    return EditionFactory(time_zone="America/Bogota")


@pytest.fixture
def delivery(edition: Edition) -> Milestone:
    return MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY)


@pytest.fixture
def participant(edition: Edition) -> User:
    person: User = RegistrationFactory(edition=edition).user
    return person


def move(milestone: Milestone, to: Moment, by: User, **options: Any) -> Notice:
    milestone.refresh_from_db()
    return move_milestones(
        milestone.edition,
        [Move(milestone.pk, milestone.moment, to)],
        reason=options.pop("reason", "Pidieron más tiempo"),
        by=by,
        **options,
    )


def later(milestone: Milestone, days: int) -> Moment:
    return milestone.moment.shifted(days)


def elapse() -> None:
    """Let the ten minutes pass for everything that waits."""
    OutgoingEmail.objects.filter(status=Status.QUEUED).update(next_try_at=timezone.now())
    Notice.objects.filter(held_until__gt=timezone.now()).update(held_until=timezone.now())


def test_move_writes_history_notice_and_place(delivery: Milestone, organiser: User) -> None:
    was, to = delivery.moment, later(delivery, 2)

    notice = move(delivery, to, organiser)

    delivery.refresh_from_db()
    change = delivery.changes.get()
    assert delivery.moment == to
    assert (change.moment, change.moved_to, change.notice) == (was, to, notice)
    assert (change.reason, change.changed_by) == ("Pidieron más tiempo", organiser)
    assert (notice.published_by, notice.withdrawn_at) == (organiser, None)


def test_move_several_in_one_act(edition: Edition, delivery: Milestone, organiser: User) -> None:
    winners = MilestoneFactory(
        edition=edition, kind=MilestoneKind.WINNERS, day_only=True, day=date(2030, 4, 10)
    )
    notice = move_milestones(
        edition,
        [
            Move(delivery.pk, delivery.moment, later(delivery, 8)),
            Move(winners.pk, winners.moment, later(winners, 8)),
        ],
        reason="",
        by=organiser,
    )
    winners.refresh_from_db()
    assert winners.day == date(2030, 4, 18)
    assert notice.changes.count() == 2


def test_move_drops_the_kept_pages(
    delivery: Milestone, organiser: User, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        move(delivery, later(delivery, 1), organiser)
    assert cache.get(f"page-version:{delivery.edition.slug}")


def test_move_refuses_a_stale_preview(delivery: Milestone, organiser: User) -> None:
    seen = delivery.moment
    move(delivery, later(delivery, 1), organiser)

    with pytest.raises(StaleMoveError):
        move_milestones(delivery.edition, [Move(delivery.pk, seen, seen.shifted(5))], reason="", by=organiser)
    assert Notice.objects.count() == 1


def test_move_refuses_a_deadline_of_another_edition(delivery: Milestone, organiser: User) -> None:
    other = EditionFactory()
    with pytest.raises(StaleMoveError):
        move_milestones(
            other, [Move(delivery.pk, delivery.moment, later(delivery, 1))], reason="", by=organiser
        )


def test_move_to_the_past_needs_a_second_yes_and_closes(edition: Edition, organiser: User) -> None:
    closing = MilestoneFactory(edition=edition)
    call = CallFactory(edition=edition, kind=CallKind.REGISTRATION, closes_with=closing)
    past = Moment(at=in_days(-1))
    assert call.is_open

    with pytest.raises(PastMoveError):
        move(closing, past, organiser)
    assert Notice.objects.count() == 0
    move(closing, past, organiser, even_past=True)

    call.refresh_from_db()
    assert not call.is_open


def test_move_reopens_what_had_closed(edition: Edition, organiser: User) -> None:
    closing = MilestoneFactory(edition=edition, past=True)
    call = CallFactory(edition=edition, kind=CallKind.REGISTRATION, closes_with=closing)
    move(closing, Moment(at=in_days(2)), organiser)
    call.refresh_from_db()
    assert call.is_open


@pytest.mark.parametrize(
    ("kind", "status", "mailed"),
    [
        (MilestoneKind.DELIVERY, RegistrationStatus.REGISTERED, True),
        (MilestoneKind.DELIVERY, RegistrationStatus.CANCELLED, False),
        (MilestoneKind.REGISTRATION, RegistrationStatus.REGISTERED, False),
        (MilestoneKind.SPONSORS, RegistrationStatus.REGISTERED, False),
    ],
)
def test_move_mails_whom_it_concerns(
    edition: Edition, organiser: User, kind: str, status: str, *, mailed: bool
) -> None:
    RegistrationFactory(edition=edition, status=status, cancelled_at=timezone.now())
    RegistrationFactory()
    milestone = MilestoneFactory(edition=edition, kind=kind)
    move(milestone, later(milestone, 1), organiser)
    assert OutgoingEmail.objects.exists() == mailed


def test_move_of_the_registration_mails_who_has_begun_it(edition: Edition, organiser: User) -> None:
    begun = RegistrationFactory(edition=edition, begun=True)
    milestone = MilestoneFactory(edition=edition)
    move(milestone, later(milestone, 1), organiser)
    assert OutgoingEmail.objects.get().to == begun.user.email


def test_mail_waits_ten_minutes_in_the_language_and_zone_of_the_person(
    edition: Edition, delivery: Milestone, organiser: User
) -> None:
    person = UserFactory(language="pt-br", time_zone="")
    RegistrationFactory(edition=edition, user=person)
    notice = move(delivery, later(delivery, 1), organiser)

    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.user_id) == (person.email, person.pk)
    assert (mail.language, mail.time_zone) == ("pt-br", "America/Bogota")
    assert mail.next_try_at == notice.held_until == notice.published_at + HOLD
    assert deliver() == {}


def text_of(mail: OutgoingEmail) -> str:
    content = compose(mail)
    assert isinstance(content, Content), content
    return f"{content.subject}\n{content.text}"


def test_mail_tells_the_old_and_the_new_date_and_the_calendar(
    edition: Edition, participant: User, organiser: User
) -> None:
    march = datetime(2030, 3, 25, 11, 59, tzinfo=UTC)
    delivery = MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY, at=march)
    move(delivery, Moment(at=march + timedelta(days=2)), organiser, reason="Pidieron más tiempo")

    text = text_of(OutgoingEmail.objects.get())
    assert "martes 26 de marzo de 2030" not in text.splitlines()[0]
    assert "23:59 AoE del 24 de marzo" in text
    assert "23:59 AoE del 26 de marzo" in text
    assert "Pidieron más tiempo" in text
    assert f"/{edition.slug}/plazos.ics" in text


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
