"""What people hear of a release: who speaks or signed up, once, in their language and zone, the latest."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.emails.releases import HOLD
from events.models import Attendance, Edition, Session
from events.services.scheduling import place_session, plan_cancellation, plan_restoration, publish
from events.states import AttendanceStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, in_days
from tests.factories.proposals import KeynoteProposalFactory
from tests.factories.scheduling import (
    WAYS,
    GoingFactory,
    moved,
    private_session,
    public_session,
    speaker_of,
    speaks_by,
)
from tests.mail import SmtpSink, smtp_sink

__all__ = ["smtp_sink"]
pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 27, 17, tzinfo=UTC)


@pytest.fixture
def edition() -> Edition:
    edition: Edition = EditionFactory(time_zone="Europe/Madrid")
    return edition


@pytest.fixture
def ana() -> User:
    ana: User = UserFactory()
    return ana


def mails() -> list[tuple[str, str]]:
    rows = OutgoingEmail.objects.filter(rule="events.session_changed").order_by("to", "pk")
    return [(row.to, row.template.rsplit("/", 1)[-1]) for row in rows]


def leave() -> dict[str, OutgoingEmail]:
    """Let what waits leave now; return the mails sent by it, by address."""
    before = set(OutgoingEmail.objects.filter(status=Status.SENT).values_list("pk", flat=True))
    OutgoingEmail.objects.filter(status=Status.QUEUED).update(next_try_at=timezone.now())
    deliver()
    sent = OutgoingEmail.objects.filter(status=Status.SENT).exclude(pk__in=before)
    assert not OutgoingEmail.objects.filter(last_reply__gt="").exists()
    return {mail.to: mail for mail in sent}


def test_everybody_signed_up_and_speaking_is_told_once(edition: Edition, ana: User) -> None:
    session = public_session(edition, AT)
    speaker_of(session, email="habla@example.org")
    GoingFactory(session=session, user__email="va@example.org")
    GoingFactory(session=session, user=None, email="sin@example.org")
    GoingFactory(session=session, user=None, email="otra@example.org")
    GoingFactory(session=session, user__email="espera@example.org", status=AttendanceStatus.WAITING)
    GoingFactory(session=session, user__email="no@example.org", status=AttendanceStatus.CANCELLED)
    GoingFactory(session=session, user=None, email="nunca@example.org", status=AttendanceStatus.PENDING)
    moved(session, by=ana)
    told = [
        "espera@example.org",
        "habla@example.org",
        "otra@example.org",
        "sin@example.org",
        "va@example.org",
    ]
    assert mails() == [(address, "session_moved") for address in told]
    assert OutgoingEmail.objects.filter(topic="").count() == 5


def test_speaker_who_also_signed_up_is_told_once(edition: Edition, ana: User) -> None:
    session = public_session(edition, AT)
    speaker = speaker_of(session)
    KeynoteProposalFactory(edition=edition, submitted_by=speaker, session=session, decided=True)
    GoingFactory(session=session, user=speaker)
    moved(session, by=ana)
    assert len(mails()) == 1


@pytest.mark.parametrize("address", ["habla@example.org", "Habla@Example.org"])
@pytest.mark.parametrize("way", WAYS)
def test_speaker_who_signed_up_by_an_address_alone_is_told_once(
    edition: Edition, ana: User, smtp_sink: SmtpSink, way: str, address: str
) -> None:
    session = public_session(edition, AT)
    speaks_by(way, session, UserFactory(email="habla@example.org"))
    # Before there was an account: nothing but the address says that it is the same person.
    GoingFactory(session=session, user=None, email=address, joined_at=in_days(-99))
    moved(session, by=ana)
    assert leave()["habla@example.org"].subject.startswith("Tu sesión cambia de hora:")
    plan_cancellation(session, by=ana)
    publish(edition, by=ana)
    assert leave()["habla@example.org"].subject.startswith("Tu sesión se cancela:")
    assert [to.lower() for to, _mail in mails()].count("habla@example.org") == 2


def test_who_signed_up_with_and_without_an_account_is_told_once(
    edition: Edition, ana: User, smtp_sink: SmtpSink
) -> None:
    session = public_session(edition, AT)
    person = UserFactory(email="va@example.org", time_zone="UTC")
    first = GoingFactory(session=session, user=person, email="antes@example.org", joined_at=in_days(-5))
    GoingFactory(session=session, user=None, email="va@example.org", time_zone="UTC")
    moved(session, by=ana, hours=3)
    assert mails() == [("va@example.org", "session_moved")]
    assert leave()["va@example.org"].user_id == person.pk
    # Which row a mail went by makes no difference to what its reader knows.
    Attendance.objects.filter(pk=first.pk).delete()
    moved(session, by=ana, hours=2)
    (mail,) = leave().values()
    assert "Antes: sábado 27 de marzo de 2027, 20:00 (UTC)" in mail.body_text


def test_only_who_speaks_hears_of_a_new_session(edition: Edition, ana: User, smtp_sink: SmtpSink) -> None:
    session = private_session(edition, title="Lenguas, modelos; y más")
    proposal = KeynoteProposalFactory(edition=edition, session=session, decided=True)
    place_session(session, by=ana, starts_at=AT, minutes=45, venue="Discord")
    publish(edition, by=ana)
    (mail,) = leave().values()
    assert mail.to == proposal.submitted_by.email
    assert mail.subject == f"Tu sesión ya tiene fecha: Lenguas, modelos; y más · {edition.name}"
    assert "sábado 27 de marzo de 2027, 12:00 (hora de Bogotá), 45 minutos" in mail.body_text
    assert "Dónde: Discord" in mail.body_text
    assert "Antes:" not in mail.body_text


def test_times_are_in_each_persons_zone_over_a_change_of_clocks(
    edition: Edition, ana: User, smtp_sink: SmtpSink
) -> None:
    """Madrid's clocks change between the old time and the new one; Bogotá's and Santiago's do not then."""
    session = public_session(edition, AT, title="Una charla")
    zones = {"bogota": "America/Bogota", "madrid": "Europe/Madrid", "santiago": "America/Santiago"}
    for name, zone in zones.items():
        GoingFactory(session=session, user=None, email=f"{name}@example.org", time_zone=zone)
    GoingFactory(session=session, user=None, email="nada@example.org", time_zone="", language="en")
    moved(session, by=ana, hours=24, note="Por un corte de luz.")
    sent = {to.split("@")[0]: mail.body_text for to, mail in leave().items()}
    assert "Cuándo: domingo 28 de marzo de 2027, 12:00 (hora de Bogotá)" in sent["bogota"]
    assert "Antes: sábado 27 de marzo de 2027, 12:00 (hora de Bogotá)" in sent["bogota"]
    assert "28 de marzo de 2027, 19:00 (hora de Madrid)" in sent["madrid"]
    assert "Antes: sábado 27 de marzo de 2027, 18:00 (hora de Madrid)" in sent["madrid"]
    assert "14:00 (hora de Santiago)" in sent["santiago"]
    assert "28 March 2027, 19:00" in sent["nada"]
    assert "Por un corte de luz." in sent["bogota"]


def test_cancellation_is_told_with_the_time_it_had(edition: Edition, ana: User, smtp_sink: SmtpSink) -> None:
    session = public_session(edition, AT, title="Una charla")
    GoingFactory(session=session, user=None, email="va@example.org", time_zone="America/Bogota")
    speaker_of(session, email="habla@example.org")
    plan_cancellation(session, by=ana)
    publish(edition, by=ana)
    sent = leave()
    assert sent["va@example.org"].subject == f"Se cancela: Una charla · {edition.name}"
    assert "Iba a ser: sábado 27 de marzo de 2027, 12:00 (hora de Bogotá)" in sent["va@example.org"].body_text
    assert sent["habla@example.org"].subject.startswith("Tu sesión se cancela: Una charla")


def test_slip_mended_within_minutes_is_told_as_one_change(
    edition: Edition, ana: User, smtp_sink: SmtpSink
) -> None:
    session = public_session(edition, AT)
    GoingFactory(session=session, user=None, email="va@example.org", time_zone="UTC")
    moved(session, by=ana, hours=3)
    moved(session, by=ana, hours=2)
    (mail,) = leave().values()
    assert "Cuándo: sábado 27 de marzo de 2027, 22:00 (UTC)" in mail.body_text
    assert "Antes: sábado 27 de marzo de 2027, 17:00 (UTC)" in mail.body_text


def test_what_is_back_where_it_was_is_no_news(edition: Edition, ana: User, smtp_sink: SmtpSink) -> None:
    session = public_session(edition, AT)
    GoingFactory(session=session)
    moved(session, by=ana, hours=3)
    moved(session, by=ana, hours=-3)
    assert leave() == {}
    plan_cancellation(session, by=ana)
    publish(edition, by=ana)
    plan_restoration(session, by=ana)
    publish(edition, by=ana)
    assert leave() == {}


def test_cancelled_before_the_move_was_told_is_told_as_cancelled(
    edition: Edition, ana: User, smtp_sink: SmtpSink
) -> None:
    session = public_session(edition, AT)
    GoingFactory(session=session)
    moved(session, by=ana)
    plan_cancellation(session, by=ana)
    publish(edition, by=ana)
    (mail,) = leave().values()
    assert mail.subject.startswith("Se cancela:")
    assert "12:00 (hora de Bogotá)" in mail.body_text


def test_restored_after_it_was_told_cancelled_is_told(
    edition: Edition, ana: User, smtp_sink: SmtpSink
) -> None:
    session = public_session(edition, AT)
    GoingFactory(session=session)
    plan_cancellation(session, by=ana)
    publish(edition, by=ana)
    assert len(leave()) == 1
    place_session(session, by=ana, starts_at=AT + timedelta(days=1), minutes=30, venue="")
    publish(edition, by=ana)
    (mail,) = leave().values()
    assert mail.subject.startswith("Vuelve al programa:")
    assert "Cuándo: domingo 28" in mail.body_text


def test_who_left_or_signed_up_since_is_not_told_what_is_no_news(
    edition: Edition, ana: User, smtp_sink: SmtpSink
) -> None:
    session = public_session(edition, AT)
    going = GoingFactory(session=session)
    moved(session, by=ana)
    Attendance.objects.filter(pk=going.pk).update(status=AttendanceStatus.CANCELLED)
    GoingFactory(session=session, joined_at=timezone.now())
    assert leave() == {}


def test_who_signed_up_between_two_moves_hears_only_of_the_second(
    edition: Edition, ana: User, smtp_sink: SmtpSink
) -> None:
    session = public_session(edition, AT)
    moved(session, by=ana, hours=3)
    GoingFactory(session=session, user__time_zone="UTC", joined_at=timezone.now())
    moved(session, by=ana, hours=1)
    (mail,) = leave().values()
    assert "Antes: sábado 27 de marzo de 2027, 20:00 (UTC)" in mail.body_text


def test_change_of_a_session_that_is_over_is_no_news(
    edition: Edition, ana: User, smtp_sink: SmtpSink
) -> None:
    session = public_session(edition, in_days(-3))
    GoingFactory(session=session)
    moved(session, by=ana, hours=1)
    assert leave() == {}


def test_mails_wait_some_minutes_unless_the_session_is_near(edition: Edition, ana: User) -> None:
    far, near = public_session(edition, AT), public_session(edition, in_days(1 / 24))
    for session in (far, near):
        GoingFactory(session=session)
        moved(session, by=ana)
    first, second = OutgoingEmail.objects.order_by("pk")
    assert first.next_try_at - first.created_at > HOLD - timedelta(seconds=5)
    assert second.next_try_at - second.created_at < timedelta(seconds=5)


HOSTILE = "Uno, dos; tres\nBEGIN:VEVENT\nSUMMARY:falso"


def test_hostile_title_stays_one_line_of_the_subject(
    edition: Edition, ana: User, smtp_sink: SmtpSink
) -> None:
    session = public_session(edition, AT, title=HOSTILE)
    GoingFactory(session=session)
    moved(session, by=ana)
    (mail,) = leave().values()
    assert mail.subject.startswith("Cambia de hora: Uno, dos; tres BEGIN:VEVENT SUMMARY:falso")
    (message,) = smtp_sink.to(mail.to)
    assert "SUMMARY" not in message


def test_thousand_people_take_as_many_queries_as_one(
    edition: Edition, ana: User, django_assert_max_num_queries: Any
) -> None:
    session = public_session(edition, AT)
    rows = [
        Attendance(
            session=session, email=f"p{n}@example.org", nonce=f"n{n}", status="going", joined_at=in_days(-1)
        )
        for n in range(1000)
    ]
    Attendance.objects.bulk_create(rows)
    place_session(session, by=ana, starts_at=AT + timedelta(hours=1), minutes=30, venue="")
    with django_assert_max_num_queries(16):
        publish(edition, by=ana)
    assert OutgoingEmail.objects.count() == 1000


def test_link_to_leave_is_in_the_mail_of_who_signed_up(
    edition: Edition, ana: User, smtp_sink: SmtpSink
) -> None:
    session: Session = public_session(edition, AT)
    GoingFactory(session=session, user=None, email="va@example.org")
    speaker_of(session, email="habla@example.org")
    moved(session, by=ana)
    sent = leave()
    assert "Deja tu plaza" in sent["va@example.org"].body_text
    assert "Deja tu plaza" not in sent["habla@example.org"].body_text
