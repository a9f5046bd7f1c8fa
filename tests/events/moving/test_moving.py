"""Moving deadlines as one act: history, notice, pages, mails that wait ten minutes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from events.models import Edition, Milestone, Notice
from events.moments import Moment
from events.services.moving import (
    HOLD,
    Move,
    PastMoveError,
    StaleMoveError,
    move_milestones,
)
from events.states import CallKind, MilestoneKind
from registrations.states import Status as RegistrationStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import OutgoingEmail
from tests.events.moving.acts import delivery, edition, later, move, organiser, participant, text_of
from tests.events.pages import Capture
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory, in_days
from tests.factories.registrations import RegistrationFactory

__all__ = ["delivery", "edition", "organiser", "participant"]
pytestmark = pytest.mark.django_db


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
